/** Who reaches whom, worked out from the finished policies, and what each policy says. */
import fc from 'fast-check';
import type { Fleet } from '../model/fleet';
import type { Party } from '../model/flow';
import { planFlows } from '../model/flows';
import type { KubernetesObject } from '../model/manifest';
import { arbitraryFleet } from '../testing/arbitrary-fleet';
import { drawFleet, drawObjects, find, findAll, templateOf } from '../testing/drawn-fleet';
import { meantBy, OUTSIDE, outsideAt } from '../testing/outside-addresses';
import { loadSampleFleet } from '../testing/sample-fleet';
import { reachabilityOf, type Peer } from '../testing/policy-reach';

const ANYWHERE: Peer = { name: 'internet', labels: {} };
const CLUSTER_DNS: Peer = { name: 'kube-system/kube-dns', namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } };
/** Pods that Gatehouse did not make. */
const FOREIGN_POD: Peer = { name: 'default/some-pod', namespace: 'default', labels: { run: 'some-pod' } };
const FAKE_DNS: Peer = { name: 'kube-system/other', namespace: 'kube-system', labels: { 'k8s-app': 'other' } };

const fleet = loadSampleFleet();
const objects = drawObjects(fleet);
const policies = findAll(objects, 'NetworkPolicy');
const portsBetween = reachabilityOf(policies);

