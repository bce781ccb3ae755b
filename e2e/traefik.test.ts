/**
 * Every hello against a real implementation of the Gateway API, Traefik, with the objects of engine gateway-api. Only where
 * GATEHOUSE_E2E_TRAEFIK names a folder of this machine, which is also the node, with `traefik` and `crds/` (e2e/README.md).
 */
import { join } from 'node:path';
import { tryRun } from './command';
import { IMAGE, KEEP, publish } from './environment';
import { eventually, must } from './eventually';
import { copyFleet, edit, removeCopy, synthesize } from './fleet-copy';
import { CORPUS } from './hellos/corpus';
import { ACME, FOREIGN_HOST, GLOBEX, HOST, type Hello } from './hellos/hello';
import { expectedOfTraefik, type TraefikOutcome } from './hellos/expected-outcomes';
import { sendHellos, serverAnswerOf, takerOf, type HelloAnswer } from './hellos/send-hellos';
import { standInForGates } from './hellos/stand-ins';
import {
  applyAll,
  applyNamespaces,
  claimNamespaces,
  namespacesOf,
  removeEverything,
  waitUntilReady,
} from './installation';
import { fetchFromInternet } from './internet';
import { applyObjects, kubectl, podOf } from './kubectl';
import { authorityOf } from './two-tenants';

const FOLDER = process.env['GATEHOUSE_E2E_TRAEFIK'] ?? '';
const EDGE = 'e2e-edge';
const TRAEFIK = 'traefik';
const SECONDS = 15;

const FRONT = `  front:
    engine: gateway-api
    gatewayApi:
      className: ${TRAEFIK}
      listeners: gateway
      dataPlane: { namespace: ${EDGE}, podLabels: { app: ${TRAEFIK} } }
  gate:`;

const metadata = { name: TRAEFIK, namespace: EDGE };

const OBJECTS: readonly unknown[] = [
  { apiVersion: 'v1', kind: 'ServiceAccount', metadata },
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: EDGE },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
    subjects: [{ kind: 'ServiceAccount', name: TRAEFIK, namespace: EDGE }],
  },
  {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'GatewayClass',
    metadata: { name: TRAEFIK },
    spec: { controllerName: 'traefik.io/gateway-controller' },
  },
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata,
    spec: { type: 'LoadBalancer', externalTrafficPolicy: 'Local', selector: { app: TRAEFIK }, ports: [{ port: 443 }] },
  },
  {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { ...metadata, labels: { app: TRAEFIK } },
    spec: {
      serviceAccountName: TRAEFIK,
      terminationGracePeriodSeconds: 1,
      containers: [
        {
          name: TRAEFIK,
          image: IMAGE,
          imagePullPolicy: 'IfNotPresent',
          command: [
            '/given/traefik',
            '--entryPoints.tls.address=:443',
            '--providers.kubernetesgateway=true',
            '--log.level=INFO',
          ],
          volumeMounts: [{ name: 'given', mountPath: '/given', readOnly: true }],
        },
      ],
      volumes: [{ name: 'given', hostPath: { path: FOLDER } }],
    },
  },
];

(FOLDER === '' ? describe.skip : describe)('Traefik as the front', () => {
  const copy = copyFleet('e2e/fleets/hellos');
  let answers: readonly HelloAnswer[];
  let taken: readonly HelloAnswer[];

  beforeAll(async () => {
    await removeEverything();
    edit(copy, 'platform.yaml', '  gate:', FRONT);
    await synthesize(copy);
    await claimNamespaces(...namespacesOf(copy), EDGE);
    await kubectl('apply', '--server-side', '--force-conflicts', '-f', join(FOLDER, 'crds'));
    await kubectl('wait', '--for=condition=Established', '--timeout=60s', 'crd', '--all');
    await applyNamespaces(copy);
    await applyAll(copy);
    await applyObjects(...OBJECTS);
    await publish(EDGE, TRAEFIK);
    await podOf(EDGE, TRAEFIK);
    await waitUntilReady(ACME, GLOBEX);
    await eventually(
      'both tenants are reached',
      60,
      async () => {
        for (const [tenant, host] of [
          [ACME, HOST],
          [GLOBEX, FOREIGN_HOST],
        ] as const) {
          const { status, error } = await fetchFromInternet({ host, authority: authorityOf(copy, tenant) });
          must(status === 200, `${host}: ${status} ${error}`);
        }
      },
      () => kubectl('-n', EDGE, 'logs', TRAEFIK),
    );
    answers = await sendHellos(CORPUS, SECONDS);
    await standInForGates('plain');
    taken = await sendHellos(CORPUS, SECONDS);
  });

  afterAll(async () => {
    if (!KEEP) {
      await removeEverything();
      await tryRun(['kubectl', 'delete', 'clusterrolebinding', EDGE]);
      await tryRun(['kubectl', 'delete', '--wait=false', '-f', join(FOLDER, 'crds')]);
    }
    removeCopy(copy);
  });

  const each = CORPUS.map((hello, i): [string, Hello, number] => [hello.id, hello, i]);

  it.each(each)('%s', (_, hello, i) => {
    const [whole, front] = [answers[i], taken[i]];
    must(whole !== undefined && front !== undefined, 'no answer');
    const taker = takerOf(hello, front);
    if (taker !== undefined) expect(taker).toMatchObject({ tenant: hello.owner, isWhole: true });
    expect(outcomeOf(front, taker !== undefined)).toBe(expectedOfTraefik(hello));
    if (hello.isProper) expect(serverAnswerOf(whole)).toBe('ServerHello');
  });
});

function outcomeOf({ received, closedAfter }: HelloAnswer, isTaken: boolean): TraefikOutcome {
  if (isTaken) return 'routed';
  if (received.length > 0) return 'itself';
  return closedAfter === null ? 'never' : 'at once';
}
