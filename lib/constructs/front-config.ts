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
  connectionLimit,
  healthServer,
  KEEPALIVE,
  LARGE_MAPS,
  mainContext,
  patientStream,
  preread,
  REFUSALS_LOG,
  resolver,
  TEMPORARY_PATHS,
  word,
  type ConnectionLimit,
} from './nginx-config';

export function renderFrontConfig(fleet: Fleet): string {
  const { platform } = fleet;
  const stream = [
    ...LARGE_MAPS,
    ...REFUSALS_LOG,
    ...resolver(platform),
    ...limitOf(platform).zone,
    HOST_NAMES,
    "# A name that is nobody's, or none, leads nowhere: the connection is closed at once.",
    ...planFrontRoutes(fleet).flatMap((listener) => frontListener(platform, listener)),
  ];
  const http = [...TEMPORARY_PATHS, ...renderRedirect(fleet), healthServer()];
  return [
    ...mainContext({ platform, workers: 2, connections: 16384 }),
    block('stream', stream),
    block('http', http),
    '',
  ].join('\n');
}

/**
 * Letters, digits, hyphens and dots, and a dot at the end at most: with a NUL, say, in the name, two readers could see two
 * tenants in it (RFC 1123 §2.1, RFC 6066 §3). Capitals are as good as small letters, here and in every map with `hostnames`.
 */
const HOST_NAMES = block('map $ssl_preread_server_name $name', [
  'default "";',
  '"~*^[a-z0-9.-]{1,254}\\z" $ssl_preread_server_name;',
]);

/** One count for all listeners of a pod. */
function limitOf({ spec: { front } }: Platform): ConnectionLimit {
  return connectionLimit('$binary_remote_addr', front.connectionsPerAddress);
}

function frontListener(platform: Platform, { publicPort, port, isFirst, routes }: FrontListener): string[] {
  const gate = isFirst ? '$gate' : `$gate_${publicPort}`;
  const lines = routes.map(
    ({ domain, tenant, service, servicePort }) =>
      `.${word(domain)} ${word(fullServiceHost(platform, tenant, service))}:${servicePort};`,
  );
  return [
    block(`map $name ${gate}`, ['hostnames;', 'default "";', ...lines]),
    block('server', [
      `listen ${port} ${KEEPALIVE};`,
      ...limitOf(platform).limit,
      ...preread(platform.spec.front.helloSeconds),
      'proxy_protocol on;',
      ...patientStream(`${platform.spec.front.idleSeconds}s`),
      `proxy_pass ${gate};`,
    ]),
  ];
}
