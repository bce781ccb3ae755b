import { parse } from 'yaml';
import { renderIssue, sortIssues } from '../issue';
import { aFleet, type FleetChanges } from '../../testing/a-fleet';
import { checkFleet } from './check-fleet';

function faultsOf(changes: FleetChanges): string[] {
  return sortIssues(checkFleet(aFleet(changes))).map(renderIssue);
}

type Apps = NonNullable<NonNullable<FleetChanges['tenants']>[number]['apps']>;
type Endpoint = NonNullable<Apps[number]['endpoints']>[number];
type Egress = NonNullable<Apps[number]['egresses']>[number];

const API = { name: 'api', port: 8080, protocol: 'http' } as const;
const ADMIN = { name: 'admin', port: 8081, protocol: 'http' } as const;
const RATES = { tenant: 'acme', app: 'rates' } as const;
const FX: Egress = { name: 'fx', to: { tenant: 'globex', app: 'fx', endpoint: 'api' }, localPort: 9444 };
const FX_ADMIN: Egress = { name: 'fx-admin', to: { tenant: 'globex', app: 'fx', endpoint: 'admin' }, localPort: 9445 };

/** acme's app rates with these egresses, globex' app fx with these endpoints. */
function twoTenants(egresses: readonly Egress[], endpoints: readonly Endpoint[], more: Apps = []): FleetChanges {
  return {
    tenants: [
      { name: 'acme', apps: [{ name: 'rates', egresses: [...egresses] }, ...more] },
      { name: 'globex', apps: [{ name: 'fx', endpoints: [...endpoints] }] },
    ],
  };
}

const rates = 'tenants/acme/rates.yaml';
const fx = 'tenants/globex/fx.yaml';

