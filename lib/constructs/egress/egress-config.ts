/**
 * nginx.conf of a tenant's egress gateway. An app's sidecar arrives under mutual TLS, as itself; inside of it comes the TLS
 * connection that is meant for the outside. The gateway ends the first, reads the name in the second's ClientHello and
 * carries it on, still encrypted, where this app may reach this name on this port. One server does both: `ssl_preread` reads
 * what comes out of the TLS that `listen … ssl` ends (docs/decisions/0024).
 * Sources: nginx ngx_stream_ssl_module, ngx_stream_ssl_preread_module, ngx_stream_map_module.
 */
import { APP_LEAF_NAME } from '../../model/leaf-names';
import { egressHost, identityDn } from '../../model/names';
import { outsideRoutes, wildcardBase } from '../../model/outside';
import type { Platform } from '../../model/platform';
import { EGRESS_PORT } from '../../model/ports';
import type { Tenant } from '../../model/tenant';
import {
  block,
  healthServer,
  KEEPALIVE,
  LARGE_MAPS,
  mainContext,
  NO_RESUMPTION,
  PATIENT_STREAM,
  PREREAD,
  resolver,
  serverLeaf,
  TEMPORARY_PATHS,
  TRUST_FILE,
  TRUST_FOLDER,
  word,
} from '../nginx-config';

export function renderEgressConfig(platform: Platform, tenant: Tenant): string {
  const { hosts, wildcards } = allowed(tenant);
  const stream = [
    ...LARGE_MAPS,
    ...CONNECTIONS_LOG,
    ...resolver(platform),
    '# What follows the first label of the name: wildcards stand for one.',
    block('map $ssl_preread_server_name $parent', [
      'default "";',
      String.raw`"~*^[a-z0-9_-]+(?<rest>\.[a-z0-9.-]+)$" $rest;`,
    ]),
    block(`map "${CALLER}:$parent" $below`, ['default "";', ...wildcards]),
    '# A name that this app may not reach on this port, or none, leads nowhere: the connection is closed.',
    block(`map "${CALLER}:$ssl_preread_server_name" $outside`, ['default $below;', ...hosts]),
    block('server', [
      `listen ${EGRESS_PORT} ssl ${KEEPALIVE};`,
      ...serverLeaf(APP_LEAF_NAME),
      `ssl_client_certificate ${TRUST_FOLDER}/${TRUST_FILE};`,
      'ssl_verify_client on;',
      'ssl_protocols TLSv1.3;',
      ...NO_RESUMPTION,
      ...PREREAD,
      ...PATIENT_STREAM,
      'proxy_pass $outside;',
    ]),
  ];
  return [
    ...mainContext({ platform, workers: 1, connections: 8192 }),
    block('stream', stream),
    block('http', [...TEMPORARY_PATHS, healthServer()]),
    '',
  ].join('\n');
}

/** Who asks, as its certificate says, and for which port, as the name says by which it called the gateway. */
const CALLER = '$ssl_client_verify:$ssl_client_s_dn:$ssl_server_name';

/** Every connection, at its end: who left, for where, by which address. */
const CONNECTIONS_LOG = [
  'log_format connections escape=json \'{"time":"$time_iso8601","client":"$remote_addr","verified":"$ssl_client_verify",\'',
  '  \'"subject":"$ssl_client_s_dn","gateway":"$ssl_server_name","sni":"$ssl_preread_server_name","status":"$status",\'',
  '  \'"upstream":"$upstream_addr","sent":"$upstream_bytes_sent","received":"$upstream_bytes_received","seconds":"$session_time"}\';',
  'access_log /dev/stdout connections;',
];

/** Lines of the two maps, each once: an app may have several ways to one name. The name connected to is the document's, not the client's. */
function allowed(tenant: Tenant): { readonly hosts: string[]; readonly wildcards: string[] } {
  const hosts = new Set<string>();
  const wildcards = new Set<string>();
  for (const { app, fqdn, port } of outsideRoutes(tenant)) {
    const caller = `SUCCESS:${identityDn(tenant.name, app.name)}:${egressHost(tenant.name, port)}`;
    const base = wildcardBase(fqdn);
    if (base === undefined) hosts.add(`"${word(caller)}:${word(fqdn)}" ${word(fqdn)}:${port};`);
    else wildcards.add(`"${word(caller)}:.${word(base)}" $ssl_preread_server_name:${port};`);
  }
  return { hosts: [...hosts], wildcards: [...wildcards] };
}
