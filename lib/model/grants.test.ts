import fc from 'fast-check';
import { aFleet } from '../testing/a-fleet';
import { arbitraryFleet } from '../testing/arbitrary-fleet';
import type { Fleet } from './fleet';
import type { Flow } from './flow';
import { planFlows, planTenantFlows } from './flows';
import { pairGrants, planGrants, type Grant } from './grants';

function textOf({ offer, call }: Grant): string {
  return `${call.importer.name}/${call.caller.name} -> ${offer.exporter.name}/${offer.callee.name}/${offer.endpoint.name}`;
}

/** Hops from one tenant into another. */
function crossing(flows: readonly Flow[]): string[] {
  return flows.flatMap(({ from, to, endpoint, listener }) => {
    const isCrossing = from.kind === 'app' && to.kind === 'app' && from.tenant !== to.tenant;
    return isCrossing && listener === 'mesh'
      ? [`${from.tenant}/${from.app} -> ${to.tenant}/${to.app}/${endpoint ?? ''}`]
      : [];
  });
}

const API = { name: 'api', port: 8080, protocol: 'http' } as const;

/** acme's app rates and shop call; globex' app fx grants `api` to rates alone. */
function halfAgreed(): Fleet {
  const egress = (endpoint: string, localPort = 9444) => ({
    name: `fx-${localPort}`,
    to: { tenant: 'globex', app: 'fx', endpoint },
    localPort,
  });
  return aFleet({
    tenants: [
      {
        name: 'acme',
        apps: [
          { name: 'rates', egresses: [egress('api'), egress('api', 9445), egress('admin', 9446)] },
          { name: 'shop', egresses: [egress('api')] },
        ],
      },
      {
        name: 'globex',
        apps: [
          {
            name: 'fx',
            endpoints: [
              {
                ...API,
                grants: [
                  { tenant: 'acme', app: 'rates' },
                  { tenant: 'acme', app: 'books' },
                ],
              },
              { ...API, name: 'admin', port: 8081 },
            ],
          },
        ],
      },
    ],
  });
}

test('what both sides say is a grant, once, and what one side says is none', () => {
  const { grants, loneOffers, loneCalls } = pairGrants(halfAgreed());
  expect(grants.map(textOf)).toEqual(['acme/rates -> globex/fx/api']);
  expect(loneOffers.map(({ terms }) => terms.app)).toEqual(['books']);
  expect(loneCalls.map(({ caller, target }) => `${caller.name} ${target.endpoint}`)).toEqual([
    'rates admin',
    'shop api',
  ]);
});

test('a tenant is told of the grants that it has to do with, and of no others', () => {
  const grantsOf = planGrants(halfAgreed());
  expect(grantsOf('acme')).toMatchObject({ guests: [], calls: [{ call: { caller: { name: 'rates' } } }] });
  expect(grantsOf('globex')).toMatchObject({ guests: [{ call: { caller: { name: 'rates' } } }], calls: [] });
  expect(grantsOf('initech')).toEqual({ guests: [], calls: [] });
});

test('the hop is told on both sides, each with the line of its own document', () => {
  const fleet = halfAgreed();
  const grantsOf = planGrants(fleet);
  const lines = fleet.tenants.flatMap((tenant) =>
    planTenantFlows(fleet.platform, tenant, grantsOf(tenant.name)).map(
      ({ origin, port }) => `${origin.file}:${origin.line} ${port}`,
    ),
  );
  expect(lines).toEqual(['tenants/acme/rates.yaml:11 38080', 'tenants/globex/fx.yaml:15 38080']);
});

test('in any fleet the hops between tenants are the grants, no more and no fewer', () => {
  fc.assert(
    fc.property(arbitraryFleet(), (fleet) => {
      const agreed = pairGrants(fleet).grants.map(textOf).sort();
      expect(crossing(planFlows(fleet)).sort()).toEqual(agreed);
      const grantsOf = planGrants(fleet);
      for (const tenant of fleet.tenants) {
        const own = agreed.filter((text) => text.includes(` ${tenant.name}/`) || text.startsWith(`${tenant.name}/`));
        expect(crossing(planTenantFlows(fleet.platform, tenant, grantsOf(tenant.name))).sort()).toEqual(own);
      }
    }),
    { numRuns: 60 },
  );
});

test('thousands of apps are paired in no time', () => {
  const fleet = aFleet({ tenants: [{ name: 'acme', apps: [] }] });
  const [acme] = halfAgreed().tenants;
  const [, globex] = halfAgreed().tenants;
  const [fx] = globex?.apps ?? [];
  const [rates] = acme?.apps ?? [];
  if (acme === undefined || globex === undefined || fx === undefined || rates === undefined) throw new Error('no apps');
  const count = 5000;
  const callees = Array.from({ length: count }, (_, i) => ({ ...fx, name: `fx-${i}` }));
  const callers = Array.from({ length: count }, (_, i) => ({
    ...rates,
    name: 'rates',
    spec: {
      ...rates.spec,
      egresses: rates.spec.egresses.map((egress) => ({ ...egress, to: { ...egress.to, app: `fx-${i}` } })),
    },
  }));
  const began = performance.now();
  const tenants = [
    { ...acme, apps: callers },
    { ...globex, apps: callees },
  ];
  expect(pairGrants({ ...fleet, tenants }).grants).toHaveLength(count);
  expect(performance.now() - began).toBeLessThan(2000);
});