describe('the laws of grants', () => {
  it('have nothing against one that both sides declare', () => {
    expect(faultsOf(twoTenants([FX], [{ ...API, grants: [RATES] }, ADMIN]))).toEqual([]);
  });

  it('have nothing against several egresses to one endpoint, nor against two tenants that call each other', () => {
    const again = { ...FX, name: 'again', localPort: 9445 };
    expect(faultsOf(twoTenants([FX, again], [{ ...API, grants: [RATES] }]))).toEqual([]);
    const back: Egress = { name: 'back', to: { tenant: 'acme', app: 'rates', endpoint: 'api' }, localPort: 9444 };
    const apps = (name: string, egress: Egress, tenant: string, app: string): Apps => [
      { name, egresses: [egress], endpoints: [{ ...API, grants: [{ tenant, app }] }] },
    ];
    const cycle = [
      { name: 'acme', apps: apps('rates', FX, 'globex', 'fx') },
      { name: 'globex', apps: apps('fx', back, 'acme', 'rates') },
    ];
    expect(faultsOf({ tenants: cycle })).toEqual([]);
  });

  it.each<[string, FleetChanges, string[]]>([
    [
      'an egress that nobody grants, with the line that would grant it',
      twoTenants([FX], [API]),
      [
        `${rates}:13:9 egress "fx" leads to endpoint "api" of app "fx" of tenant "globex", which does not grant it to app "rates" of tenant "acme"; add to endpoint "api" (${fx}:11:7): grants: [{ tenant: acme, app: rates }]; or remove the egress`,
      ],
    ],
    [
      'an egress that the endpoint grants to others',
      twoTenants([FX], [{ ...API, grants: [{ tenant: 'acme', app: 'shop' }] }], [{ name: 'shop', egresses: [FX] }]),
      [
        `${rates}:13:9 egress "fx" leads to endpoint "api" of app "fx" of tenant "globex", which does not grant it to app "rates" of tenant "acme"; add to grants of endpoint "api" (${fx}:11:7): - { tenant: acme, app: rates }; or remove the egress`,
      ],
    ],
    [
      'an egress whose app is granted another endpoint alone: neither side has its other one',
      twoTenants([FX], [API, { ...ADMIN, grants: [RATES] }]),
      [
        `${rates}:13:9 egress "fx" leads to endpoint "api" of app "fx" of tenant "globex", which does not grant it to app "rates" of tenant "acme"; add to endpoint "api" (${fx}:11:7): grants: [{ tenant: acme, app: rates }]; or remove the egress`,
        `${fx}:18:11 endpoint "admin" is granted to app "rates" of tenant "acme", which has no egress to it; add to spec.egresses in ${rates}: - { name: globex-admin, to: { tenant: globex, app: fx, endpoint: admin }, localPort: 9000 }; or remove the grant`,
      ],
    ],
    [
      'a grant that nobody takes up, with the line that would',
      twoTenants([], [{ ...API, grants: [RATES] }]),
      [
        `${fx}:15:11 endpoint "api" is granted to app "rates" of tenant "acme", which has no egress to it; add to spec in ${rates}: egresses: [{ name: globex-api, to: { tenant: globex, app: fx, endpoint: api }, localPort: 9000 }]; or remove the grant`,
      ],
    ],
    [
      'an egress to a tenant that is not there, or there no more',
      twoTenants([{ ...FX, to: { tenant: 'globx', app: 'fx', endpoint: 'api' } }], [API]),
      [
        `${rates}:13:17 egress "fx" leads to tenant "globx", which the fleet does not have, did you mean "globex"?; name one of its tenants, or remove the egress`,
      ],
    ],
    [
      'an egress to an app of another tenant that is not there',
      twoTenants([{ ...FX, to: { tenant: 'globex', app: 'fxx', endpoint: 'api' } }], [API]),
      [
        `${rates}:14:14 egress "fx" leads to app "fxx", which tenant "globex" does not have, did you mean "fx"?; name one of its apps, or remove the egress`,
      ],
    ],
    [
      'an egress to an endpoint of another tenant that is not there',
      twoTenants([{ ...FX, to: { tenant: 'globex', app: 'fx', endpoint: 'apis' } }], [API]),
      [
        `${rates}:15:19 egress "fx" leads to endpoint "apis", which app "fx" of tenant "globex" does not have, did you mean "api"?; name one of its endpoints, or remove the egress`,
      ],
    ],
    [
      'a grant to a tenant that is not there, or there no more',
      twoTenants([], [{ ...API, grants: [{ tenant: 'acm', app: 'rates' }] }]),
      [
        `${fx}:15:19 endpoint "api" is granted to tenant "acm", which the fleet does not have, did you mean "acme"?; name one of its tenants, or remove the grant`,
      ],
    ],
    [
      'a grant to an app that is not there',
      twoTenants([], [{ ...API, grants: [{ tenant: 'acme', app: 'rate' }] }]),
      [
        `${fx}:16:16 endpoint "api" is granted to app "rate", which tenant "acme" does not have, did you mean "rates"?; name one of its apps, or remove the grant`,
      ],
    ],
    [
      'a grant to its own tenant, and an egress that names its own',
      {
        tenants: [
          {
            name: 'globex',
            apps: [{ name: 'fx', egresses: [FX], endpoints: [{ ...API, grants: [{ tenant: 'globex', app: 'fx' }] }] }],
          },
        ],
      },
      [
        `${fx}:13:17 egress "fx" names its own tenant "globex", as only an egress to another tenant does; remove tenant`,
        `${fx}:22:19 endpoint "api" is granted to its own tenant "globex", whose apps need an egress and no grant; remove the grant`,
      ],
    ],
    [
      'a grant that is written twice',
      twoTenants([FX], [{ ...API, grants: [RATES, RATES] }]),
      [
        `${fx}:17:11 duplicate grant of endpoint "api" to app "rates" of tenant "acme" (also ${fx}:15:11); remove one of the two`,
      ],
    ],
    [
      'a grant that has ended, on both sides',
      twoTenants([FX], [{ ...API, grants: [{ ...RATES, until: '2026-10-31' }] }]),
      [
        `${rates}:13:9 egress "fx" leads to endpoint "api" of app "fx" of tenant "globex", whose grant (${fx}:15:11) ended on 2026-10-31, before asOf 2026-11-01; remove the egress, or have tenant "globex" write a later until`,
        `${fx}:17:18 the grant of endpoint "api" to app "rates" of tenant "acme" ended on 2026-10-31, before asOf 2026-11-01; remove the grant, or write a later until`,
      ],
    ],
    [
      'a grant that has ended and that nobody takes up any more: once',
      twoTenants([], [{ ...API, grants: [{ ...RATES, until: '2026-10-31' }] }]),
      [
        `${fx}:17:18 the grant of endpoint "api" to app "rates" of tenant "acme" ended on 2026-10-31, before asOf 2026-11-01; remove the grant, or write a later until`,
      ],
    ],
    [
      'two grants of one app that end on different days',
      twoTenants(
        [FX, FX_ADMIN],
        [
          { ...API, grants: [RATES] },
          { ...ADMIN, grants: [{ ...RATES, until: '2027-01-01' }] },
        ],
      ),
      [
        `${fx}:21:11 the grant of endpoint "admin" to app "rates" of tenant "acme" ends on 2027-01-01, that of endpoint "api" (${fx}:15:11) has no end, and one certificate serves for both; give both the same until`,
      ],
    ],
    [
      'a grant with secrets mode cert-manager',
      { platform: { secrets: { mode: 'cert-manager' } }, ...twoTenants([FX], [{ ...API, grants: [RATES] }]) },
      [
        `${fx}:15:11 endpoint "api" is granted to app "rates" of tenant "acme", and secrets mode "cert-manager" (platform.yaml:12:11) cannot carry a key to another namespace; remove the grant and its egress, or choose another secrets mode`,
      ],
    ],
  ])('refuse %s', (_what, changes, lines) => {
    expect(faultsOf(changes)).toEqual(lines);
  });

  it('let a grant be until its last day is over', () => {
    expect(faultsOf(twoTenants([FX], [{ ...API, grants: [{ ...RATES, until: '2026-11-01' }] }]))).toEqual([]);
  });

  it('write lines that need only be added, whatever names and ports the app has taken', () => {
    const taken: Egress[] = [9000, 9001].map((localPort, i) => ({
      name: i === 0 ? 'globex-api' : 'globex-api-2',
      to: { app: 'rates', endpoint: 'own' },
      localPort,
    }));
    const own = { name: 'own', port: 9002, protocol: 'http' } as const;
    const fleet = (egresses: readonly Egress[]): FleetChanges => ({
      tenants: [
        { name: 'acme', apps: [{ name: 'rates', endpoints: [own], egresses: [...egresses] }] },
        { name: 'globex', apps: [{ name: 'fx', endpoints: [{ ...API, grants: [RATES] }] }] },
      ],
    });
    const [line = ''] = faultsOf(fleet(taken));
    const [added] = parse(/: (- .*); or/.exec(line)?.[1] ?? '') as [Egress];
    expect(added).toMatchObject({ name: 'globex-api-3', localPort: 9003 });
    expect(faultsOf(fleet([...taken, added]))).toEqual([]);

    const [grant = ''] = faultsOf(twoTenants([FX], [API]));
    const { grants } = parse(/(grants: .*); or/.exec(grant)?.[1] ?? '') as Pick<Endpoint, 'grants'>;
    expect(faultsOf(twoTenants([FX], [{ ...API, grants: grants ?? [] }]))).toEqual([]);
  });

  it('refuse names that do not fit a certificate or the file of a policy', () => {
    const long = 'r'.repeat(60);
    const call = (app: string, callee: string, endpoint: string, exporter = 'globex'): FleetChanges => ({
      tenants: [
        { name: 'acme', apps: [{ name: app, egresses: [{ ...FX, to: { tenant: exporter, app: callee, endpoint } }] }] },
        {
          name: exporter,
          apps: [{ name: callee, endpoints: [{ ...API, name: endpoint, grants: [{ tenant: 'acme', app }] }] }],
        },
      ],
    });
    expect(faultsOf(call(long, 'fx', 'api'))).toEqual([
      `tenants/acme/${long}.yaml:13:9 as a guest, app "${long}" would be called "${long}.acme", which has 65 characters; a certificate's common name may have 64; choose a shorter name for the app`,
    ]);
    const [callee, endpoint, exporter, app] = ['c'.repeat(63), 'e'.repeat(40), 'x'.repeat(63), 'r'.repeat(54)] as const;
    expect(faultsOf(call(app.slice(1), callee, endpoint, exporter))).toEqual([]);
    expect(faultsOf(call(app, callee, endpoint, exporter))).toEqual([
      `tenants/acme/${app}.yaml:13:9 the names of this hop's network policy, "${app}", "${exporter}", "${callee}", "${endpoint}", have 220 characters together; a file name leaves 219; choose shorter names for the apps`,
    ]);
  });
});
