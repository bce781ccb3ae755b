/**
 * nginx.conf of the front: reads the name in a TLS ClientHello and hands the connection to that tenant's gate. One line
 * for each tenant domain, since hosts are the gate's business; no key is here, so nothing can be read.
 * Source: nginx ngx_stream_ssl_preread_module, ngx_stream_map_module.
 */
import type { Fleet } from '../model/fleet';
import { hasGate } from '../model/flows';
import { fullServiceHost, GATE, publicDomainsOf } from '../model/names';
import { FRONT_PORT, GATE_PORT } from '../model/ports';
import { renderRedirect } from './front-redirect';
import {
  block,
  healthServer,
  KEEPALIVE,
  LARGE_MAPS,
  mainContext,
  PATIENT_STREAM,
  PREREAD,
  REFUSALS_LOG,
  resolver,
  TEMPORARY_PATHS,
  word,
} from './nginx-config';

export function renderFrontConfig(fleet: Fleet): string {
  const { platform, tenants } = fleet;
  const routes = tenants
    .filter(hasGate)
    .flatMap((tenant) =>
      publicDomainsOf(platform, tenant).map(
        (domain) => `.${word(domain)} ${word(fullServiceHost(platform, tenant.name, GATE))}:${GATE_PORT};`,
      ),
    );
  const stream = [
    ...LARGE_MAPS,
    ...REFUSALS_LOG,
    ...resolver(platform),
    "# A name that is nobody's, or none, leads nowhere: the connection is closed at once.",
    ...block('map $ssl_preread_server_name $gate', ['hostnames;', 'default "";', ...routes]),
    ...block('server', [
      `listen ${FRONT_PORT} ${KEEPALIVE};`,
      ...PREREAD,
      'proxy_protocol on;',
      ...PATIENT_STREAM,
      'proxy_pass $gate;',
    ]),
  ];
  const http = [...TEMPORARY_PATHS, ...renderRedirect(fleet), ...healthServer()];
  return [
    ...mainContext({ platform, workers: 2, connections: 16384 }),
    ...block('stream', stream),
    ...block('http', http),
    '',
  ].join('\n');
}
