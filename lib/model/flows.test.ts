import fc from 'fast-check';
import { aFleet } from '../testing/a-fleet';
import { aPlatform } from '../testing/a-platform';
import { aTenant } from '../testing/a-tenant';
import type { AppChanges } from '../testing/an-app';
import type { Fleet } from './fleet';
import type { Flow, Party } from './flow';
import { hasGate, planFlows, planFrontFlows, planTenantFlows } from './flows';
import { hasEgressGateway } from './outside';

const names = ['shop', 'cart', 'bank'] as const;

/** An app with up to two endpoints, and egresses to apps that may be missing. */
function appNamed(name: string): fc.Arbitrary<AppChanges> {
  const endpoint = (endpointName: string, port: number): fc.Arbitrary<NonNullable<AppChanges['endpoints']>[number]> =>
    fc.record({
      name: fc.constant(endpointName),
      port: fc.constant(port),
      protocol: fc.constantFrom('http', 'tls'),
      expose: fc.constantFrom('tenant', 'public'),
    });
  const endpoints = fc.tuple(fc.option(endpoint('web', 8080)), fc.option(endpoint('sql', 3306)));
  const to = fc.record({
    app: fc.constantFrom(...names, 'nobody'),
    endpoint: fc.constantFrom('web', 'sql', 'nothing'),
  });
  const egresses = fc.array(to, { maxLength: 4 });
  return fc.record({ endpoints, egresses }).map((drawn) => ({
    name,
    endpoints: drawn.endpoints.filter((one) => one !== null),
    egresses: drawn.egresses.map((target, i) => ({ name: `e${i}`, to: target, localPort: 9000 + i })),
  }));
}

const apps = fc.subarray([...names]).chain((present) => fc.tuple(...present.map(appNamed)));
const fleets = fc
  .uniqueArray(fc.constantFrom('acme', 'globex', 'initech'), { minLength: 1 })
  .chain((tenants) =>
    fc
      .tuple(...tenants.map((name) => apps.map((own) => ({ name, apps: own }))))
      .map((drawn) => aFleet({ tenants: drawn })),
  );

function tenantOf(party: Party): string | undefined {
  return 'tenant' in party ? party.tenant : undefined;
}

function isThere(fleet: Fleet, party: Party, endpoint?: string): boolean {
  const tenant = fleet.tenants.find(({ name }) => name === tenantOf(party));
  if (party.kind === 'internet' || party.kind === 'front' || party.kind === 'outside') return true;
  if (party.kind === 'gate') return tenant !== undefined && hasGate(tenant);
  if (party.kind === 'egress') return tenant !== undefined && hasEgressGateway(tenant);
  const app = tenant?.apps.find(({ name }) => name === party.app);
  return app !== undefined && (endpoint === undefined || app.spec.endpoints.some(({ name }) => name === endpoint));
}

function textOf({ from, to, listener, port, endpoint }: Flow): string {
  return JSON.stringify([from, to, listener, port, endpoint]);
}

