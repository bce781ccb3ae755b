/**
 * Who may speak to whom, as data. Network policies, sidecars' allow-lists and certificates are all drawn from these
 * flows, and the proof compares the finished objects with them.
 */
import type { App } from './app';
import { isPublic } from './endpoint';
import type { Fleet } from './fleet';
import type { Place } from './issue';
import { edgePort, FRONT_PORT, FRONT_REDIRECT_PORT, GATE_PORT, meshPort } from './ports';
import { protocols } from './protocols';
import type { Tenant } from './tenant';

export type Party =
  | { readonly kind: 'internet' }
  | { readonly kind: 'front' }
  | { readonly kind: 'gate'; readonly tenant: string }
  | { readonly kind: 'app'; readonly tenant: string; readonly app: string };

/** One hop: a connection that may be opened to a port of the receiving pod. */
export interface Flow {
  readonly from: Party;
  readonly to: Party;
  /** Which listener takes it: mesh wants a client certificate, edge and gate want the PROXY protocol first. */
  readonly listener: 'front' | 'gate' | 'mesh' | 'edge';
  /** Port of the receiving pod. */
  readonly port: number;
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
  return [internetToFront(fleet), ...internetToRedirect(fleet), ...fleet.tenants.flatMap(planTenantFlows)];
}

/** Those of them that begin or end at the front, in the same order, without planning what goes on within the tenants. */
export function planFrontFlows(fleet: Fleet): Flow[] {
  return [internetToFront(fleet), ...internetToRedirect(fleet), ...fleet.tenants.flatMap(frontToGate)];
}

function internetToFront(fleet: Fleet): Flow {
  return {
    from: { kind: 'internet' },
    to: { kind: 'front' },
    listener: 'front',
    port: FRONT_PORT,
    origin: fleet.platform.source.placeOf(['spec', 'front']),
  };
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

/** All flows that end in this tenant. Depends on this tenant alone. */
export function planTenantFlows(tenant: Tenant): Flow[] {
  return [...frontToGate(tenant), ...tenant.apps.flatMap((app) => gateToApp(tenant, app)), ...appToApp(tenant)];
}

function frontToGate(tenant: Tenant): Flow[] {
  for (const app of tenant.apps) {
    const index = app.spec.endpoints.findIndex(isPublic);
    if (index < 0) continue;
    const origin = app.source.placeOf(['spec', 'endpoints', index]);
    const to: Party = { kind: 'gate', tenant: tenant.name };
    return [{ from: { kind: 'front' }, to, listener: 'gate', port: GATE_PORT, origin }];
  }
  return [];
}

function gateToApp(tenant: Tenant, app: App): Flow[] {
  return app.spec.endpoints.flatMap((endpoint, index): Flow[] => {
    if (!isPublic(endpoint)) return [];
    const atGate = protocols[endpoint.protocol].tlsEndsAt === 'gate';
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
      const endpoint = callees.get(egress.to.app)?.spec.endpoints.find(({ name }) => name === egress.to.endpoint);
      const key = `${caller.name} ${egress.to.app} ${egress.to.endpoint}`;
      if (endpoint === undefined || seen.has(key)) return [];
      seen.add(key);
      return [
        {
          from: { kind: 'app', tenant: tenant.name, app: caller.name },
          to: { kind: 'app', tenant: tenant.name, app: egress.to.app },
          listener: 'mesh',
          port: meshPort(endpoint.port),
          endpoint: endpoint.name,
          origin: caller.source.placeOf(['spec', 'egresses', index]),
        },
      ];
    }),
  );
}

/** One word for a party within its tenant: the common name of its certificate, the last word of a policy's name. */
export function partyName(party: Party): string {
  return party.kind === 'app' ? party.app : party.kind;
}
