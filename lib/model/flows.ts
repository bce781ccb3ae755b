/**
 * Who may speak to whom, as data. Network policies, sidecars' allow-lists and certificates are all drawn from these
 * flows, and the proof compares the finished objects with them.
 */
import type { App } from './app';
import { targetOf } from './egress';
import { hasEdge, isPublic, isServed } from './endpoint';
import type { Fleet } from './fleet';
import { planGrants, type Grant, type TenantGrants } from './grants';
import type { Place } from './issue';
import { outsideRoutes } from './outside';
import type { Platform } from './platform';
import { edgePort, EGRESS_PORT, FRONT_REDIRECT_PORT, meshPort } from './ports';
import { frontPortFor, gatePortFor, isFirstPort, publicPortOf, publicPortsOf, usedPublicPorts } from './public-ports';
import type { Tenant } from './tenant';

export type Party =
  | { readonly kind: 'internet' }
  | { readonly kind: 'front' }
  | { readonly kind: 'gate'; readonly tenant: string }
  | { readonly kind: 'app'; readonly tenant: string; readonly app: string }
  /** The tenant's own egress gateway. */
  | { readonly kind: 'egress'; readonly tenant: string }
  | Outside;

/** Servers outside of the cluster: of a network that an egress names, or of the whole Internet. */
export interface Outside {
  readonly kind: 'outside';
  /** Names it in policies: the egress's name, or `internet`. */
  readonly name: string;
  readonly cidr?: string;
}

/** One hop: a connection that may be opened to a port of the receiving pod. */
export interface Flow {
  readonly from: Party;
  readonly to: Party;
  /** Which listener takes it: mesh wants a client certificate, edge and gate want the PROXY protocol first; outside is none of ours. */
  readonly listener: 'front' | 'gate' | 'mesh' | 'edge' | 'egress' | 'outside';
  /** Port of the receiving pod. */
  readonly port: number;
  /** The further public port that it is for, where it ends at the front or a gate and is not for the first. */
  readonly publicPort?: number;
  /** The endpoint that is reached, where `to` is an app; `redirect`, where it is the front's plain HTTP. */
  readonly endpoint?: string;
  /** The line of the document that asked for it. */
  readonly origin: Place;
}

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
    ...outwards(tenant),
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

/** From apps to the egress gateway, from there to the ports that they name, and from apps to networks; each once. */
function outwards(tenant: Tenant): Flow[] {
  const gateway: Party = { kind: 'egress', tenant: tenant.name };
  const routes = outsideRoutes(tenant);
  const placeOf = (app: App, index: number): Place => app.source.placeOf(['spec', 'egresses', index]);
  return [
    ...firstOf(routes, ({ app }) => app.name).map(({ app, index }): Flow => ({
      from: { kind: 'app', tenant: tenant.name, app: app.name },
      to: gateway,
      listener: 'egress',
      port: EGRESS_PORT,
      origin: placeOf(app, index),
    })),
    ...firstOf(routes, ({ port }) => port).map(({ app, index, port }): Flow => ({
      from: gateway,
      to: { kind: 'outside', name: 'internet' },
      listener: 'outside',
      port,
      origin: placeOf(app, index),
    })),
    ...tenant.apps.flatMap(toNetworks(tenant.name)),
  ];
}

function toNetworks(tenant: string): (app: App) => Flow[] {
  return (app) => {
    const opened = app.spec.egresses.flatMap((egress, index) => {
      const target = targetOf(egress);
      if (target?.kind !== 'cidr') return [];
      return target.ports.map((port): Flow => ({
        from: { kind: 'app', tenant, app: app.name },
        to: { kind: 'outside', name: egress.name, cidr: target.cidr },
        listener: 'outside',
        port,
        origin: app.source.placeOf(['spec', 'egresses', index]),
      }));
    });
    return firstOf(opened, ({ to, port }) => `${to.kind === 'outside' ? (to.cidr ?? '') : ''} ${port}`);
  };
}

/** Of those with the same key the first. */
function firstOf<T>(all: readonly T[], keyOf: (one: T) => string | number): T[] {
  return [...new Map([...all].reverse().map((one) => [keyOf(one), one])).values()].reverse();
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

/** One word for a party within its tenant: the common name of its certificate, the last word of a policy's name. */
export function partyName(party: Party): string {
  return party.kind === 'app' ? party.app : party.kind;
}
