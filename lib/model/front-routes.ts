/**
 * What the front does, whichever program does it: for each public port the names that it lets through, and the gate that
 * each leads to. A name is a whole domain of a tenant: hosts are the gate's business, and no new host changes the front.
 */
import type { Fleet } from './fleet';
import { GATE, publicDomainsOf } from './names';
import { frontPortFor, gatePortFor, isFirstPort, publicPortsOf, usedPublicPorts } from './public-ports';

export interface FrontListener {
  readonly publicPort: number;
  /** Container port of the front. */
  readonly port: number;
  readonly isFirst: boolean;
  /** By tenant, then by domain as the tenant's document has them. No domain lies within another. */
  readonly routes: readonly FrontRoute[];
}

/** The domain and everything below it leads to that port of that Service in that tenant's namespace. */
export interface FrontRoute {
  readonly domain: string;
  readonly tenant: string;
  readonly service: string;
  readonly servicePort: number;
}

/** The first public port, and every further one on which any tenant has an endpoint. */
export function planFrontRoutes({ platform, tenants }: Fleet): FrontListener[] {
  const used = new Map(tenants.map((tenant) => [tenant.name, new Set(usedPublicPorts(platform, tenant))]));
  return publicPortsOf(platform).flatMap((publicPort): FrontListener[] => {
    const routes = tenants
      .filter(({ name }) => used.get(name)?.has(publicPort))
      .flatMap((tenant) =>
        publicDomainsOf(platform, tenant).map((domain) => ({
          domain,
          tenant: tenant.name,
          service: GATE,
          servicePort: gatePortFor(platform, publicPort),
        })),
      );
    const isFirst = isFirstPort(platform, publicPort);
    if (routes.length === 0 && !isFirst) return [];
    return [{ publicPort, port: frontPortFor(platform, publicPort), isFirst, routes }];
  });
}
