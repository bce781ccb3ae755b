/**
 * nginx.conf of the front: reads the name in a TLS ClientHello and hands the connection to that tenant's gate. One listener
 * for each public port, one line for each tenant domain; no key is here, so nothing can be read.
 * Source: nginx ngx_stream_ssl_preread_module, ngx_stream_map_module.
 */
import type { Fleet } from '../model/fleet';
import { planFrontRoutes, type FrontListener } from '../model/front-routes';
import { fullServiceHost } from '../model/names';
import type { Platform } from '../model/platform';
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
  const { platform } = fleet;
  const stream = [
    ...LARGE_MAPS,
    ...REFUSALS_LOG,
    ...resolver(platform),
    "# A name that is nobody's, or none, leads nowhere: the connection is closed at once.",
    ...planFrontRoutes(fleet).flatMap((listener) => frontListener(platform, listener)),
  ];
  const http = [...TEMPORARY_PATHS, ...renderRedirect(fleet), ...healthServer()];
  return [
    ...mainContext({ platform, workers: 2, connections: 16384 }),
    ...block('stream', stream),
    ...block('http', http),
    '',
  ].join('\n');
}

function frontListener(platform: Platform, { publicPort, port, isFirst, routes }: FrontListener): string[] {
  const gate = isFirst ? '$gate' : `$gate_${publicPort}`;
  const lines = routes.map(
    ({ domain, tenant, service, servicePort }) =>
      `.${word(domain)} ${word(fullServiceHost(platform, tenant, service))}:${servicePort};`,
  );
  return [
    ...block(`map $ssl_preread_server_name ${gate}`, ['hostnames;', 'default "";', ...lines]),
    ...block('server', [
      `listen ${port} ${KEEPALIVE};`,
      ...PREREAD,
      'proxy_protocol on;',
      ...PATIENT_STREAM,
      `proxy_pass ${gate};`,
    ]),
  ];
}
