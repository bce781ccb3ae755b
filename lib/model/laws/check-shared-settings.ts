/** What the endpoints of a tenant must agree on, since they share hosts and a gate. */
import { MOST_COUNTED_ENDPOINTS, type Hsts } from '../endpoint-settings';
import { hasEdge, isPublic } from '../endpoint';
import { fault, type Issue } from '../issue';
import type { Platform } from '../platform';
import { publicRoutes, type PublicRoute } from '../public-routes';
import type { Tenant } from '../tenant';
import { renderPlace } from './first-seen';

export function checkSharedSettings(platform: Platform, tenant: Tenant): Issue[] {
  return [...checkHsts(platform, tenant), ...checkCounted(tenant)];
}

/** Browsers keep one policy for a host: of two, the one of the page that was read last would hold. */
function checkHsts(platform: Platform, tenant: Tenant): Issue[] {
  const first = new Map<string, { readonly route: PublicRoute; readonly hsts: Hsts }>();
  const told = new Set<string>();
  return publicRoutes(platform, tenant).flatMap((route) => {
    const { hsts } = route.endpoint;
    if (hsts === undefined) return [];
    const earlier = first.get(route.host);
    if (earlier === undefined) first.set(route.host, { route, hsts });
    if (earlier === undefined || isSame(earlier.hsts, hsts)) return [];
    const where = placeOf(route, 'hsts');
    if (told.has(renderPlace(where))) return [];
    told.add(renderPlace(where));
    const message = `hsts of host "${route.host}" is not what another of its endpoints says (${renderPlace(placeOf(earlier.route, 'hsts'))})`;
    return [fault('hsts', where, message, 'write the same, or leave it to one of them')];
  });
}

function isSame(a: Hsts, b: Hsts): boolean {
  return a.days === b.days && a.includeSubdomains === b.includeSubdomains && a.preload === b.preload;
}

function placeOf({ app, index }: Pick<PublicRoute, 'app' | 'index'>, field: string): Issue['where'] {
  return app.source.placeOfKey(['spec', 'endpoints', index, field]);
}

/** Each has its zones in the memory of the gate. */
function checkCounted(tenant: Tenant): Issue[] {
  const counted = tenant.apps.flatMap((app) =>
    app.spec.endpoints.flatMap((endpoint, index) => {
      const { concurrent, requests } = endpoint.limits ?? {};
      const isCounted = concurrent !== undefined || requests !== undefined;
      return isCounted && isPublic(endpoint) && !hasEdge(endpoint) ? [{ app, index }] : [];
    }),
  );
  const beyond = counted[MOST_COUNTED_ENDPOINTS];
  if (beyond === undefined) return [];
  const message = `tenant "${tenant.name}" has ${counted.length} http endpoints with limits of requests; its gate has memory to count the clients of ${MOST_COUNTED_ENDPOINTS}`;
  return [
    fault(
      'limits',
      placeOf(beyond, 'limits'),
      message,
      'remove concurrent and requests from the limits of some of them',
    ),
  ];
}
