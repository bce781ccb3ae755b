/**
 * nginx.conf of a tenant's gate. The front's connection arrives with the PROXY protocol and is sorted by SNI: for protocols
 * of HTTP TLS ends here, requests are routed by path and go on under mutual TLS as `CN=gate`; for every other protocol the
 * still encrypted connection goes on to the sidecar, again with the PROXY protocol.
 */
import { hasEdge } from '../model/endpoint';
import type { Platform } from '../model/platform';
import { publicRoutes } from '../model/public-routes';
import type { Tenant } from '../model/tenant';
import { gateHttp } from './gate/gate-http';
import { gateStream } from './gate/gate-stream';
import { block, mainContext } from './nginx-config';

export function renderGateConfig(platform: Platform, tenant: Tenant): string {
  const routes = publicRoutes(platform, tenant);
  const ended = routes.filter(({ endpoint }) => !hasEdge(endpoint));
  return [
    ...mainContext({ platform, workers: 1, connections: slotsFor(platform.spec.gate.connections) }),
    block('stream', gateStream(platform, tenant, routes)),
    block('http', gateHttp(platform, tenant, ended)),
    '',
  ].join('\n');
}

/** A public connection to an http host is four of nginx's: from the front, over loopback to itself, and on to a sidecar. */
function slotsFor(connections: number): number {
  return 4 * connections + 192;
}
