/** A tenant's gate: whose keys it holds, and how it is run. */
import type { TenantChanges } from '../testing/a-tenant';
import { drawFleet, find, findAll, podOf, secretOf } from '../testing/drawn-fleet';
import { namesIn } from '../testing/named-certificates';

const HTTP = { name: 'web', port: 8080, protocol: 'http', expose: 'public' } as const;
const TLS = { name: 'sql', port: 3306, protocol: 'tls', expose: 'public' } as const;

function tenant(name: string, changes: Partial<TenantChanges> = {}): TenantChanges {
  return { name, apps: [{ name: 'shop', endpoints: [HTTP, TLS] }], ...changes };
}

test('the gate holds its own identity and the leaves of the hosts whose TLS it ends, in one Secret', () => {
  const objects = drawFleet({ tenants: [tenant('acme')] });
  const entries = secretOf(find(objects, 'Secret', 'gate-leaves', 'acme'));
  expect(Object.fromEntries(Object.entries(entries).map(([file, pem]) => [file, namesIn(pem)]))).toEqual({
    'identity-gate.crt': ['certificate acme/app/gate', 'certificate acme/authority'],
    'identity-gate.key': ['key acme/app/gate'],
    'host-web.shop.acme.apps.example.com.crt': [
      'certificate acme/host/web.shop.acme.apps.example.com',
      'certificate acme/authority',
    ],
    'host-web.shop.acme.apps.example.com.key': ['key acme/host/web.shop.acme.apps.example.com'],
  });
});

test("no gate holds anything of another tenant, nor an authority's key", () => {
  const objects = drawFleet({ tenants: ['acme', 'globex', 'initech'].map((name) => tenant(name)) });
  for (const name of ['acme', 'globex', 'initech']) {
    const held = Object.values(secretOf(find(objects, 'Secret', 'gate-leaves', name))).flatMap(namesIn);
    expect(held.filter((what) => !what.includes(` ${name}/`))).toEqual([]);
    expect(held.filter((what) => /^key .*\/(authority|twin)$/.test(what))).toEqual([]);
  }
});

test('endpoints that share a host share its leaf', () => {
  const host = 'www.acme.apps.example.com';
  const apps = [
    {
      name: 'shop',
      endpoints: [
        { ...HTTP, host },
        { ...HTTP, name: 'api', port: 81, host, path: '/api' },
      ],
    },
  ];
  const keys = Object.keys(secretOf(find(drawFleet({ tenants: [tenant('acme', { apps })] }), 'Secret', 'gate-leaves')));
  expect(keys.sort()).toEqual(
    ['identity-gate', `host-${host}`].flatMap((leaf) => [`${leaf}.crt`, `${leaf}.key`]).sort(),
  );
});

test('a tenant without public endpoints has no gate, and no object of one', () => {
  const apps = [{ name: 'db', endpoints: [{ ...TLS, expose: 'tenant' as const }] }];
  const objects = drawFleet({ tenants: [tenant('acme', { apps })] }).filter(
    ({ metadata }) => metadata.namespace === 'acme',
  );
  expect(objects.filter(({ metadata }) => metadata.name.startsWith('gate'))).toEqual([]);
});

test('a further host changes no volume and restarts no gate', () => {
  const more = [{ name: 'shop', endpoints: [HTTP, { ...HTTP, name: 'more', port: 81 }, TLS] }];
  const [before, after] = [tenant('acme'), tenant('acme', { apps: more })].map((changes) =>
    podOf(drawFleet({ tenants: [changes] }), 'gate'),
  );
  expect(after).toEqual(before);
});

test('the gate is confined, has no token, and is kept up while nodes are drained', () => {
  const objects = drawFleet({ platform: { gate: { replicas: 3 } }, tenants: [tenant('acme')] });
  expect(find(objects, 'Deployment', 'gate', 'acme')).toMatchObject({
    spec: { replicas: 3, strategy: { rollingUpdate: { maxUnavailable: 0 } } },
  });
  expect(find(objects, 'ServiceAccount', 'gate', 'acme')['automountServiceAccountToken']).toBe(false);
  expect(find(objects, 'PodDisruptionBudget', 'gate', 'acme')['spec']).toEqual({
    maxUnavailable: 1,
    selector: { matchLabels: { 'gatehouse.dev/component': 'gate' } },
  });
  const pod = podOf(objects, 'gate', 'acme');
  expect(pod).toMatchObject({ serviceAccountName: 'gate', automountServiceAccountToken: false });
  expect(pod.containers).toHaveLength(1);
  expect(pod.containers[0]?.['securityContext']).toEqual({
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'] },
    readOnlyRootFilesystem: true,
    runAsGroup: 101,
    runAsNonRoot: true,
    runAsUser: 101,
    seccompProfile: { type: 'RuntimeDefault' },
  });
});

test('a gate of one pod has no budget, which would keep its node from being drained', () => {
  const objects = drawFleet({ platform: { gate: { replicas: 1 } }, tenants: [tenant('acme')] });
  expect(findAll(objects, 'PodDisruptionBudget', 'acme')).toEqual([]);
});

test('a stopping gate has time for its connections: others learn of it, they end, and a margin', () => {
  const objects = drawFleet({ platform: { drain: { stopSeconds: 120 } }, tenants: [tenant('acme')] });
  const pod = podOf(objects, 'gate', 'acme');
  expect(pod['terminationGracePeriodSeconds']).toBe(130);
  expect(JSON.stringify(pod.containers[0]?.['lifecycle'])).toContain('sleep 5; kill -QUIT 1');
});
