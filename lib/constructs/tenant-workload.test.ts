/** Everything of one app: kind of workload, Services, identity. */
import type { AppChanges } from '../testing/an-app';
import { drawFleet, find, findAll, podOf, templateOf } from '../testing/drawn-fleet';
import type { KubernetesObject } from '../model/manifest';

const SQL = { name: 'sql', port: 3306, protocol: 'tls', expose: 'public' } as const;
const WEB = { name: 'web', port: 50051, protocol: 'http' } as const;

function drawApp(changes: Omit<AppChanges, 'name'> = {}): KubernetesObject[] {
  return drawFleet({ tenants: [{ name: 'acme', apps: [{ name: 'shop', ...changes }] }] });
}

test.each([
  ['Deployment', 'apps/v1', { replicas: 2 }, { replicas: 2, strategy: { rollingUpdate: { maxUnavailable: 0 } } }],
  ['StatefulSet', 'apps/v1', {}, { replicas: 1, serviceName: 'shop-peers' }],
  ['DaemonSet', 'apps/v1', {}, { updateStrategy: { rollingUpdate: { maxUnavailable: 1 } } }],
  ['Job', 'batch/v1', { job: { backoffLimit: 3, completions: 2 } }, { backoffLimit: 3, completions: 2 }],
  ['CronJob', 'batch/v1', { schedule: '0 3 * * *' }, { schedule: '0 3 * * *', concurrencyPolicy: 'Forbid' }],
] as const)('a %s is drawn as one', (workload, apiVersion, changes, spec) => {
  const object = find(drawApp({ workload, ...changes }), workload, 'shop', 'acme');
  expect(object.apiVersion).toBe(apiVersion);
  expect(object['spec']).toMatchObject(spec);
});

test('a DaemonSet has as many pods as there are nodes: nothing is counted, spread or budgeted', () => {
  const objects = drawApp({ workload: 'DaemonSet', endpoints: [WEB] });
  expect(find(objects, 'DaemonSet', 'shop')['spec']).not.toHaveProperty('replicas');
  expect(podOf(objects, 'shop')).not.toHaveProperty('topologySpreadConstraints');
  expect(findAll(objects, 'PodDisruptionBudget', 'acme')).toEqual([]);
  expect(find(objects, 'Service', 'shop', 'acme')).toMatchObject({
    spec: { selector: { 'gatehouse.dev/app': 'shop' } },
  });
});

test("a CronJob's settings stand in the Job that it makes", () => {
  const objects = drawApp({ workload: 'CronJob', schedule: '@daily', job: { activeDeadlineSeconds: 60 } });
  expect(find(objects, 'CronJob', 'shop')).toMatchObject({
    spec: { jobTemplate: { spec: { activeDeadlineSeconds: 60 } } },
  });
});

test('no replicas at all are none, and not one', () => {
  expect(find(drawApp({ replicas: 0 }), 'Deployment', 'shop')).toMatchObject({ spec: { replicas: 0 } });
});

test('what runs to its end is restarted on failure unless the pod says otherwise; a Job is replaced, not patched', () => {
  const never = { containers: [{ name: 'a', image: 'a/b:1' }], restartPolicy: 'Never' as const };
  expect(podOf(drawApp({ workload: 'Job' }), 'shop')['restartPolicy']).toBe('OnFailure');
  expect(podOf(drawApp({ workload: 'Job', pod: never }), 'shop')['restartPolicy']).toBe('Never');
  expect(podOf(drawApp({ workload: 'CronJob', schedule: '@daily' }), 'shop')['restartPolicy']).toBe('OnFailure');
  expect(podOf(drawApp(), 'shop')).not.toHaveProperty('restartPolicy');
  expect(find(drawApp({ workload: 'Job' }), 'Job', 'shop').metadata.annotations).toMatchObject({
    'argocd.argoproj.io/sync-options': 'Force=true,Replace=true',
  });
});

test("a StatefulSet's pods have names of their own and keep their claims", () => {
  const claims = [{ metadata: { name: 'data' }, spec: { accessModes: ['ReadWriteOnce'], newField: { a: 1 } } }];
  const objects = drawApp({ workload: 'StatefulSet', volumeClaimTemplates: claims, endpoints: [SQL] });
  expect(find(objects, 'StatefulSet', 'shop')).toMatchObject({ spec: { volumeClaimTemplates: claims } });
  expect(find(objects, 'Service', 'shop-peers', 'acme')['spec']).toEqual({
    clusterIP: 'None',
    publishNotReadyAddresses: true,
    selector: { 'gatehouse.dev/app': 'shop' },
  });
});

test("the app's own ports lead to the sidecar, never to the app", () => {
  expect(find(drawApp({ endpoints: [SQL, WEB] }), 'Service', 'shop', 'acme')['spec']).toEqual({
    selector: { 'gatehouse.dev/app': 'shop' },
    ports: [
      { name: 'mesh-sql', port: 3306, targetPort: 33306 },
      { name: 'mesh-web', port: 50051, targetPort: 30051 },
      { name: 'edge-sql', port: 43306, targetPort: 43306 },
    ],
  });
});

test('an app that serves nothing has no Service', () => {
  expect(findAll(drawApp(), 'Service', 'acme')).toEqual([]);
});

test.each(['Deployment', 'StatefulSet', 'Job', 'CronJob'] as const)(
  'the pods of a %s have an identity without a token',
  (workload) => {
    const objects = drawApp({ workload, ...(workload === 'CronJob' ? { schedule: '@daily' } : {}) });
    expect(find(objects, 'ServiceAccount', 'shop', 'acme')['automountServiceAccountToken']).toBe(false);
    expect(podOf(objects, 'shop')).toMatchObject({ serviceAccountName: 'shop', automountServiceAccountToken: false });
  },
);

test('selectors are made of names alone, and select the pods', () => {
  for (const workload of ['Deployment', 'StatefulSet'] as const) {
    const object = find(drawApp({ workload, replicas: 2 }), workload, 'shop');
    const { selector } = object['spec'] as { selector: { matchLabels: Record<string, string> } };
    expect(selector).toEqual({ matchLabels: { 'gatehouse.dev/app': 'shop' } });
    expect(templateOf(object).metadata.labels).toMatchObject(selector.matchLabels);
  }
});

test('replicas are spread and budgeted; a single pod is neither', () => {
  const two = drawApp({ replicas: 2 });
  const selector = { matchLabels: { 'gatehouse.dev/app': 'shop' } };
  expect(find(two, 'PodDisruptionBudget', 'shop', 'acme')['spec']).toEqual({ maxUnavailable: 1, selector });
  expect(podOf(two, 'shop')['topologySpreadConstraints']).toMatchObject([{ labelSelector: selector }]);
  expect(podOf(drawApp(), 'shop')).not.toHaveProperty('topologySpreadConstraints');
  expect(findAll(drawApp(), 'PodDisruptionBudget', 'acme')).toEqual([]);
});

test('objects that somebody else makes are told to verify in an annotation of the pod', () => {
  const external = { secrets: ['a', 'b'], configMaps: ['c'], persistentVolumeClaims: ['d'] };
  const annotationsOf = (changes: Omit<AppChanges, 'name'>): unknown =>
    templateOf(find(drawApp(changes), 'Deployment', 'shop')).metadata.annotations;
  expect(annotationsOf({ external })).toEqual({
    'gatehouse.dev/external-references': 'Secret/a,Secret/b,ConfigMap/c,PersistentVolumeClaim/d',
  });
  expect(annotationsOf({})).toBeUndefined();
});
