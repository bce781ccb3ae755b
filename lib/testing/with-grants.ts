/** Tenants of an arbitrary fleet, made to call one another: each visit is an egress of one app and a grant of another tenant's endpoint. */
import fc from 'fast-check';
import type { TenantChanges } from './a-tenant';

/** By index into all apps, and into all endpoints of the other tenants. */
export interface Visit {
  readonly caller: number;
  readonly callee: number;
}

export interface Visits {
  readonly visits: readonly Visit[];
  /** Of all grants, so that no two of one app differ. */
  readonly until: string | undefined;
}

export const visits: fc.Arbitrary<Visits> = fc.record({
  visits: fc.array(fc.record({ caller: fc.nat({ max: 20 }), callee: fc.nat({ max: 40 }) }), { maxLength: 4 }),
  until: fc.option(fc.constantFrom('2026-11-01', '2026-12-24', '2029-01-01'), { nil: undefined }),
});

type App = NonNullable<TenantChanges['apps']>[number];
type Egress = NonNullable<App['egresses']>[number];

export function withGrants(tenants: readonly TenantChanges[], { visits: all, until }: Visits): TenantChanges[] {
  return all.reduce((sofar, visit, i) => withGrant(sofar, visit, until, i), [...tenants]);
}

function withGrant(tenants: TenantChanges[], visit: Visit, until: string | undefined, i: number): TenantChanges[] {
  const callers = tenants.flatMap((tenant) => (tenant.apps ?? []).map((app) => ({ tenant, app })));
  const caller = callers[visit.caller % Math.max(1, callers.length)];
  const offered = tenants.flatMap((tenant) =>
    tenant === caller?.tenant
      ? []
      : (tenant.apps ?? []).flatMap((app) =>
          (app.endpoints ?? []).filter(isOffered).map((endpoint) => ({ tenant, app, endpoint })),
        ),
  );
  const callee = offered[visit.callee % Math.max(1, offered.length)];
  if (caller === undefined || callee === undefined) return tenants;
  const terms = { tenant: caller.tenant.name ?? '', app: caller.app.name ?? '' };
  const to = { tenant: callee.tenant.name ?? '', app: callee.app.name ?? '', endpoint: callee.endpoint.name };
  const egress: Egress = { name: `guest-${i}`, to, localPort: 50_200 + i };
  const isGranted = (callee.endpoint.grants ?? []).some(
    (grant) => grant.tenant === terms.tenant && grant.app === terms.app,
  );
  const grant = { ...terms, ...(until === undefined ? {} : { until }) };
  const granted = {
    ...callee.endpoint,
    grants: [...(callee.endpoint.grants ?? []), ...(isGranted ? [] : [grant])],
  };
  return tenants.map((tenant) => ({
    ...tenant,
    apps: (tenant.apps ?? []).map((app) => {
      if (app === caller.app) return { ...app, egresses: [...(app.egresses ?? []), egress] };
      if (app !== callee.app) return app;
      return { ...app, endpoints: (app.endpoints ?? []).map((one) => (one === callee.endpoint ? granted : one)) };
    }),
  }));
}

/** Neither local nor with headers that guests could write. */
function isOffered({ expose, clientCertificates }: NonNullable<App['endpoints']>[number]): boolean {
  return expose !== 'local' && expose !== 'monitoring' && clientCertificates === undefined;
}
