import { aFleet, type FleetChanges } from '../../testing/a-fleet';
import type { AppChanges } from '../../testing/an-app';
import { renderIssue, sortIssues } from '../issue';
import { checkFleet } from './check-fleet';

function faultsOf(changes: FleetChanges): string[] {
  return sortIssues(checkFleet(aFleet(changes))).map(renderIssue);
}

const HOST = 'a.acme.apps.example.com';
const pub = { name: 'web', port: 8080, protocol: 'http', expose: 'public', host: HOST } as const;

function twoOn(first: object, second: object): FleetChanges {
  const apps: AppChanges[] = [
    { name: 'shop', endpoints: [{ ...pub, ...first }] },
    { name: 'zoo', endpoints: [{ ...pub, path: '/zoo', ...second }] },
  ];
  return { tenants: [{ apps }] };
}

describe('what endpoints of a tenant share', () => {
  it.each([
    [{ hsts: { days: 1 } }, {}],
    [{ hsts: { days: 1 } }, { hsts: { days: 1, preload: false } }],
    [{ hsts: { days: 1 } }, { host: 'b.acme.apps.example.com', hsts: { days: 2 } }],
  ])('%j and %j go together', (first, second) => {
    expect(faultsOf(twoOn(first, second))).toEqual([]);
  });

  it('is one policy for a host, the further ones too', () => {
    const line = (host: string, at: string, also: string): string =>
      `tenants/acme/zoo.yaml:${at} hsts of host "${host}" is not what another of its endpoints says (tenants/acme/shop.yaml:${also}); write the same, or leave it to one of them`;
    expect(faultsOf(twoOn({ hsts: { days: 1 } }, { hsts: { days: 1, includeSubdomains: true } }))).toEqual([
      line(HOST, '17:7', '16:7'),
    ]);
    const www = 'www.acme.apps.example.com';
    expect(
      faultsOf(
        twoOn(
          { hosts: [www], hsts: { days: 1 } },
          { host: 'b.acme.apps.example.com', hosts: [www, HOST], hsts: { days: 2 } },
        ),
      ),
    ).toEqual([line(www, '20:7', '18:7')]);
  });

  it('is the memory of their gate', () => {
    const endpoints = (count: number): AppChanges['endpoints'] =>
      Array.from({ length: count }, (_, i) => ({
        name: `e${i}`,
        port: 1024 + i,
        protocol: 'http' as const,
        expose: 'public' as const,
        limits: i % 2 === 0 ? { concurrent: 1 } : { requests: { perSecond: 1 } },
      }));
    expect(faultsOf({ tenants: [{ apps: [{ endpoints: endpoints(50) }] }] })).toEqual([]);
    expect(faultsOf({ tenants: [{ apps: [{ endpoints: endpoints(51) }] }] })).toEqual([
      'tenants/acme/shop.yaml:340:7 tenant "acme" has 51 http endpoints with limits of requests; its gate has memory to count the clients of 50; remove concurrent and requests from the limits of some of them',
    ]);
  });
});

describe('further hosts', () => {
  const one = (more: object): FleetChanges => ({ tenants: [{ apps: [{ endpoints: [{ ...pub, ...more }] }] }] });

  it.each<[string, FleetChanges, string[]]>([
    [
      'in another tenant’s domain',
      one({ hosts: ['x.globex.apps.example.com'] }),
      [
        'tenants/acme/shop.yaml:17:11 host "x.globex.apps.example.com" is in no domain of tenant "acme"; allowed: acme.apps.example.com and below; choose such a host, or add its domain to tenants/acme/tenant.yaml',
      ],
    ],
    [
      'that is the first one again',
      one({ hosts: [HOST] }),
      [
        'tenants/acme/shop.yaml:17:11 duplicate host and path "a.acme.apps.example.com/" (also tenants/acme/shop.yaml:15:13); give each endpoint its own host or path',
      ],
    ],
    [
      'given twice',
      one({ hosts: ['b.acme.apps.example.com', 'b.acme.apps.example.com'] }),
      [
        'tenants/acme/shop.yaml:18:11 duplicate host and path "b.acme.apps.example.com/" (also tenants/acme/shop.yaml:17:11); give each endpoint its own host or path',
      ],
    ],
    [
      'that another endpoint has',
      twoOn({}, { path: '/', host: 'b.acme.apps.example.com', hosts: [HOST] }),
      [
        'tenants/acme/zoo.yaml:18:11 duplicate host and path "a.acme.apps.example.com/" (also tenants/acme/shop.yaml:15:13); give each endpoint its own host or path',
      ],
    ],
    [
      'that an endpoint of another protocol has',
      twoOn({}, { path: undefined, protocol: 'tls', host: 'b.acme.apps.example.com', hosts: [HOST] }),
      [
        'tenants/acme/shop.yaml:15:13 host "a.acme.apps.example.com" is shared with an endpoint whose TLS the gate does not end (tenants/acme/zoo.yaml:17:11); give each of the two its own host',
      ],
    ],
  ])('are refused %s', (_what, changes, lines) => {
    expect(faultsOf(changes)).toEqual(lines);
  });

  it('may be shared by path, as others', () => {
    const hosts = ['www.acme.apps.example.com'];
    expect(faultsOf(twoOn({ hosts }, { host: 'b.acme.apps.example.com', hosts }))).toEqual([]);
  });
});