describe('planFlows', () => {
  it('leads from parties that are there to parties and endpoints that are there', () => {
    fc.assert(
      fc.property(fleets, (fleet) => {
        for (const { from, to, endpoint } of planFlows(fleet))
          expect([isThere(fleet, from), isThere(fleet, to, endpoint)]).toEqual([true, true]);
      }),
    );
  });

  it('never leads from one tenant into another', () => {
    fc.assert(
      fc.property(fleets, (fleet) => {
        for (const { from, to } of planFlows(fleet))
          if (from.kind === 'app' || from.kind === 'gate') expect(tenantOf(to)).toBe(tenantOf(from));
      }),
    );
  });

  it('gives a tenant the same flows whoever else is there', () => {
    fc.assert(
      fc.property(fleets, (fleet) => {
        const flows = planFlows(fleet);
        for (const tenant of fleet.tenants) {
          const alone = planFlows({ ...fleet, tenants: [tenant] }).slice(1);
          expect(flows.filter(({ to }) => tenantOf(to) === tenant.name)).toEqual(alone);
          expect(planTenantFlows(fleet.platform, tenant, { guests: [], calls: [] })).toEqual(alone);
        }
      }),
    );
  });

  it('lets in from the Internet exactly what is public, through the gate', () => {
    fc.assert(
      fc.property(fleets, (fleet) => {
        const entered = planFlows(fleet).flatMap(({ from, to, endpoint }) =>
          from.kind === 'gate' && to.kind === 'app' ? [`${to.tenant}/${to.app}/${endpoint ?? ''}`] : [],
        );
        const declared = fleet.tenants.flatMap((tenant) =>
          tenant.apps.flatMap((app) =>
            app.spec.endpoints.flatMap(({ name, expose }) =>
              expose === 'public' ? [`${tenant.name}/${app.name}/${name}`] : [],
            ),
          ),
        );
        expect(entered).toEqual(declared);
      }),
    );
  });

  it('names each hop once', () => {
    fc.assert(
      fc.property(fleets, (fleet) => {
        const flows = planFlows(fleet).map(textOf);
        expect(new Set(flows).size).toBe(flows.length);
      }),
    );
  });

  it('remembers the line that asked for it', () => {
    const fleet = aFleet({
      tenants: [
        {
          apps: [
            { name: 'cart', egresses: [{ name: 'db', to: { app: 'shop', endpoint: 'sql' }, localPort: 9000 }] },
            { name: 'shop', endpoints: [{ name: 'sql', port: 3306, protocol: 'tls', expose: 'public' }] },
          ],
        },
      ],
    });
    expect(
      planFlows(fleet).map(({ listener, port, origin }) => [listener, port, `${origin.file}:${origin.line}`]),
    ).toEqual([
      ['front', 8443, 'platform.yaml:6'],
      ['gate', 8443, 'tenants/acme/shop.yaml:11'],
      ['edge', 43306, 'tenants/acme/shop.yaml:11'],
      ['mesh', 33306, 'tenants/acme/cart.yaml:11'],
    ]);
  });
});

test('ways out: each app to the gateway once, the gateway to each port once, networks straight from the app', () => {
  const out = (name: string, fqdn: string, port: number, localPort: number): object => ({
    name,
    to: { fqdn, port },
    localPort,
  });
  const archive = (name: string, ports: readonly number[]): object => ({ name, to: { cidr: '10.20.0.0/16', ports } });
  const egresses = [
    out('a', 'a.example', 443, 9000),
    out('b', 'b.example', 443, 9001),
    out('c', 'a.example', 8443, 9002),
  ];
  const mail = [out('a', 'a.example', 443, 9000), archive('old', [22, 443]), archive('new', [443, 5432])];
  const tenant = aTenant({
    apps: [
      { name: 'shop', egresses: egresses as AppChanges['egresses'] },
      { name: 'mail', egresses: mail as AppChanges['egresses'] },
    ],
  });
  const shown = ({ from, to, port, listener }: Flow): string =>
    `${JSON.stringify(from)} ${JSON.stringify(to)} ${listener} ${port}`;
  const app = (name: string): string => JSON.stringify({ kind: 'app', tenant: 'acme', app: name });
  const gateway = JSON.stringify({ kind: 'egress', tenant: 'acme' });
  const network = (name: string): string => JSON.stringify({ kind: 'outside', name, cidr: '10.20.0.0/16' });
  const internet = JSON.stringify({ kind: 'outside', name: 'internet' });
  expect(planTenantFlows(aPlatform(), tenant, { guests: [], calls: [] }).map(shown)).toEqual([
    `${app('mail')} ${gateway} egress 8443`,
    `${app('shop')} ${gateway} egress 8443`,
    `${gateway} ${internet} outside 443`,
    `${gateway} ${internet} outside 8443`,
    `${app('mail')} ${network('old')} outside 22`,
    `${app('mail')} ${network('old')} outside 443`,
    `${app('mail')} ${network('new')} outside 5432`,
  ]);
});

test('the flows of the front are those of all that begin or end there', () => {
  fc.assert(
    fc.property(fleets, (fleet) => {
      const atFront = ({ from, to }: Flow): boolean => from.kind === 'front' || to.kind === 'front';
      expect(planFrontFlows(fleet)).toEqual(planFlows(fleet).filter(atFront));
    }),
  );
});
