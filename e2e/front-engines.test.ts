/** The front's other engines: what they read is what a real API server and a real nginx make of it, and gates know who the front is. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { GATE } from '../lib/model/names';
import { GATE_PORT } from '../lib/model/ports';
import { NGINX_USER } from '../lib/model/images';
import { attemptInside, httpRequest, proxyHeader, type Attempt } from './attempt';
import { tryRun } from './command';
import { IMAGE, KEEP } from './environment';
import { eventually, must } from './eventually';
import { copyFleet, edit, readManifests, removeCopy, synthesize } from './fleet-copy';
import { ACME, DOMAIN, GLOBEX, HOST } from './hellos/hello';
import {
  applyAll,
  applyNamespaces,
  claimNamespaces,
  namespacesOf,
  removeEverything,
  waitUntilReady,
} from './installation';
import { addressOf, applyObjects, exec, kubectl, podOf } from './kubectl';
import { nginxSubjectsOf } from './nginx-subjects';
import { parseAnswer } from './internet';
import { NGINX_BENCH, PLAIN_CLIENT, PLAIN_NAMESPACE, startPlainPods } from './plain-pods';
import { authorityOf } from './two-tenants';

const EDGE = 'e2e-edge';
const DATA_PLANE = 'data-plane';
const BESIDE = 'beside';
const CRDS = ['gateways', 'listenersets', 'tlsroutes'].map((plural) => `${plural}.gateway.networking.k8s.io`);
const CRD_FILES = ['gateways', 'listenersets', 'tlsroutes'].map((plural) =>
  resolve(__dirname, `../imports/crds/gateway.networking.k8s.io_${plural}.yaml`),
);

const GATEWAY_API = `  front:
    engine: gateway-api
    gatewayApi:
      className: edge
      dataPlane:
        namespace: ${EDGE}
        podLabels: { app: ${DATA_PLANE} }
  gate:`;

const K8SNIFF = `  front:
    engine: k8sniff
    k8sniff: { image: '${IMAGE}' }
  gate:`;

/** A pod of the namespace in which the data plane is; only one of the two is the data plane. */
function edgePod(name: string): unknown {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: EDGE, labels: { app: name } },
    spec: {
      automountServiceAccountToken: false,
      terminationGracePeriodSeconds: 1,
      securityContext: { runAsUser: NGINX_USER },
      containers: [{ name, image: IMAGE, imagePullPolicy: 'IfNotPresent', command: ['sleep', '600'] }],
    },
  };
}

function gateOf(tenant: string): Pick<Attempt, 'host' | 'port'> {
  return { host: `${GATE}.${tenant}.svc.cluster.local`, port: GATE_PORT };
}

