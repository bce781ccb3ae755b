/** The gate's listeners, one for each public port, each for all protocols. Sources: nginx ngx_stream_ssl_preread_module, ngx_stream_realip_module. */
import { hasEdge } from '../../model/endpoint';
import { hasClientAddresses } from '../../model/front-engine';
import { fullServiceHost } from '../../model/names';
import type { Platform } from '../../model/platform';
import { edgePort } from '../../model/ports';
import { gateHttpPortFor, gatePortFor, isFirstPort, usedPublicPorts } from '../../model/public-ports';
import type { PublicRoute } from '../../model/public-routes';
import type { Tenant } from '../../model/tenant';
import {
  block,
  connectionLimit,
  KEEPALIVE,
  LARGE_MAPS,
  PATIENT_STREAM,
  PREREAD,
  REFUSALS_LOG,
  resolver,
  word,
  type ConnectionLimit,
} from '../nginx-config';

/**
 * One listener for each public port that the tenant uses: which port a client chose is told by where the connection arrives,
 * not by a header. Connections to hosts whose TLS ends here go on over loopback, not by `pass`: that would save a hop, but
 * loses connections that are being handed over when nginx reloads (docs/decisions/0014).
 */
export function gateStream(platform: Platform, tenant: Tenant, routes: readonly PublicRoute[]): string[] {
  return [
    ...LARGE_MAPS,
    ...REFUSALS_LOG,
    ...resolver(platform),
    ...limitOf(platform).zone,
    ...usedPublicPorts(platform, tenant).flatMap((publicPort) =>
      portListener(
        platform,
        tenant,
        publicPort,
        routes.filter((route) => route.publicPort === publicPort),
      ),
    ),
  ];
}

/** One count for all clients and listeners of a pod. */
function limitOf({ spec: { gate } }: Platform): ConnectionLimit {
  return connectionLimit('$hostname', gate.connections);
}

function portListener(
  platform: Platform,
  tenant: Tenant,
  publicPort: number,
  routes: readonly PublicRoute[],
): string[] {
  const isFirst = isFirstPort(platform, publicPort);
  const next = isFirst ? '$next' : `$next_${publicPort}`;
  const endsHere = isFirst || routes.some(({ endpoint }) => !hasEdge(endpoint));
  const edges = routes
    .filter(({ endpoint }) => hasEdge(endpoint))
    .map(
      ({ host, app, endpoint }) =>
        `${word(host)} ${word(fullServiceHost(platform, tenant.name, app.name))}:${edgePort(endpoint.port)};`,
    );
  // Where no TLS ends here, a name that no endpoint has leads nowhere; elsewhere, to a server that refuses its handshake.
  const fallback = endsHere ? `127.0.0.1:${gateHttpPortFor(platform, publicPort)}` : '""';
  const isTold = hasClientAddresses(platform);
  return [
    block(`map $ssl_preread_server_name ${next}`, ['hostnames;', `default ${fallback};`, ...edges]),
    block('server', [
      `listen ${gatePortFor(platform, publicPort)} ${isTold ? 'proxy_protocol ' : ''}${KEEPALIVE};`,
      ...(isTold ? platform.spec.podNetworks.map((network) => `set_real_ip_from ${word(network)};`) : []),
      ...limitOf(platform).limit,
      ...PREREAD,
      'proxy_protocol on;',
      ...PATIENT_STREAM,
      `proxy_pass ${next};`,
    ]),
  ];
}
