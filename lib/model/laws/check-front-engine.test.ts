import { renderIssue, sortIssues } from '../issue';
import { aFleet, type FleetChanges } from '../../testing/a-fleet';
import type { PlatformChanges } from '../../testing/a-platform';
import { checkFleet } from './check-fleet';

type Front = NonNullable<PlatformChanges['front']>;

function faultsOf(front: Front, tenants: FleetChanges['tenants'] = [{ name: 'acme' }]): string[] {
  return sortIssues(checkFleet(aFleet({ platform: { front }, tenants }))).map((issue) =>
    renderIssue(issue).replace(/^(\S+):\d+:\d+ /, '$1 '),
  );
}

const gatewayApi = { className: 'edge', dataPlane: { namespace: 'edge', podLabels: { app: 'proxy' } } };
const k8sniff = { image: 'registry.example/k8sniff:1' };
const PUBLIC = { name: 'web', port: 8080, protocol: 'http', expose: 'public' } as const;

test.each<[string, Front]>([
  ['nginx, with its limits', { connectionsPerAddress: 7, helloSeconds: 3, idleSeconds: 600, replicas: 3 }],
  ['gateway-api', { engine: 'gateway-api', gatewayApi, serviceAnnotations: { a: 'b' } }],
  ['k8sniff', { engine: 'k8sniff', k8sniff, replicas: 4 }],
])('%s is without issues', (_, front) => {
  expect(faultsOf(front)).toEqual([]);
});

test.each<[string, Front, string[]]>([
  [
    'gateway-api without an implementation',
    { engine: 'gateway-api' },
    [
      'platform.yaml front engine "gateway-api" needs gatewayApi, which is not there; add gatewayApi: { className: NAME, dataPlane: { namespace: NAME, podLabels: { … } } }',
    ],
  ],
  [
    'k8sniff without an image, and with the settings of another engine',
    { engine: 'k8sniff', gatewayApi },
    [
      'platform.yaml front engine "k8sniff" needs k8sniff, which is not there; add k8sniff: { image: NAME:TAG }',
      'platform.yaml gatewayApi is there, and front engine "k8sniff" does not use it; remove gatewayApi, or write engine: gateway-api',
    ],
  ],
  [
    'settings of an engine that is not used',
    { k8sniff },
    [
      'platform.yaml k8sniff is there, and front engine "nginx" does not use it; remove k8sniff, or write engine: k8sniff',
    ],
  ],
  [
    'limits that k8sniff does not have',
    { engine: 'k8sniff', k8sniff, connectionsPerAddress: 7, helloSeconds: 3, idleSeconds: 600 },
    [
      'platform.yaml front engine "k8sniff" does not do what connectionsPerAddress: 7 says; engine "nginx" does; remove connectionsPerAddress, and set such a limit in the engine itself where it has one',
      'platform.yaml front engine "k8sniff" does not do what helloSeconds: 3 says; engine "nginx" does; remove helloSeconds, and set such a limit in the engine itself where it has one',
      'platform.yaml front engine "k8sniff" does not do what idleSeconds: 600 says; engine "nginx" does; remove idleSeconds, and set such a limit in the engine itself where it has one',
    ],
  ],
  [
    'pods of a data plane that Gatehouse does not run',
    { engine: 'gateway-api', gatewayApi, replicas: 3 },
    [
      'platform.yaml front engine "gateway-api" does not do what replicas: 3 says; engine "nginx" does; remove replicas, and set such a limit in the engine itself where it has one',
    ],
  ],
  [
    'a data plane among a tenant’s own pods',
    { engine: 'gateway-api', gatewayApi: { ...gatewayApi, dataPlane: { ...gatewayApi.dataPlane, namespace: 'acme' } } },
    [
      'platform.yaml the data plane\'s namespace "acme" is a tenant\'s, whose own pods could call any gate; name a namespace in which no tenant makes pods',
    ],
  ],
])('%s', (_, front, expected) => {
  expect(faultsOf(front).toSorted()).toEqual(expected.toSorted());
});

test('a ListenerSet has room for 64 listeners, two for each domain', () => {
  const domains = Array.from({ length: 32 }, (_, i) => `acme-${i}.example`);
  const tenants = (count: number): FleetChanges['tenants'] => [
    { name: 'acme', domains: domains.slice(0, count), apps: [{ name: 'shop', endpoints: [PUBLIC] }] },
  ];
  const front = { engine: 'gateway-api', gatewayApi } as const;
  expect(faultsOf(front, tenants(31))).toEqual([]);
  expect(faultsOf({}, tenants(32))).toEqual([]);
  expect(faultsOf(front, tenants(32))).toEqual([
    'tenants/acme/tenant.yaml tenant "acme" has 33 domains with its own under the platform\'s; front engine "gateway-api" has room for 32 in a ListenerSet; give some of them to another tenant, or write front.engine: nginx',
  ]);
});

test('a Gateway has room for 64 listeners, and a route for 32 of them', () => {
  const front = { engine: 'gateway-api', gatewayApi: { ...gatewayApi, listeners: 'gateway' } } as const;
  const many = (count: number): FleetChanges['tenants'] =>
    Array.from({ length: count }, (_, i) => ({ name: `t-${i}`, apps: [{ name: 'shop', endpoints: [PUBLIC] }] }));
  expect(faultsOf(front, many(31))).toEqual([]);
  expect(faultsOf(front, many(32))).toEqual([
    'platform.yaml the fleet needs 65 listeners, two for each domain and public port of a tenant; a Gateway has room for 64; write listeners: sets, with an implementation that knows ListenerSets',
  ]);
  const domains = Array.from({ length: 16 }, (_, i) => `acme-${i}.example`);
  expect(faultsOf(front, [{ name: 'acme', domains, apps: [{ name: 'shop', endpoints: [PUBLIC] }] }])).toEqual([
    'tenants/acme/tenant.yaml tenant "acme" has 17 domains with its own under the platform\'s; front engine "gateway-api" has room for 16 in a TLSRoute; give some of them to another tenant, or write front.engine: nginx',
  ]);
});

test('a TLSRoute has room for 1024 hosts', () => {
  const endpoints = Array.from({ length: 1025 }, (_, i) => ({ ...PUBLIC, name: `e${i}`, port: 1024 + i }));
  const front = { engine: 'gateway-api', gatewayApi } as const;
  expect(faultsOf(front, [{ name: 'acme', apps: [{ name: 'shop', endpoints: endpoints.slice(1) }] }])).toEqual([]);
  expect(faultsOf(front, [{ name: 'acme', apps: [{ name: 'shop', endpoints }] }])).toEqual([
    'tenants/acme/tenant.yaml tenant "acme" has 1025 hosts on public port 443; front engine "gateway-api" has room for 1024 in a TLSRoute; let endpoints share hosts by path, or write front.engine: nginx',
  ]);
});
