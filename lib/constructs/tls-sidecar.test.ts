/** What comes out of a user's pod: everything that the user wrote, and a sidecar round it. */
import fc from 'fast-check';
import type { PlatformChanges } from '../testing/a-platform';
import type { AppChanges } from '../testing/an-app';
import { drawFleet, podOf, type DrawnContainer, type DrawnPod } from '../testing/drawn-fleet';

const ENDPOINT = { name: 'web', port: 8080, protocol: 'http' } as const;
const SIDECAR = 'gatehouse-sidecar';

function drawPod(app: Omit<AppChanges, 'name'> = {}, platform: PlatformChanges = {}): DrawnPod {
  return podOf(drawFleet({ platform, tenants: [{ apps: [{ name: 'shop', ...app }] }] }), 'shop');
}

/** A pod of one container, with `fields` in it. */
function drawMain(
  fields: Record<string, unknown>,
  app: Omit<AppChanges, 'pod'> = {},
  version = '1.33',
): DrawnContainer {
  const pod = { containers: [{ name: 'main', image: 'registry.example/app:1', ...fields }] };
  return only(drawPod({ ...app, pod }, { kubernetesVersion: version }).containers);
}

function only<T>(list: readonly T[]): T {
  const [first] = list;
  if (first === undefined || list.length !== 1) throw new Error(`${list.length} instead of one`);
  return first;
}

/** Plain data as people write it in YAML. */
const { value: anything } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.string(),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    tie('list'),
    tie('object'),
  ),
  list: fc.array(tie('value'), { maxLength: 3 }),
  object: fc.dictionary(fc.stringMatching(/^[a-z][A-Za-z0-9./-]{0,12}$/), tie('value'), { maxKeys: 3 }),
}));

/** Names that no field of Kubernetes has: fields that are younger than Gatehouse. */
const newFields = fc.dictionary(fc.stringMatching(/^new[A-Z][A-Za-z]{0,8}$/), anything, { maxKeys: 4 });

test('fields of a pod and of its containers that Gatehouse does not know come out as they went in', () => {
  fc.assert(
    fc.property(newFields, newFields, newFields, (ofPod, ofContainer, ofInit) => {
      const container = { name: 'main', image: 'registry.example/app:1', ...ofContainer };
      const init = { name: 'first', image: 'registry.example/init:1', ...ofInit };
      const pod = drawPod({ pod: { ...ofPod, containers: [container], initContainers: [init] } });
      expect(pod).toMatchObject(ofPod);
      expect(only(pod.containers)).toMatchObject(container);
      expect(only(pod.initContainers.slice(1))).toMatchObject(init);
    }),
    { numRuns: 40 },
  );
});

test('what Kubernetes knows and Gatehouse does not touch comes out as it went in', () => {
  const written = {
    affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [] } } },
    hostAliases: [{ ip: '192.0.2.1', hostnames: ['a.example'] }],
    priorityClassName: 'high',
    runtimeClassName: 'gvisor',
    terminationGracePeriodSeconds: 0,
    tolerations: [{ key: 'gpu', operator: 'Exists' }],
    topologySpreadConstraints: [],
    resourceClaims: [{ name: 'gpu', resourceClaimName: 'one' }],
  };
  const volumes = [{ name: 'data', ephemeral: { volumeClaimTemplate: { spec: { accessModes: ['ReadWriteOnce'] } } } }];
  const containers = [
    {
      name: 'main',
      image: 'registry.example/app:1',
      env: [
        { name: 'EMPTY', value: '' },
        { name: 'NODE', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
      ],
      stdin: false,
      volumeMounts: [{ name: 'data', mountPath: '/data', subPathExpr: '$(POD)' }],
    },
  ];
  const pod = drawPod({ replicas: 2, pod: { ...written, volumes, containers } });
  expect(pod).toMatchObject({ ...written, containers });
  expect((pod['volumes'] as unknown[])[0]).toEqual(volumes[0]);
});

test('the sidecar starts before and ends after every container of the app', () => {
  const pod = drawPod({
    pod: {
      initContainers: [{ name: 'first', image: 'registry.example/init:1' }],
      containers: [{ name: 'main', image: 'registry.example/app:1' }],
    },
  });
  expect(pod.initContainers.map(({ name }) => name)).toEqual([SIDECAR, 'first']);
  expect(pod.initContainers[0]).toMatchObject({ restartPolicy: 'Always' });
  expect(pod.initContainers[0]).toHaveProperty('startupProbe.httpGet', { path: '/ready', port: 29999 });
  expect(pod.initContainers[1]).not.toHaveProperty('restartPolicy');
  expect(pod.containers.map(({ name }) => name)).toEqual(['main']);
});

test('every container is confined', () => {
  const image = 'registry.example/app:1';
  const pod = drawPod({
    pod: {
      initContainers: [{ name: 'first', image }],
      containers: [
        { name: 'main', image },
        { name: 'other', image },
      ],
    },
  });
  for (const container of [...pod.initContainers, ...pod.containers]) {
    expect(container['securityContext']).toMatchObject({
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      readOnlyRootFilesystem: true,
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
    });
  }
  expect(pod).toMatchObject({ automountServiceAccountToken: false, serviceAccountName: 'shop' });
  expect(pod).toMatchObject({ securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } } });
});

test('what a container says of its own confinement stands, beside what it does not say', () => {
  const main = drawMain({ securityContext: { readOnlyRootFilesystem: false, runAsUser: 7 } });
  expect(main['securityContext']).toEqual({
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'] },
    readOnlyRootFilesystem: false,
    runAsNonRoot: true,
    runAsUser: 7,
    seccompProfile: { type: 'RuntimeDefault' },
  });
});

