import { renderIssue, sortIssues } from '../issue';
import { aFleet, type FleetChanges } from '../../testing/a-fleet';
import type { AppChanges } from '../../testing/an-app';
import { checkFleet } from './check-fleet';

function faultsOf(changes: FleetChanges): string[] {
  return sortIssues(checkFleet(aFleet(changes))).map(renderIssue);
}

function appsOf(...apps: readonly AppChanges[]): FleetChanges {
  return { tenants: [{ apps }] };
}

const web = { name: 'web', port: 8080, protocol: 'http' } as const;
const pub = { ...web, expose: 'public' } as const;

describe('the laws of hosts and domains', () => {
  it.each<[string, FleetChanges, string[]]>([
    [
      'a host that another tenant owns',
      {
        tenants: [
          { name: 'acme', apps: [{ endpoints: [{ ...pub, host: 'web.globex.apps.example.com' }] }] },
          { name: 'globex' },
        ],
      },
      [
        'tenants/acme/shop.yaml:15:13 host "web.globex.apps.example.com" is in no domain of tenant "acme"; allowed: acme.apps.example.com and below; choose such a host, or add its domain to tenants/acme/tenant.yaml',
      ],
    ],
    [
      'a host in no domain of the tenant',
      appsOf({ endpoints: [{ ...pub, host: 'shop.example' }] }),
      [
        'tenants/acme/shop.yaml:15:13 host "shop.example" is in no domain of tenant "acme"; allowed: acme.apps.example.com and below; choose such a host, or add its domain to tenants/acme/tenant.yaml',
      ],
    ],
    [
      'one host and path given twice',
      appsOf(
        { endpoints: [{ ...pub, host: 'a.acme.apps.example.com', path: '/api' }] },
        { name: 'zoo', endpoints: [{ ...pub, host: 'a.acme.apps.example.com', path: '/api' }] },
      ),
      [
        'tenants/acme/zoo.yaml:15:13 duplicate host and path "a.acme.apps.example.com/api" (also tenants/acme/shop.yaml:15:13); give each endpoint its own host or path',
      ],
    ],
    [
      'a host that tls endpoints would share',
      appsOf(
        { endpoints: [{ ...pub, protocol: 'tls', host: 'a.acme.apps.example.com' }] },
        { name: 'zoo', endpoints: [{ ...pub, protocol: 'tls', host: 'a.acme.apps.example.com' }] },
      ),
      [
        'tenants/acme/zoo.yaml:15:13 duplicate host "a.acme.apps.example.com" (also tenants/acme/shop.yaml:15:13); give each endpoint its own host or path',
      ],
    ],
    [
      'a host that http and tls would share',
      appsOf(
        { endpoints: [{ ...pub, host: 'a.acme.apps.example.com' }] },
        { name: 'zoo', endpoints: [{ ...pub, protocol: 'tls', host: 'a.acme.apps.example.com' }] },
      ),
      [
        'tenants/acme/shop.yaml:15:13 host "a.acme.apps.example.com" is shared with an endpoint whose TLS the gate does not end (tenants/acme/zoo.yaml:15:13); give each of the two its own host',
      ],
    ],
    [
      'a domain of two tenants',
      {
        tenants: [
          { name: 'acme', domains: ['shop.example'] },
          { name: 'globex', domains: ['shop.example'] },
        ],
      },
      [
        'tenants/globex/tenant.yaml:7:7 domain "shop.example" overlaps "shop.example", which belongs to tenant "acme" (tenants/acme/tenant.yaml:7:7); give each domain, with everything below it, to one tenant',
      ],
    ],
    [
      'a domain below another tenant’s',
      {
        tenants: [
          { name: 'acme', domains: ['eu.shop.example'] },
          { name: 'globex', domains: ['shop.example'] },
        ],
      },
      [
        'tenants/acme/tenant.yaml:7:7 domain "eu.shop.example" overlaps "shop.example", which belongs to tenant "globex" (tenants/globex/tenant.yaml:7:7); give each domain, with everything below it, to one tenant',
      ],
    ],
    [
      'a domain below the platform’s',
      { tenants: [{ domains: ['shop.apps.example.com'] }] },
      [
        'tenants/acme/tenant.yaml:7:7 domain "shop.apps.example.com" overlaps "apps.example.com", which belongs to the platform (platform.yaml:6:11); give each domain, with everything below it, to one tenant',
      ],
    ],
    [
      'a domain around the platform’s',
      { tenants: [{ domains: ['example.com'] }] },
      [
        'tenants/acme/tenant.yaml:7:7 domain "example.com" overlaps "apps.example.com", which belongs to the platform (platform.yaml:6:11); give each domain, with everything below it, to one tenant',
      ],
    ],
    [
      'a path of an endpoint that has none',
      appsOf({ endpoints: [{ ...pub, protocol: 'tls', path: '/api' }] }),
      ['tenants/acme/shop.yaml:15:13 path does not belong to protocol tls, only to http or grpc; remove path'],
    ],
    [
      'a host of an endpoint that is not public',
      appsOf({ endpoints: [{ ...web, host: 'a.acme.apps.example.com', path: '/' }] }),
      [
        'tenants/acme/shop.yaml:14:13 host belongs to public endpoints only; remove host or write expose: public',
        'tenants/acme/shop.yaml:15:13 path belongs to public endpoints only; remove path or write expose: public',
      ],
    ],
  ])('refuse %s', (_what, changes, lines) => {
    expect(faultsOf(changes)).toEqual(lines);
  });

  it('refuse a public host that is too long once composed', () => {
    const [domain, tenant, app] = [`${'d'.repeat(60)}.${'d'.repeat(60)}.example`, 't'.repeat(63), 'a'.repeat(63)];
    expect(
      faultsOf({ platform: { domain }, tenants: [{ name: tenant, apps: [{ name: app, endpoints: [pub] }] }] }),
    ).toEqual([
      `tenants/${tenant}/${app}.yaml:11:13 public host "web.${app}.${tenant}.${domain}" has 261 characters; DNS allows 253; give the endpoint a shorter host`,
    ]);
  });

  it.each([
    ['of the gate', 'http', 244, 'host-<host>.crt'],
    ['of the gate', 'http', 245, 'host-<host>.crt'],
    ['of a sidecar', 'tls', 240, 'edge-web.<host>.crt'],
    ['of a sidecar', 'tls', 241, 'edge-web.<host>.crt'],
  ] as const)('a further host %s fits into the Secret of its certificate (%s, %d)', (_what, protocol, length, file) => {
    const host = hostOf(length);
    const endpoint = { ...pub, protocol, hosts: [host] };
    const found = faultsOf({ tenants: [{ domains: ['x.example'], apps: [{ endpoints: [endpoint] }] }] });
    const told = `public host "${host}" has ${length} characters; ${length - 1} have room, since its certificate lies in a Secret as "${file}"; give the endpoint a shorter host`;
    expect(found.map((line) => line.slice(line.indexOf(' ') + 1))).toEqual(length % 2 === 1 ? [told] : []);
  });
});

/** A host of x.example of so many characters. */
function hostOf(length: number): string {
  const labels = `${`${'a'.repeat(60)}.`.repeat(3)}x.example`;
  return `${'b'.repeat(length - labels.length - 1)}.${labels}`;
}
