/** The front: one address for everybody, no key, and unmoved by what tenants do. */
import { drawFleet, find, findAll, podOf } from '../testing/drawn-fleet';

const PUBLIC = { name: 'web', port: 8080, protocol: 'http', expose: 'public' } as const;
const TENANTS = ['acme', 'globex'].map((name) => ({ name, apps: [{ name: 'shop', endpoints: [PUBLIC] }] }));
const FRONT = 'gatehouse-front';

test('the front has no Secret, mounts none, and no word of a key', () => {
  const objects = drawFleet({ tenants: TENANTS }).filter(({ metadata }) => metadata.namespace === FRONT);
  expect(findAll(objects, 'Secret')).toEqual([]);
  expect(JSON.stringify(objects)).not.toMatch(/secret|PRIVATE KEY|CERTIFICATE/i);
});

test("the client's address is kept on the way in", () => {
  const objects = drawFleet({ platform: { front: { port: 8443, serviceAnnotations: { 'cloud/lb': 'x' } } } });
  const service = find(objects, 'Service', 'front', FRONT);
  expect(service['spec']).toEqual({
    type: 'LoadBalancer',
    externalTrafficPolicy: 'Local',
    selector: { 'gatehouse.dev/component': 'front' },
    ports: [{ name: 'tls', port: 8443, targetPort: 8443 }],
  });
  expect(service.metadata.annotations).toMatchObject({ 'cloud/lb': 'x' });
});

test('a new tenant restarts no front', () => {
  const [before, after] = [TENANTS.slice(1), TENANTS].map((tenants) => podOf(drawFleet({ tenants }), 'front'));
  expect(after).toEqual(before);
});

test('the front runs twice or more, on different nodes where there are such, without a token', () => {
  const objects = drawFleet();
  expect(find(objects, 'Deployment', 'front', FRONT)).toMatchObject({ spec: { replicas: 2 } });
  expect(find(objects, 'PodDisruptionBudget', 'front', FRONT)).toMatchObject({ spec: { maxUnavailable: 1 } });
  expect(find(objects, 'ServiceAccount', 'front', FRONT)['automountServiceAccountToken']).toBe(false);
  const pod = podOf(objects, 'front', FRONT);
  expect(pod).toMatchObject({ automountServiceAccountToken: false });
  expect(pod['topologySpreadConstraints']).toMatchObject([{ topologyKey: 'kubernetes.io/hostname' }]);
});