test('a container that adds a capability still drops all others', () => {
  const main = drawMain({ securityContext: { capabilities: { add: ['NET_BIND_SERVICE'] } } });
  expect(main).toHaveProperty('securityContext.capabilities', { drop: ['ALL'], add: ['NET_BIND_SERVICE'] });
});

test("the pod's own sysctls and security settings are kept, and the sidecar's ports are reserved besides", () => {
  const given = { fsGroup: 2000, sysctls: [{ name: 'net.ipv4.tcp_syncookies', value: '1' }] };
  const pod = drawPod({ pod: { securityContext: given, containers: [{ name: 'main', image: 'a/b:1' }] } });
  expect(pod['securityContext']).toEqual({
    fsGroup: 2000,
    runAsNonRoot: true,
    seccompProfile: { type: 'RuntimeDefault' },
    sysctls: [
      { name: 'net.ipv4.tcp_syncookies', value: '1' },
      { name: 'net.ipv4.ip_local_reserved_ports', value: '29999-49999' },
    ],
  });
});

test.each([
  ['nothing', {}, { cpu: '50m', memory: '64Mi' }, { cpu: '1', memory: '256Mi' }],
  ['a request', { requests: { cpu: '2' } }, { cpu: '2', memory: '64Mi' }, { cpu: '2', memory: '256Mi' }],
  ['a limit', { limits: { memory: '32Mi' } }, { cpu: '50m', memory: '32Mi' }, { cpu: '1', memory: '32Mi' }],
  [
    'both',
    { requests: { memory: '1Gi' }, limits: { memory: '2Gi', 'example.com/gpu': 1 } },
    { cpu: '50m', memory: '1Gi', 'example.com/gpu': 1 },
    { cpu: '1', memory: '2Gi', 'example.com/gpu': 1 },
  ],
])(
  'a container that gives %s of its resources gets the rest, request and limit in pairs',
  (_, given, requests, limits) => {
    const claims = [{ name: 'gpu' }];
    expect(drawMain({ resources: { ...given, claims } })['resources']).toEqual({ requests, limits, claims });
  },
);

test('httpGet probes lead to the sidecar and keep their times; exec probes stay', () => {
  const exec = { exec: { command: ['true'] }, periodSeconds: 3 };
  const main = drawMain({
    readinessProbe: {
      httpGet: { path: '/ok', port: 8080, httpHeaders: [{ name: 'A', value: 'b' }] },
      periodSeconds: 7,
    },
    startupProbe: { httpGet: { port: 8080 }, failureThreshold: 9 },
    livenessProbe: exec,
  });
  expect(main['readinessProbe']).toEqual({
    httpGet: { path: '/gatehouse/probe/main/readinessProbe', port: 29999 },
    periodSeconds: 7,
  });
  expect(main['startupProbe']).toEqual({
    httpGet: { path: '/gatehouse/probe/main/startupProbe', port: 29999 },
    failureThreshold: 9,
  });
  expect(main['livenessProbe']).toEqual(exec);
});

const SLEEP = { preStop: { sleep: { seconds: 5 } } };

test('a served container waits before it stops, where Kubernetes can sleep', () => {
  expect(drawMain({}, { endpoints: [ENDPOINT] }, '1.30')['lifecycle']).toEqual(SLEEP);
  expect(drawMain({}, { endpoints: [ENDPOINT] }, '1.33')['lifecycle']).toEqual(SLEEP);
  expect(drawMain({}, { endpoints: [ENDPOINT] }, '1.29')).not.toHaveProperty('lifecycle');
});

test('a container of an app without endpoints stops at once', () => {
  expect(drawMain({})).not.toHaveProperty('lifecycle');
});

test("a container's own lifecycle is kept, and its own preStop instead of ours", () => {
  const postStart = { exec: { command: ['warm-up'] } };
  const preStop = { exec: { command: ['say-goodbye'] } };
  const withEndpoint = { endpoints: [ENDPOINT] };
  expect(drawMain({ lifecycle: { postStart } }, withEndpoint)['lifecycle']).toEqual({ postStart, ...SLEEP });
  expect(drawMain({ lifecycle: { postStart, preStop } }, withEndpoint)['lifecycle']).toEqual({ postStart, preStop });
});

test('the sidecar offers a mesh port for each endpoint, an edge port for public TLS, and its health', () => {
  const pod = drawPod({
    endpoints: [
      ENDPOINT,
      { name: 'grpc', port: 50051, protocol: 'tls', expose: 'tenant' },
      { name: 'sql', port: 3306, protocol: 'tls', expose: 'public' },
      { name: 'api', port: 443, protocol: 'http', expose: 'public' },
    ],
  });
  const ports = pod.initContainers[0]?.['ports'] as { containerPort: number }[];
  expect(ports.map(({ containerPort }) => containerPort).sort()).toEqual([29999, 30051, 30443, 33306, 38080, 43306]);
});

test('the volumes of a pod do not depend on its neighbours, so that their changes restart nobody', () => {
  const app = { name: 'shop', endpoints: [ENDPOINT] };
  const egresses = [{ name: 'web', to: { app: 'shop', endpoint: 'web' }, localPort: 9000 }];
  const alone = podOf(drawFleet({ tenants: [{ apps: [app] }] }), 'shop');
  const called = podOf(drawFleet({ tenants: [{ apps: [app, { name: 'caller', egresses }] }] }), 'shop');
  expect(called).toEqual(alone);
  expect(alone['volumes']).toEqual([
    { name: 'gatehouse-config', configMap: { name: 'shop-sidecar' } },
    { name: 'gatehouse-leaf', secret: { secretName: 'shop-leaf' } },
    { name: 'gatehouse-trust', configMap: { name: 'trust' } },
    { name: 'gatehouse-tmp', emptyDir: { sizeLimit: '64Mi' } },
  ]);
});
