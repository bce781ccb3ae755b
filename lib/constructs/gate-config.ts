/**
 * nginx.conf of a tenant's gate. The front's connection arrives with the PROXY protocol and is sorted by SNI: for http
 * hosts TLS ends here, requests are routed by path and go on under mutual TLS as `CN=gate`; for every other protocol the
 * still encrypted connection goes on to the sidecar, again with the PROXY protocol.
 * Sources: nginx ngx_stream_realip_module, ngx_http_realip_module, ngx_http_proxy_module, ngx_http_upstream_module.
 */
import { isPublic } from '../model/flows';
import type { App, Endpoint } from '../model/app';
import { hostLeafName, identityLeafName } from '../model/leaf-names';
import { fullServiceHost, GATE, publicHostOf, serviceHost } from '../model/names';
import type { Platform } from '../model/platform';
import { edgePort, GATE_HTTP_PORT, GATE_PORT } from '../model/ports';
import { protocols } from '../model/protocols';
import type { Tenant } from '../model/tenant';
import {
  block,
  healthServer,
  KEEPALIVE,
  LARGE_MAPS,
  LEAF_FOLDER,
  mainContext,
  NO_RESUMPTION,
  PATIENT_STREAM,
  PREREAD,
  REFUSALS_LOG,
  resolver,
  TEMPORARY_PATHS,
  TRUST_FILE,
  TRUST_FOLDER,
  word,
} from './nginx-config';

interface Route {
  readonly host: string;
  readonly app: App;
  readonly endpoint: Endpoint;
}

export function renderGateConfig(platform: Platform, tenant: Tenant): string {
  const routes = publicRoutes(platform, tenant);
  const ended = routes.filter(({ endpoint }) => protocols[endpoint.protocol].tlsEndsAt === 'gate');
  const passed = routes.filter(({ endpoint }) => protocols[endpoint.protocol].tlsEndsAt === 'sidecar');
  return [
    ...mainContext({ platform, workers: 1, connections: 8192 }),
    ...block('stream', streamContext(platform, tenant, passed)),
    ...block('http', httpContext(platform, tenant, ended)),
    '',
  ].join('\n');
}

function publicRoutes(platform: Platform, tenant: Tenant): Route[] {
  return tenant.apps.flatMap((app) =>
    app.spec.endpoints
      .filter(isPublic)
      .map((endpoint) => ({ host: publicHostOf(platform, tenant, app, endpoint), app, endpoint })),
  );
}

/**
 * One listener for every protocol. Connections to http hosts go on over loopback, not by `pass`: that would save a hop, but
 * loses connections that are being handed over when nginx reloads (docs/decisions/0014).
 */
function streamContext(platform: Platform, tenant: Tenant, passed: readonly Route[]): string[] {
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

function httpContext(platform: Platform, tenant: Tenant, routes: readonly Route[]): string[] {
  const hosts = [...new Set(routes.map(({ host }) => host))];
  return [
    ...TEMPORARY_PATHS,
    ...resolver(platform),
    ...ACCESS_LOG,
    'server_names_hash_bucket_size 512;',
    'server_names_hash_max_size 8192;',
    ...CLIENT_SIDE,
    ...calleeSide(),
    ...routes.flatMap((route) => upstream(platform, tenant, route)),
    "# A name that is not here gets no handshake; a Host that is not the handshake's, no page.",
    ...block('server', [
      `listen 127.0.0.1:${GATE_HTTP_PORT} ssl proxy_protocol default_server;`,
      'ssl_reject_handshake on;',
      'return 421;',
    ]),
    ...hosts.flatMap((host) =>
      hostServer(
        tenant,
        host,
        routes.filter((route) => route.host === host),
      ),
    ),
    ...healthServer(),
  ];
}

const ACCESS_LOG = [
  'log_format requests escape=json \'{"time":"$time_iso8601","client":"$remote_addr","host":"$host","request":"$request",\'',
  '  \'"status":"$status","bytes":"$bytes_sent","seconds":"$request_time","upstream":"$upstream_addr"}\';',
  'access_log /dev/stdout requests;',
];

const CLIENT_SIDE = [
  'set_real_ip_from 127.0.0.1;',
  'real_ip_header proxy_protocol;',
  'server_tokens off;',
  ...NO_RESUMPTION,
  'client_max_body_size 0;',
  'proxy_request_buffering off;',
  'proxy_buffering off;',
  'proxy_read_timeout 1h;',
  'proxy_send_timeout 1h;',
  "map $http_upgrade $connection_upgrade { default upgrade; '' ''; }",
  'proxy_set_header Host $host;',
  'proxy_set_header Upgrade $http_upgrade;',
  'proxy_set_header Connection $connection_upgrade;',
  'proxy_set_header X-Forwarded-For $remote_addr;',
  // RFC 7239: a client's own claim, which apps that prefer it would believe.
  "proxy_set_header Forwarded '';",
  'proxy_set_header X-Forwarded-Host $host;',
  'proxy_set_header X-Forwarded-Proto https;',
  'proxy_set_header X-Real-IP $remote_addr;',
];

/** No session is resumed: a resumed one would carry an identity that may have been renewed or withdrawn meanwhile. */
function calleeSide(): string[] {
  const leaf = `${LEAF_FOLDER}/${identityLeafName(GATE)}`;
  return [
    'proxy_http_version 1.1;',
    `proxy_ssl_certificate ${leaf}.crt;`,
    `proxy_ssl_certificate_key ${leaf}.key;`,
    `proxy_ssl_trusted_certificate ${TRUST_FOLDER}/${TRUST_FILE};`,
    'proxy_ssl_verify on;',
    'proxy_ssl_server_name on;',
    'proxy_ssl_session_reuse off;',
    'proxy_ssl_protocols TLSv1.3;',
    'proxy_socket_keepalive on;',
    'proxy_connect_timeout 5s;',
  ];
}

function upstreamName({ app, endpoint }: Route): string {
  return `${word(endpoint.name)}.${word(app.name)}`;
}

/** One block for each endpoint: nginx pools kept-alive connections by block, so none is reused for another callee. */
function upstream(platform: Platform, tenant: Tenant, route: Route): string[] {
  const name = upstreamName(route);
  const address = `${word(fullServiceHost(platform, tenant.name, route.app.name))}:${route.endpoint.port}`;
  return block(`upstream ${name}`, [`zone ${name} 64k;`, `server ${address} resolve max_fails=0;`]);
}

function hostServer(tenant: Tenant, host: string, routes: readonly Route[]): string[] {
  const leaf = `${LEAF_FOLDER}/${hostLeafName(host)}`;
  return block('server', [
    `listen 127.0.0.1:${GATE_HTTP_PORT} ssl proxy_protocol;`,
    'http2 on;',
    `server_name ${word(host)};`,
    `ssl_certificate ${leaf}.crt;`,
    `ssl_certificate_key ${leaf}.key;`,
    ...routes.flatMap((route) => locations(tenant, route)),
    ...(routes.some(({ endpoint }) => (endpoint.path ?? '/') === '/') ? [] : ['location / { return 404; }']),
  ]);
}

/** Whole segments: `/api` takes `/api` and `/api/…`, not `/apis`. */
function locations(tenant: Tenant, route: Route): string[] {
  const path = word(route.endpoint.path ?? '/');
  const lines = [
    `proxy_ssl_name ${word(serviceHost(tenant.name, route.app.name))};`,
    `proxy_pass https://${upstreamName(route)};`,
  ];
  const heads = path === '/' ? ['location /'] : [`location = ${path}`, `location ${path}/`];
  return heads.flatMap((head) => block(head, lines));
}
