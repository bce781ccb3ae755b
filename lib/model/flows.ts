/**
 * Who may speak to whom, as data. Network policies, sidecars' allow-lists and certificates are all drawn from these
 * flows, and the proof compares the finished objects with them.
 */
import type { App } from './app';
import { targetOf } from './egress';
import { hasEdge, isPublic, isServed } from './endpoint';
import type { Fleet } from './fleet';
import type { Flow } from './flow';
import { planGrants, type Grant, type TenantGrants } from './grants';
import type { Place } from './issue';
import { outwardFlows } from './outward-flows';
import type { Platform } from './platform';
import { edgePort, FRONT_REDIRECT_PORT, meshPort } from './ports';
import { frontPortFor, gatePortFor, isFirstPort, publicPortOf, publicPortsOf, usedPublicPorts } from './public-ports';
import type { Tenant } from './tenant';

/** A tenant without public endpoints has no gate and no line in the front. */
export function hasGate(tenant: Tenant): boolean {
  return tenant.apps.some((app) => app.spec.endpoints.some(isPublic));
}

export function planFlows(fleet: Fleet): Flow[] {
  const grantsOf = planGrants(fleet);
  const flowsInto = (tenant: Tenant): Flow[] =>
    planTenantFlows(fleet.platform, tenant, { guests: grantsOf(tenant.name).guests, calls: [] });
  return [...internetToFront(fleet), ...internetToRedirect(fleet), ...fleet.tenants.flatMap(flowsInto)];
}

/** Those of them that begin or end at the front, in the same order, without planning what goes on within the tenants. */
export function planFrontFlows(fleet: Fleet): Flow[] {
  return [
    ...internetToFront(fleet),
    ...internetToRedirect(fleet),
    ...fleet.tenants.flatMap((tenant) => frontToGate(fleet.platform, tenant)),
  ];
}

/** The first public port is always open, the others where a tenant has an endpoint on them. */
function internetToFront({ platform, tenants }: Fleet): Flow[] {
  const used = new Set(tenants.flatMap((tenant) => usedPublicPorts(platform, tenant)));
  return publicPortsOf(platform).flatMap((publicPort, index): Flow[] => {
    const isFirst = isFirstPort(platform, publicPort);
    if (!isFirst && !used.has(publicPort)) return [];
    return [
      {
        from: { kind: 'internet' },
        to: { kind: 'front' },
        listener: 'front',
        port: frontPortFor(platform, publicPort),
        ...(isFirst ? {} : { publicPort }),
        origin: platform.source.placeOf(['spec', 'front', ...(isFirst ? [] : ['ports', index - 1])]),
      },
    ];
  });
}

/** The front's plain HTTP leads nowhere from there. */
function internetToRedirect({ platform: { spec, source } }: Fleet): Flow[] {
  if (spec.front.redirect === undefined) return [];
  return [
    {
      from: { kind: 'internet' },
      to: { kind: 'front' },
      listener: 'front',
      port: FRONT_REDIRECT_PORT,
      endpoint: 'redirect',
      origin: source.placeOf(['spec', 'front', 'redirect']),
    },
  ];
}

/**
 * All flows that begin or end in this tenant. Depends on the platform, this tenant and its grants alone; a hop between two tenants
 * is told in both, each with the line of its own document.
 */
export function planTenantFlows(platform: Platform, tenant: Tenant, { guests, calls }: TenantGrants): Flow[] {
  return [
    ...frontToGate(platform, tenant),
    ...tenant.apps.flatMap((app) => gateToApp(tenant, app)),
    ...appToApp(tenant),
    ...guests.map((grant) => guestToApp(grant, placeOfOffer(grant))),
    ...calls.map((grant) => guestToApp(grant, placeOfCall(grant))),
    ...outwardFlows(tenant),
  ];
}

/** One for each public port that the tenant uses, on the word of its first endpoint there. */
function frontToGate(platform: Platform, tenant: Tenant): Flow[] {
  return usedPublicPorts(platform, tenant).flatMap((publicPort): Flow[] => {
    for (const app of tenant.apps) {
      const index = app.spec.endpoints.findIndex(
        (endpoint) => isPublic(endpoint) && publicPortOf(platform, endpoint) === publicPort,
      );
      if (index < 0) continue;
      return [
        {
          from: { kind: 'front' },
          to: { kind: 'gate', tenant: tenant.name },
          listener: 'gate',
          port: gatePortFor(platform, publicPort),
          ...(isFirstPort(platform, publicPort) ? {} : { publicPort }),
          origin: app.source.placeOf(['spec', 'endpoints', index]),
        },
      ];
    }
    return [];
  });
}

function gateToApp(tenant: Tenant, app: App): Flow[] {
  return app.spec.endpoints.flatMap((endpoint, index): Flow[] => {
    if (!isPublic(endpoint)) return [];
    const atGate = !hasEdge(endpoint);
    return [
      {
        from: { kind: 'gate', tenant: tenant.name },
        to: { kind: 'app', tenant: tenant.name, app: app.name },
        listener: atGate ? 'mesh' : 'edge',
        port: atGate ? meshPort(endpoint.port) : edgePort(endpoint.port),
        endpoint: endpoint.name,
        origin: app.source.placeOf(['spec', 'endpoints', index]),
      },
    ];
  });
}

function appToApp(tenant: Tenant): Flow[] {
  const callees = new Map(tenant.apps.map((app) => [app.name, app]));
  const seen = new Set<string>();
  return tenant.apps.flatMap((caller) =>
    caller.spec.egresses.flatMap((egress, index): Flow[] => {
      const target = targetOf(egress);
      if (target?.kind !== 'app') return [];
      const endpoint = callees.get(target.app)?.spec.endpoints.find(({ name }) => name === target.endpoint);
      const key = `${caller.name} ${target.app} ${target.endpoint}`;
      if (endpoint === undefined || !isServed(endpoint) || seen.has(key)) return [];
      seen.add(key);
      return [
        {
          from: { kind: 'app', tenant: tenant.name, app: caller.name },
          to: { kind: 'app', tenant: tenant.name, app: target.app },
          listener: 'mesh',
          port: meshPort(endpoint.port),
          endpoint: endpoint.name,
          origin: caller.source.placeOf(['spec', 'egresses', index]),
        },
      ];
    }),
  );
}

function guestToApp({ offer, call }: Grant, origin: Place): Flow {
  return {
    from: { kind: 'app', tenant: call.importer.name, app: call.caller.name },
    to: { kind: 'app', tenant: offer.exporter.name, app: offer.callee.name },
    listener: 'mesh',
    port: meshPort(offer.endpoint.port),
    endpoint: offer.endpoint.name,
    origin,
  };
}

function placeOfOffer({ offer: { callee, endpointIndex, index } }: Grant): Place {
  const said = index === undefined ? ['expose'] : ['grants', index];
  return callee.source.placeOf(['spec', 'endpoints', endpointIndex, ...said]);
}

function placeOfCall({ call: { caller, index } }: Grant): Place {
  return caller.source.placeOf(['spec', 'egresses', index]);
}
