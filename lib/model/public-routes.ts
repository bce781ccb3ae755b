/** Which public hosts a tenant has, and where each leads: the one list for certificates, gates and laws. */
import type { App } from './app';
import { hasEdge, isPublic, type Endpoint } from './endpoint';
import { edgeLeafName, hostLeafName } from './leaf-names';
import { certificateIds, publicHostOf } from './names';
import type { Platform } from './platform';
import { isFirstPort, publicPortOf } from './public-ports';
import type { ValuePath } from './source';
import type { Tenant } from './tenant';

/** One public host of one endpoint. Host and public port lead to one endpoint; those of protocols that have paths may share both. */
export interface PublicRoute {
  readonly host: string;
  readonly publicPort: number;
  /** Of the certificate that is shown for it. */
  readonly certificateId: string;
  readonly app: App;
  readonly endpoint: Endpoint;
  /** Of the endpoint in its document. */
  readonly index: number;
  /** Where the endpoint says the host, or is named after which it is called: `['hosts', 0]`. */
  readonly field: ValuePath;
}

export function publicRoutes(platform: Platform, tenant: Tenant): PublicRoute[] {
  return tenant.apps.flatMap((app) => publicRoutesOf(platform, tenant, app));
}

/** Those of one app: of each endpoint its own host, then its further ones. */
export function publicRoutesOf(platform: Platform, tenant: Tenant, app: App): PublicRoute[] {
  return app.spec.endpoints.flatMap((endpoint, index) => {
    if (!isPublic(endpoint)) return [];
    const publicPort = publicPortOf(platform, endpoint);
    const certifiedPort = isFirstPort(platform, publicPort) ? undefined : publicPort;
    const toRoute = (host: string, field: ValuePath): PublicRoute => ({
      host,
      publicPort,
      certificateId: certificateIds.host(tenant.name, host, certifiedPort),
      app,
      endpoint,
      index,
      field,
    });
    return [
      toRoute(publicHostOf(platform, tenant, app, endpoint), [endpoint.host === undefined ? 'name' : 'host']),
      ...(endpoint.hosts ?? []).map((host, i) => toRoute(host, ['hosts', i])),
    ];
  });
}

/** Name of the file, without its ending, in which the leaf that is shown for it lies: in the gate, or in the sidecar that ends its TLS. */
export function routeLeafName({ host, endpoint, field }: Pick<PublicRoute, 'host' | 'endpoint' | 'field'>): string {
  if (!hasEdge(endpoint)) return hostLeafName(host);
  return edgeLeafName(endpoint.name, field[0] === 'hosts' ? host : undefined);
}