describe('with engine gateway-api', () => {
  const copy = copyFleet('e2e/fleets/hellos');

  beforeAll(async () => {
    await removeEverything();
    edit(copy, 'platform.yaml', '  gate:', GATEWAY_API);
    await synthesize(copy);
    await claimNamespaces(...namespacesOf(copy), EDGE);
    for (const file of CRD_FILES) await kubectl('apply', '--server-side', '-f', file);
    await kubectl('wait', '--for=condition=Established', '--timeout=60s', ...CRDS.map((name) => `crd/${name}`));
    await applyNamespaces(copy);
    await startPlainPods(PLAIN_CLIENT);
    await applyObjects(edgePod(DATA_PLANE), edgePod(BESIDE));
  });

  afterAll(async () => {
    if (!KEEP) {
      await removeEverything();
      await tryRun(['kubectl', 'delete', '--wait=false', ...CRDS.map((name) => `crd/${name}`)]);
    }
    removeCopy(copy);
  });

  it('a real API server takes every object as it is, without a remark', async () => {
    expect(await applyAll(copy)).toBe('');
    const kinds = readManifests(copy).map(({ object }) => object.kind);
    expect(['Gateway', 'ListenerSet', 'TLSRoute'].map((kind) => kinds.filter((one) => one === kind).length)).toEqual([
      1, 2, 2,
    ]);
    await waitUntilReady(ACME, GLOBEX);
  });

  it('and keeps them as they are: what is applied again changes nothing', async () => {
    const spec = async (): Promise<string> =>
      kubectl('get', 'gateways,listenersets,tlsroutes', '-A', '-o', 'jsonpath={.items[*].metadata.generation}');
    expect(await spec()).toBe('1 1 1 1 1');
    await applyAll(copy);
    expect(await spec()).toBe('1 1 1 1 1');
  });

  it('it refuses such objects where they are wrong: so it has read them', async () => {
    const route = readManifests(copy).find(({ object }) => object.kind === 'TLSRoute')?.object;
    const set = readManifests(copy).find(({ object }) => object.kind === 'ListenerSet')?.object;
    must(route !== undefined && set !== undefined, 'no route');
    const listeners = (set.spec as { listeners: unknown[] }).listeners;
    const wrong = [
      { ...route, spec: { ...(route.spec as object), hostnames: ['203.0.113.1'] } },
      { ...route, spec: { ...(route.spec as object), hostnames: [] } },
      {
        ...set,
        spec: { ...(set.spec as object), listeners: [...listeners, { ...(listeners[0] as object), name: 'again' }] },
      },
    ];
    for (const object of wrong) {
      const words = ['kubectl', 'apply', '--server-side', '--force-conflicts', '--dry-run=server', '-f', '-'];
      expect((await tryRun(words, JSON.stringify(object))).stderr).toMatch(/invalid|Invalid/);
    }
  });

  it('the data plane reaches each gate, and the apps see its address for the client’s', async () => {
    const tls = { serverName: HOST, authority: authorityOf(copy, ACME) };
    const attempt = { ...gateOf(ACME), tls, send: httpRequest(HOST, '/', 'X-Forwarded-For: 10.0.0.1') };
    const own = addressOf(await podOf(EDGE, DATA_PLANE));
    await eventually('the policies stand', 30, async () => {
      const [outcome] = await attemptInside(EDGE, DATA_PLANE, [attempt]);
      must(outcome?.received.startsWith('HTTP/1.1 200 ') === true, JSON.stringify(outcome));
      const body = outcome.received.slice(outcome.received.indexOf('\r\n\r\n') + 4);
      expect(parseAnswer(body)).toMatchObject({ host: HOST, forwardedFor: own });
    });
    const redis = { serverName: `redis.cache.${ACME}.${DOMAIN}`, authority: authorityOf(copy, ACME) };
    const [ping] = await attemptInside(EDGE, DATA_PLANE, [{ ...gateOf(ACME), tls: redis, send: 'PING\r\n' }]);
    expect(ping?.received).toBe('+PONG\r\n');
  });

  it('a PROXY header that somebody makes up gets no answer: no gate listens for one', async () => {
    const tls = { serverName: HOST };
    const forged = { ...gateOf(ACME), before: proxyHeader('198.51.100.7'), tls, send: httpRequest(HOST, '/') };
    const [outcome] = await attemptInside(EDGE, DATA_PLANE, [forged]);
    expect(outcome).toMatchObject({ opened: true, handshake: false, received: '' });
  });

  it('another pod of the data plane’s namespace, and one with its label in another, open nothing', async () => {
    const attempts = [ACME, GLOBEX].map((tenant) => ({ ...gateOf(tenant), tls: { serverName: HOST } }));
    await kubectl('-n', PLAIN_NAMESPACE, 'label', '--overwrite', 'pod', PLAIN_CLIENT, `app=${DATA_PLANE}`);
    const outcomes = [
      ...(await attemptInside(EDGE, BESIDE, attempts)),
      ...(await attemptInside(PLAIN_NAMESPACE, PLAIN_CLIENT, attempts)),
    ];
    expect(outcomes.map(({ opened }) => opened)).toEqual([false, false, false, false]);
  });
});

interface Copied {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

describe('with engine k8sniff', () => {
  const copy = copyFleet('e2e/fleets/hellos');
  const program = readFileSync(join(__dirname, 'programs/api_copy.py'), 'utf8');

  beforeAll(async () => {
    await removeEverything();
    edit(copy, 'platform.yaml', '  gate:', K8SNIFF);
    await synthesize(copy);
    await startPlainPods(NGINX_BENCH);
  });

  afterAll(async () => {
    if (!KEEP) await removeEverything();
    removeCopy(copy);
  });

  it('a real nginx serves the copy of the API: lists, watches that end at once, and nothing that changes anything', async () => {
    const front = nginxSubjectsOf(copy).find(({ name }) => name === 'gatehouse-front/front');
    must(front !== undefined, 'no front');
    const [ingresses, services] = ['/apis/extensions/v1beta1/ingresses', '/api/v1/services'];
    const asked = [
      ['GET', `${ingresses}?limit=500&resourceVersion=0`],
      ['GET', services],
      ['GET', `${ingresses}?watch=true&resourceVersion=1`],
      ['GET', `${services}?watch=1`],
      ['POST', ingresses],
      ['DELETE', services],
      ['GET', '/api/v1/secrets'],
    ];
    const input = JSON.stringify({ files: front.files, configuration: front.configuration, asked });
    const output = await exec(PLAIN_NAMESPACE, NGINX_BENCH, ['python3', '-c', program], input);
    const answers = JSON.parse(output) as readonly Copied[];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 403, 403, 404]);
    expect(answers.slice(0, 2).map(({ type }) => type)).toEqual(['application/json', 'application/json']);
    expect(answers.slice(2, 4).map(({ body }) => body)).toEqual(['', '']);
    const lists = answers.slice(0, 2).map(({ body }) => JSON.parse(body) as { kind: string; items: unknown[] });
    expect(lists.map(({ kind, items }) => [kind, items.length])).toEqual([
      ['IngressList', 2],
      ['ServiceList', 2],
    ]);
    expect(answers[0]?.body).toContain(HOST);
  });

  it('a real API server takes every object without a remark', async () => {
    await claimNamespaces(...namespacesOf(copy));
    await applyNamespaces(copy);
    expect(await applyAll(copy, '--dry-run=server')).toBe('');
  });
});
