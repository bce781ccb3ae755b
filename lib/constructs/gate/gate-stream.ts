/** The gate's one listener for all protocols. Sources: nginx ngx_stream_ssl_preread_module, ngx_stream_realip_module. */
import { fullServiceHost } from '../../model/names';
import type { Platform } from '../../model/platform';
import { edgePort, GATE_HTTP_PORT, GATE_PORT } from '../../model/ports';
import type { PublicRoute } from '../../model/public-routes';
import type { Tenant } from '../../model/tenant';
import { block, KEEPALIVE, LARGE_MAPS, PATIENT_STREAM, PREREAD, REFUSALS_LOG, resolver, word } from '../nginx-config';

/**
 * One listener for every protocol. Connections to http hosts go on over loopback, not by `pass`: that would save a hop, but
 * loses connections that are being handed over when nginx reloads (docs/decisions/0014).
 */
export function gateStream(platform: Platform, tenant: Tenant, passed: readonly PublicRoute[]): string[] {
  const edges = passed.map(
    ({ host, app, endpoint }) =>
      `${word(host)} ${word(fullServiceHost(platform, tenant.name, app.name))}:${edgePort(endpoint.port)};`,
  );
  return [
    ...LARGE_MAPS,
    ...REFUSALS_LOG,
    ...resolver(platform),
    ...block('map $ssl_preread_server_name $next', ['hostnames;', `default 127.0.0.1:${GATE_HTTP_PORT};`, ...edges]),
    ...block('server', [
      `listen ${GATE_PORT} proxy_protocol ${KEEPALIVE};`,
      ...platform.spec.podNetworks.map((network) => `set_real_ip_from ${word(network)};`),
      ...PREREAD,
      'proxy_protocol on;',
      ...PATIENT_STREAM,
      'proxy_pass $next;',
    ]),
  ];
}
