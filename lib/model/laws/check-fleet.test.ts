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

describe('the laws of the fleet', () => {
  it('have nothing against the smallest fleet', () => {
    expect(faultsOf({})).toEqual([]);
  });

  it.each<[string, FleetChanges, string[]]>([
    [
      'two tenants of one name',
      { tenants: [{}, {}] },
      [
        'tenants/acme/tenant.yaml:4:9 duplicate tenant "acme" (also tenants/acme/tenant.yaml:4:9); give each tenant its own name',
      ],
    ],
    [
      'two apps of one name',
      appsOf({}, {}),
      ['tenants/acme/shop.yaml:4:9 duplicate app "shop" (also tenants/acme/shop.yaml:4:9); give each app its own name'],
    ],
    [
      'two endpoints of one name',
      appsOf({ endpoints: [web, { ...web, port: 8081 }] }),
      [
        'tenants/acme/shop.yaml:14:13 duplicate endpoint "web" (also tenants/acme/shop.yaml:11:13); give each endpoint of the app its own name',
      ],
    ],
    [
      'two egresses of one name',
      appsOf({
        endpoints: [web],
        egresses: [
          { name: 'self', to: { app: 'shop', endpoint: 'web' }, localPort: 9001 },
          { name: 'self', to: { app: 'shop', endpoint: 'web' }, localPort: 9002 },
        ],
      }),
      [
        'tenants/acme/shop.yaml:20:13 duplicate egress "self" (also tenants/acme/shop.yaml:15:13); give each egress of the app its own name',
      ],
    ],
    [
      'an app that has the name of a StatefulSet’s Service',
      appsOf({ name: 'db', workload: 'StatefulSet' }, { name: 'db-peers' }),
      [
        'tenants/acme/db-peers.yaml:4:9 duplicate app "db-peers" (also tenants/acme/db.yaml:4:9); give each app its own name',
      ],
    ],
    [
      'the demo seed where it must be secret',
      { platform: { secrets: { mode: 'external' } } },
      [
        'platform.yaml:8:11 the demo seed, which everybody knows, is refused with secrets mode "external"; run `gatehouse pki init`, which writes seed: own',
        'platform.yaml:12:11 secrets mode "external" fetches keys from a store, and none is named; add store: { name: NAME }, a ClusterSecretStore of external-secrets',
      ],
    ],
    [
      'a seed of its own without a check value',
      { platform: { pki: { seed: 'own', since: '2026-11-01', asOf: '2026-11-01' } } },
      [
        "platform.yaml:8:11 the seed is the fleet's own, and there is no seedCheck to tell a wrong one by; run `gatehouse pki init`, which writes it",
      ],
    ],
    [
      'a check value of the demo seed',
      { platform: { pki: { seed: 'demo', seedCheck: '0123456789abcdef', since: '2026-11-01', asOf: '2026-11-01' } } },
      [
        'platform.yaml:9:16 seedCheck is "0123456789abcdef", and the demo seed, which everybody knows, needs none; remove it, or write seed: own',
      ],
    ],
    [
      'leaves older than their authority',
      { platform: { pki: { seed: 'demo', since: '2026-11-02', asOf: '2026-11-01' } } },
      [
        'platform.yaml:10:11 asOf 2026-11-01 is before since 2026-11-02, when no authority is valid yet; move asOf to since or later',
      ],
    ],
    [
      'leaves that outlive their authority',
      { platform: { pki: { seed: 'demo', since: '2026-11-01', asOf: '2046-09-01', leafDays: 90 } } },
      [
        'platform.yaml:10:11 leaves as of 2046-09-01 would live for 90 days, beyond the authorities, which end on 2046-11-01; check the year of asOf, or make leafDays smaller',
      ],
    ],
    [
      'an asOf in the far future',
      { platform: { pki: { seed: 'demo', since: '2026-11-01', asOf: '9999-12-31' } } },
      [
        'platform.yaml:10:11 leaves as of 9999-12-31 would live for 90 days, beyond the authorities, which end on 2046-11-01; check the year of asOf, or make leafDays smaller',
      ],
    ],
    ...(['9999-01-01', '1999-12-31', '0000-01-01'] as const).map((since): [string, FleetChanges, string[]] => [
      `a since of ${since}, whose authorities no certificate could tell`,
      { platform: { pki: { seed: 'demo', since, asOf: '9999-12-31' } } },
      [
        `platform.yaml:9:12 since ${since} is no day that could be meant; allowed: 2000-01-01 to 2999-12-31; check the year of since`,
      ],
    ]),
  ])('refuse %s', (_what, changes, lines) => {
    expect(faultsOf(changes)).toEqual(lines);
  });

  it.each([
    'default',
    'kube-system',
    'kube-public',
    'gatehouse-front',
    'gatehouse-x',
    'svc',
    'local',
    'localhost',
    'cluster',
  ])('refuse the reserved tenant name %s', (name) => {
    expect(faultsOf({ tenants: [{ name }] })).toEqual([
      `tenants/${name}/tenant.yaml:4:9 tenant name "${name}" is reserved: it would be a namespace or a DNS name of the cluster or of Gatehouse; choose another name and rename its folder`,
    ]);
  });

  it.each(['gate', 'egress', 'default'])('refuse the reserved app name %s', (name) => {
    expect(faultsOf(appsOf({ name }))).toEqual([
      `tenants/acme/${name}.yaml:4:9 app name "${name}" is reserved for an object of Gatehouse; choose another name`,
    ]);
  });

  it.each(['StatefulSet', 'CronJob'] as const)(
    'refuse a name of a %s that is too long once Kubernetes has composed it',
    (workload) => {
      const schedule = workload === 'CronJob' ? { schedule: '@daily' } : {};
      const name = 'a'.repeat(53);
      expect(faultsOf(appsOf({ name: name.slice(1), workload, ...schedule }))).toEqual([]);
      expect(faultsOf(appsOf({ name, workload, ...schedule }))).toEqual([
        `tenants/acme/${name}.yaml:4:9 app name "${name}" has 53 characters; a ${workload} may have 52, since Kubernetes appends 11; choose a shorter name`,
      ]);
    },
  );

  describe('of secrets modes', () => {
    const pki = { seed: 'own', seedCheck: '0123456789abcdef', since: '2026-11-01', asOf: '2026-11-01' } as const;
    const store = { name: 'vault' } as const;
    const modes = ['plain', 'sealed', 'cert-manager'] as const;

    it('refuse mode external without a store', () => {
      expect(faultsOf({ platform: { pki, secrets: { mode: 'external' } } })).toEqual([
        'platform.yaml:13:11 secrets mode "external" fetches keys from a store, and none is named; add store: { name: NAME }, a ClusterSecretStore of external-secrets',
      ]);
      expect(faultsOf({ platform: { pki, secrets: { mode: 'external', store } } })).toEqual([]);
    });

    it.each(modes)('refuse a store with mode %s', (mode) => {
      expect(faultsOf({ platform: { pki, secrets: { mode, store } } })).toEqual([
        `platform.yaml:14:5 store "vault" is named, and secrets mode "${mode}" fetches nothing; remove store, or write mode: external`,
      ]);
    });

    it('let mode cert-manager be, whatever the seed: it is not read', () => {
      expect(faultsOf({ platform: { secrets: { mode: 'cert-manager' } } })).toEqual([]);
    });

    it('refuse a host whose Certificate would have no valid name, with mode cert-manager alone', () => {
      const host = `${'a'.repeat(63)}.${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(30)}.acme.apps.example.com`;
      const web = { name: 'web', port: 8080, protocol: 'http', expose: 'public', host } as const;
      const tenants = [{ name: 'acme', apps: [{ name: 'shop', endpoints: [web] }] }];
      expect(faultsOf({ tenants, platform: { secrets: { mode: 'cert-manager' } } })).toEqual([
        `tenants/acme/tenant.yaml:4:9 with secrets mode "cert-manager" the Secret "host-${host}.gate-leaves" has ${host.length + 17} characters; Kubernetes allows 253; choose a shorter host`,
      ]);
      expect(faultsOf({ tenants })).toEqual([]);
    });
  });
});