/** The pods of every workload. */
function podsOf(drawn: readonly KubernetesObject[]): Peer[] {
  const workloads = ['Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob'].flatMap((kind) =>
    findAll(drawn, kind),
  );
  return workloads
    .map((workload) => {
      const { name, namespace = '' } = workload.metadata;
      return { name: `${namespace}/${name}`, namespace, labels: templateOf(workload).metadata.labels };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

interface Reach {
  readonly from: string;
  readonly to: string;
  readonly ports: string;
}

/** For each pod, which of `callers` and of the pods reaches it. */
function reachOf(drawn: readonly KubernetesObject[], callers: readonly Peer[]): Reach[] {
  const between = reachabilityOf(findAll(drawn, 'NetworkPolicy'));
  const pods = podsOf(drawn);
  const outside = Object.keys(OUTSIDE).map(outsideAt);
  return [...callers, ...pods].flatMap((from) =>
    [...pods, ...(callers.includes(from) ? [] : outside)].flatMap((to) => {
      const ports = between(from, to);
      return ports.length === 0 ? [] : [{ from: from.name, to: to.name, ports: ports.join(', ') }];
    }),
  );
}

function peerName(party: Party): string {
  switch (party.kind) {
    case 'internet':
      return 'internet';
    case 'front':
      return 'gatehouse-front/front';
    case 'gate':
      return `${party.tenant}/gate`;
    case 'egress':
      return `${party.tenant}/egress`;
    case 'app':
      return `${party.tenant}/${party.app}`;
    case 'outside':
      return 'outside';
  }
}

function plannedReach(planned: Fleet): string[] {
  const byPair = new Map<string, Set<number>>();
  for (const { from, to, port } of planFlows(planned)) {
    for (const target of to.kind === 'outside' ? meantBy(to) : [peerName(to)]) {
      const pair = `${peerName(from)} -> ${target}`;
      byPair.set(pair, (byPair.get(pair) ?? new Set()).add(port));
    }
  }
  return Array.from(
    byPair,
    ([pair, ports]) =>
      `${pair} ${Array.from(ports, (port) => `TCP ${port}`)
        .sort()
        .join(', ')}`,
  ).sort();
}

test('who reaches whom', () => {
  const pods = podsOf(objects);
  const reaches = reachOf(objects, [ANYWHERE, FOREIGN_POD]);
  const width = (column: 'from' | 'to'): number => Math.max(...reaches.map((reach) => reach[column].length));
  const lines = reaches.map(
    ({ from, to, ports }) => `${from.padEnd(width('from'))} -> ${to.padEnd(width('to'))} ${ports}`,
  );
  const asked = new Set(pods.map((pod) => portsBetween(pod, CLUSTER_DNS).join(', ')));
  const dns = `each of the ${pods.length} pods -> ${CLUSTER_DNS.name} ${[...asked].join(' or ')}`;
  const rest = `${reaches.length} of ${(pods.length + 2) * pods.length} pairs, and no other`;
  expect(`\n${[...lines, dns, rest].join('\n')}\n`).toMatchSnapshot();
});

test('pods reach each other where a flow is planned, on its port, and nowhere else', () => {
  const reaches = reachOf(objects, [ANYWHERE]);
  expect(reaches.map(({ from, to, ports }) => `${from} -> ${to} ${ports}`).sort()).toEqual(plannedReach(fleet));
});

test('the same holds for any fleet', () => {
  fc.assert(
    fc.property(arbitraryFleet(), (any) => {
      const drawn = drawObjects(any);
      const reaches = reachOf(drawn, [ANYWHERE]);
      expect(reaches.map(({ from, to, ports }) => `${from} -> ${to} ${ports}`).sort()).toEqual(plannedReach(any));
    }),
    { numRuns: 30 },
  );
});

test("a pod asks the cluster's DNS and nothing else of the cluster", () => {
  for (const pod of podsOf(objects)) {
    expect(portsBetween(pod, CLUSTER_DNS)).toEqual(['TCP 53', 'UDP 53']);
    expect(portsBetween(pod, FAKE_DNS)).toEqual([]);
    expect(portsBetween(pod, FOREIGN_POD)).toEqual([]);
  }
});

test('DNS is asked where the platform says it is', () => {
  const dns = { namespace: 'dns', podLabels: { app: 'coredns', tier: 'infra' } };
  const between = reachabilityOf(findAll(drawFleet({ platform: { dns } }), 'NetworkPolicy'));
  const pod: Peer = { name: 'any', namespace: 'acme', labels: {} };
  const asked = (peer: Omit<Peer, 'name'>): string[] => between(pod, { name: 'dns', ...peer });
  expect(asked({ namespace: 'dns', labels: { app: 'coredns', tier: 'infra' } })).toEqual(['TCP 53', 'UDP 53']);
  expect(asked({ namespace: 'dns', labels: { app: 'coredns' } })).toEqual([]);
  expect(asked({ namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } })).toEqual([]);
});

test('a pod that nobody declared reaches nobody and is reached by nobody, whatever namespace it got into', () => {
  const pods = podsOf(objects);
  for (const { name } of fleet.tenants) {
    const stranger: Peer = { name: `${name}/stranger`, namespace: name, labels: {} };
    for (const pod of [ANYWHERE, FOREIGN_POD, ...pods.filter((other) => other.name !== 'gatehouse-front/front')]) {
      expect(portsBetween(stranger, pod).filter(() => pod.namespace !== undefined)).toEqual([]);
      expect(portsBetween(pod, stranger)).toEqual([]);
    }
  }
});

test("a pod that wears another tenant's labels gets no further than its own namespace allows", () => {
  const pods = podsOf(objects);
  for (const worn of pods.filter(({ namespace }) => namespace === 'acme' || namespace === 'gatehouse-front')) {
    const impostor: Peer = { name: 'globex/impostor', namespace: 'globex', labels: worn.labels };
    const reached = pods.filter((pod) => portsBetween(impostor, pod).length > 0).map(({ name }) => name);
    expect(reached.filter((name) => !name.startsWith('globex/'))).toEqual([]);
  }
});

test("labels are no key: a pod of a namespace without policies reaches nobody by wearing somebody's", () => {
  const pods = podsOf(objects).filter(({ name }) => name !== 'gatehouse-front/front');
  for (const worn of podsOf(objects)) {
    const impostor: Peer = { name: 'default/impostor', namespace: 'default', labels: worn.labels };
    expect(pods.filter((pod) => portsBetween(impostor, pod).length > 0)).toEqual([]);
  }
});

test('every namespace denies everything first, in both directions', () => {
  for (const namespace of ['gatehouse-front', ...fleet.tenants.map(({ name }) => name)]) {
    expect(find(policies, 'NetworkPolicy', 'default-deny', namespace)['spec']).toEqual({
      podSelector: {},
      policyTypes: ['Ingress', 'Egress'],
    });
  }
});

test('each hop is written at both of its ends, with the line that asked for it', () => {
  const cart = fleet.tenants[0]?.apps.find(({ name }) => name === 'cart');
  const line = cart?.source.placeOf(['spec', 'egresses', 0]).line ?? 0;
  expect(line).toBeGreaterThan(1);
  const out = find(policies, 'NetworkPolicy', 'out.cart.to.sessions.redis', 'acme');
  const into = find(policies, 'NetworkPolicy', 'in.sessions.redis.from.cart', 'acme');
  const of = (app: string): object => ({
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'acme' } },
    podSelector: { matchLabels: { 'gatehouse.dev/app': app } },
  });
  const ports = [{ protocol: 'TCP', port: 36379 }];
  expect(out['spec']).toEqual({
    podSelector: { matchLabels: { 'gatehouse.dev/app': 'cart' } },
    policyTypes: ['Egress'],
    egress: [{ to: [of('sessions')], ports }],
  });
  expect(into['spec']).toEqual({
    podSelector: { matchLabels: { 'gatehouse.dev/app': 'sessions' } },
    policyTypes: ['Ingress'],
    ingress: [{ from: [of('cart')], ports }],
  });
  for (const { metadata } of [out, into])
    expect(metadata.annotations?.['gatehouse.dev/origin']).toBe(`tenants/acme/cart.yaml:${line}`);
});

