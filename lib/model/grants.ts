/**
 * Grants: what one tenant's endpoint offers to another tenant's app, paired with the egress that takes it up. Both documents
 * must say so (docs/decisions/0021). Paired once, here; flows, certificates and configurations are drawn from the pairs.
 */
import type { App } from './app';
import { targetOf, type Egress, type EgressTarget } from './egress';
import type { Endpoint, GrantTerms } from './endpoint';
import type { Fleet } from './fleet';
import type { Monitoring } from './platform';
import type { Tenant } from './tenant';

/** The exporter's side: an item of an endpoint's `grants`. */
export interface Offer {
  readonly exporter: Tenant;
  readonly callee: App;
  readonly endpoint: Endpoint;
  /** Of the endpoint in its document. */
  readonly endpointIndex: number;
  readonly terms: GrantTerms;
  /** Of the item under `grants`; there is none where `expose: monitoring` says it. */
  readonly index: number | undefined;
}

/** The importer's side: an egress to another tenant. */
export interface Call {
  readonly importer: Tenant;
  readonly caller: App;
  readonly egress: Egress;
  /** Of the egress in its document. */
  readonly index: number;
  readonly target: Extract<EgressTarget, { kind: 'tenant' }>;
}

/** Both sides agree. */
export interface Grant {
  readonly offer: Offer;
  /** The first, where an app has several egresses to one endpoint. */
  readonly call: Call;
}

/** The grants that one tenant has to do with: all that its folder knows of other tenants. */
export interface TenantGrants {
  /** Those of its endpoints. */
  readonly guests: readonly Grant[];
  /** Those of its apps' egresses. */
  readonly calls: readonly Grant[];
}

export interface GrantPairs {
  readonly grants: readonly Grant[];
  /** Offers that no egress takes up. */
  readonly loneOffers: readonly Offer[];
  /** Egresses that no endpoint grants. */
  readonly loneCalls: readonly Call[];
}

/** For each tenant's name, its grants. Looks at every document once. */
export function planGrants(fleet: Fleet): (tenant: string) => TenantGrants {
  const { grants } = pairGrants(fleet);
  const guests = groupBy(grants, ({ offer }) => offer.exporter.name);
  const calls = groupBy(grants, ({ call }) => call.importer.name);
  return (tenant) => ({ guests: guests.get(tenant) ?? [], calls: calls.get(tenant) ?? [] });
}

export function pairGrants(fleet: Pick<Fleet, 'platform' | 'tenants'>): GrantPairs {
  const { tenants } = fleet;
  const offers = allOffers(fleet);
  const calls = tenants.flatMap(callsOf);
  const callsByKey = firstByKey(calls, keyOfCall);
  const offersByKey = firstByKey(offers, keyOfOffer);
  const grants = Array.from(offersByKey, ([key, offer]): Grant[] => {
    const call = callsByKey.get(key);
    return call === undefined ? [] : [{ offer, call }];
  });
  return {
    grants: grants.flat(),
    loneOffers: offers.filter((offer) => !callsByKey.has(keyOfOffer(offer))),
    loneCalls: calls.filter((call) => !offersByKey.has(keyOfCall(call))),
  };
}

/** Those that `expose: monitoring` makes, too. */
export function allOffers({ platform, tenants }: Pick<Fleet, 'platform' | 'tenants'>): Offer[] {
  const { monitoring } = platform.spec;
  const isThere = tenants.some(
    ({ name, apps }) => name === monitoring?.tenant && apps.some((app) => app.name === monitoring.app),
  );
  return tenants.flatMap((tenant) => [
    ...offersOf(tenant),
    ...(monitoring === undefined || !isThere || tenant.name === monitoring.tenant
      ? []
      : monitoringOffersOf(tenant, monitoring)),
  ]);
}

function monitoringOffersOf(exporter: Tenant, { tenant, app }: Monitoring): Offer[] {
  return exporter.apps.flatMap((callee) =>
    callee.spec.endpoints.flatMap((endpoint, endpointIndex): Offer[] =>
      endpoint.expose === 'monitoring'
        ? [{ exporter, callee, endpoint, endpointIndex, terms: { tenant, app }, index: undefined }]
        : [],
    ),
  );
}

/** Those that are written down. */
export function offersOf(exporter: Tenant): Offer[] {
  return exporter.apps.flatMap((callee) =>
    callee.spec.endpoints.flatMap((endpoint, endpointIndex) =>
      endpoint.grants.map((terms, index) => ({ exporter, callee, endpoint, endpointIndex, terms, index })),
    ),
  );
}

export function callsOf(importer: Tenant): Call[] {
  return importer.apps.flatMap((caller) =>
    caller.spec.egresses.flatMap((egress, index): Call[] => {
      const target = targetOf(egress);
      return target?.kind === 'tenant' ? [{ importer, caller, egress, index, target }] : [];
    }),
  );
}

/** Names have no slash. */
function keyOfOffer({ exporter, callee, endpoint, terms }: Offer): string {
  return `${exporter.name}/${callee.name}/${endpoint.name}/${terms.tenant}/${terms.app}`;
}

function keyOfCall({ importer, caller, target }: Call): string {
  return `${target.tenant}/${target.app}/${target.endpoint}/${importer.name}/${caller.name}`;
}

function firstByKey<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, T> {
  const first = new Map<string, T>();
  for (const item of items) {
    const key = keyOf(item);
    if (!first.has(key)) first.set(key, item);
  }
  return first;
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}
