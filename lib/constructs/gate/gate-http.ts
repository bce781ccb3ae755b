/**
 * Where the gate ends TLS: one server for each host, its paths lead to the sidecars under mutual TLS.
 * Sources: nginx ngx_http_realip_module, ngx_http_proxy_module, ngx_http_upstream_module.
 */
import { identityLeafName } from '../../model/leaf-names';
import { fullServiceHost, GATE, serviceHost } from '../../model/names';
import { planGateOwnLeaves } from '../../model/own-certificates';
import type { Platform } from '../../model/platform';
import { gateHttpPortFor } from '../../model/public-ports';
import type { PublicRoute } from '../../model/public-routes';
import type { Tenant } from '../../model/tenant';
import { renderZones } from '../client-limits';
import {
  block,
  healthServer,
  LEAF_FOLDER,
  LONG_NAMES,
  NO_RESUMPTION,
  resolver,
  TEMPORARY_PATHS,
  TRUST_FILE,
  TRUST_FOLDER,
  word,
} from '../nginx-config';
import { clientHeaders, clientHeaderSetters } from '../client-certificates';
import { ownLeafFolder } from '../own-leaves';
import { grpcLocation } from './grpc-location';
import { hostTls, hostVersions } from './host-tls';
import { endpointName, hostSettings, locationSettings } from './location-settings';
import { passedPath, passedPathMap } from './passed-path';

export function gateHttp(platform: Platform, tenant: Tenant, routes: readonly PublicRoute[]): string[] {
  const hosts = [...new Set(routes.map(({ host }) => host))];
  // Each endpoint once, whichever of its hosts: all lead to the same upstream.
  const endpoints = [...new Map(routes.map((route) => [endpointName(route), route])).values()];
  const grpcHeaders = clientHeaderSetters(routes, 'grpc_set_header');
  return [
    TEMPORARY_PATHS,
    resolver(platform),
    ACCESS_LOG,
    LONG_NAMES,
    'server_names_hash_max_size 8192;',
    clientHeaders(routes),
    CLIENT_SIDE,
    ownLeafFolder(planGateOwnLeaves(platform, tenant)),
    calleeSide(),
    renderZones(endpoints.map((route) => ({ name: endpointName(route), endpoint: route.endpoint }))),
    endpoints.flatMap(passedPathMap),
    endpoints.map((route) => upstream(platform, tenant, route)),
    "# A name that is not here gets no handshake; a Host that is not the handshake's, no page.",
    innerPorts(platform, routes).map((port) =>
      block('server', [
        `listen 127.0.0.1:${port} ssl proxy_protocol default_server;`,
        'ssl_reject_handshake on;',
        'return 421;',
      ]),
    ),
    hosts.map((host) =>
      hostServer(
        { platform, tenant, grpcHeaders },
        host,
        routes.filter((route) => route.host === host),
      ),
    ),
    healthServer(),
  ].flat();
}

const ACCESS_LOG = [
  'log_format requests escape=json \'{"time":"$time_iso8601","client":"$remote_addr","host":"$host","request":"$request",\'',
  '  \'"status":"$status","bytes":"$bytes_sent","seconds":"$request_time","upstream":"$upstream_addr"}\';',
  // Written together: a line each cost a sixth of the gate's processor time (bench/README.md).
  'access_log /dev/stdout requests buffer=32k flush=1s;',
];

const CLIENT_SIDE = [
  'set_real_ip_from 127.0.0.1;',
  'real_ip_header proxy_protocol;',
  'server_tokens off;',
  ...NO_RESUMPTION,
  'client_max_body_size 0;',
  'proxy_request_buffering off;',
  'proxy_buffering off;',
  // What is read at once of an answer, for as long as it lasts: with nginx's own 4k big ones cost the gate a quarter more and up.
  'proxy_buffer_size 32k;',
  'proxy_buffers 4 32k;',
  // As long as in the tiers that carry the connection: a WebSocket may be silent.
  'proxy_read_timeout 1d;',
  'proxy_send_timeout 1d;',
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

/**
 * One block for each endpoint: nginx pools kept-alive connections by block and location, so none is reused for another callee. With
 * its own 32, a crowd of 200 made a handshake for nearly every request (a seventh of the throughput).
 */
function upstream(platform: Platform, tenant: Tenant, route: PublicRoute): string {
  const name = endpointName(route);
  const address = `${word(fullServiceHost(platform, tenant.name, route.app.name))}:${route.endpoint.port}`;
  return block(`upstream ${name}`, [
    `zone ${name} 64k;`,
    `server ${address} resolve max_fails=0;`,
    'keepalive 256 local;',
  ]);
}

/** One for each public port, the first one's always. */
function innerPorts(platform: Platform, routes: readonly PublicRoute[]): number[] {
  const publicPorts = new Set([platform.spec.front.port, ...routes.map(({ publicPort }) => publicPort)]);
  return [...publicPorts].map((publicPort) => gateHttpPortFor(platform, publicPort));
}

interface HostServerProps {
  readonly platform: Platform;
  readonly tenant: Tenant;
  /** What apps of gRPC are told of a client's certificate. */
  readonly grpcHeaders: readonly string[];
}

/** All routes of a host have one public port (laws/check-public-ports.ts). */
function hostServer(
  { platform, tenant, grpcHeaders }: HostServerProps,
  host: string,
  routes: readonly PublicRoute[],
): string {
  const publicPort = routes[0]?.publicPort ?? platform.spec.front.port;
  return block('server', [
    `listen 127.0.0.1:${gateHttpPortFor(platform, publicPort)} ssl proxy_protocol;`,
    ...hostVersions(routes),
    `server_name ${word(host)};`,
    ...hostTls(host, routes),
    ...hostSettings(routes),
    ...routes.flatMap((route) => locations(tenant, route, grpcHeaders)),
    ...(routes.some(({ endpoint }) => (endpoint.path ?? '/') === '/') ? [] : ['location / { return 404; }']),
  ]);
}

/** Whole segments: `/api` takes `/api` and `/api/…`, not `/apis`. */
function locations(tenant: Tenant, route: PublicRoute, grpcHeaders: readonly string[]): string[] {
  const path = word(route.endpoint.path ?? '/');
  const { guard, uri } = passedPath(route);
  const lines = [
    ...guard,
    ...locationSettings(route),
    ...(route.endpoint.protocol === 'grpc'
      ? grpcLocation(tenant, route, endpointName(route), grpcHeaders)
      : [
          `proxy_ssl_name ${word(serviceHost(tenant.name, route.app.name))};`,
          `proxy_pass https://${endpointName(route)}${uri};`,
        ]),
  ];
  const heads = path === '/' ? ['location /'] : [`location = ${path}`, `location ${path}/`];
  return heads.map((head) => block(head, lines));
}