test('in any fleet there are two policies for each namespace and one for each end of each flow, of different names', () => {
  fc.assert(
    fc.property(arbitraryFleet(), (any) => {
      const drawn = findAll(drawObjects(any), 'NetworkPolicy');
      const ends = planFlows(any).reduce(
        (sum, { from, to }) => sum + (from.kind === 'internet' || to.kind === 'outside' ? 1 : 2),
        0,
      );
      expect(drawn).toHaveLength(2 * (any.tenants.length + 1) + ends);
      const names = drawn.map(({ metadata }) => `${metadata.namespace ?? ''}/${metadata.name}`);
      expect(new Set(names).size).toBe(names.length);
      const unasked = drawn.filter(
        ({ metadata }) => !/\.yaml:\d+$/.test(metadata.annotations?.['gatehouse.dev/origin'] ?? ''),
      );
      expect(new Set(unasked.map(({ metadata }) => metadata.name))).toEqual(new Set(['default-deny', 'dns']));
      const peers = drawn.flatMap(({ spec }) => JSON.stringify(spec).split('"podSelector"').slice(2));
      expect(JSON.stringify(drawn).split('"kubernetes.io/metadata.name"')).toHaveLength(peers.length + 1);
    }),
    { numRuns: 40 },
  );
});

test('apps that are called like the words of a policy name keep their policies apart', () => {
  const words = ['to', 'from', 'a', 'a-to', 'to-a', 'a-from', 'from-a'];
  const targets = words.flatMap((app) => words.map((word) => ({ app, endpoint: word })));
  const apps = words.map((name) => ({
    name,
    endpoints: words.map((word, i) => ({ name: word, port: 8080 + i, protocol: 'http' as const })),
    egresses: targets.map((to, i) => ({ name: `e${i}`, to, localPort: 9000 + i })),
  }));
  const names = findAll(drawFleet({ tenants: [{ name: 'to', apps }] }), 'NetworkPolicy', 'to').map(
    ({ metadata }) => metadata.name,
  );
  expect(new Set(names).size).toBe(names.length);
  expect(names).toHaveLength(2 + 2 * words.length ** 3);
});
