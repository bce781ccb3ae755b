/**
 * Who counts as one client, and who is let in at all: the same words in the gate's http part and at a sidecar's edge, where the
 * address that nginx knows is the real client's, by the PROXY protocol. Sources: nginx ngx_http_limit_conn_module,
 * ngx_http_limit_req_module, ngx_http_access_module, and their stream counterparts.
 */
import type { Endpoint } from '../model/endpoint';
import { block, word } from './nginx-config';

/** One MiB of shared memory holds 8,000 clients or more, as many as a gate or sidecar has connections. */
const ZONE_SIZE = '1m';

/** An IPv4 address, or the 64 bits that one subscriber has of IPv6 (RFC 6177): else everybody could be a million clients. */
const CLIENT_MAP = block('map $binary_remote_addr $client_network', [
  'default $binary_remote_addr;',
  '"~(?s)^(.{8}).{8}$" $1;',
]);

/** A name within one nginx.conf: `web.shop`. */
export interface Counted {
  readonly name: string;
  readonly endpoint: Pick<Endpoint, 'limits'>;
}

/** What stands before the servers: the zones in which clients are counted; nothing where nobody is. */
export function renderZones(counted: readonly Counted[]): string[] {
  const zones = counted.flatMap(({ name, endpoint: { limits } }) => [
    ...(limits?.concurrent === undefined
      ? []
      : [`limit_conn_zone $client_network zone=concurrent.${word(name)}:${ZONE_SIZE};`]),
    ...(limits?.requests === undefined
      ? []
      : [
          `limit_req_zone $client_network zone=requests.${word(name)}:${ZONE_SIZE} rate=${limits.requests.perSecond}r/s;`,
        ]),
  ]);
  return zones.length === 0 ? [] : [CLIENT_MAP, ...zones];
}

/** Everybody where no network is named. */
export function renderAllowed({ allowFrom }: Pick<Endpoint, 'allowFrom'>): string[] {
  return allowFrom === undefined ? [] : [...allowFrom.map((network) => `allow ${word(network)};`), 'deny all;'];
}

/** Who is refused is in the access log by the status; in the error log it would be there twice. */
export function renderConcurrent({ name, endpoint: { limits } }: Counted): string[] {
  if (limits?.concurrent === undefined) return [];
  return [`limit_conn concurrent.${word(name)} ${limits.concurrent};`, 'limit_conn_log_level info;'];
}
