/** The law of folders: it does not matter how objects are divided among inspections, nor in which thread each was made. */
import * as fc from 'fast-check';
import type { KubernetesObject, Manifest } from '../model/manifest';
import { conclude } from './conclude';
import { inspect } from './inspect';
import { RULES } from './rules';
import { aManifest, anApp, aPassingTree, PRIVATE_KEY, SEALED_VALUE, withChange } from './sample-manifests';
import { verifyManifests } from './verify';

const byName = (name: string): object => ({ matchLabels: { 'kubernetes.io/metadata.name': name } });

/** Objects that lean on one another across namespaces, and some that stand in each other's way. */
const TREE: readonly Manifest[] = [
  ...aPassingTree('acme', ['shop', 'till']),
  ...withChange(anApp('zeta', 'web'), 'NetworkPolicy', 'spec/ingress/0/from/0', {
    namespaceSelector: byName('acme'),
    podSelector: { matchLabels: { app: 'shop' } },
  }),
  ...aPassingTree('zeta', []),
  ...anApp('kube-system', 'dns').filter(({ object }) => object.kind !== 'Service'),
  aManifest('bitnami.com/v1alpha1', 'SealedSecret', 'more', 'acme', {
    spec: { encryptedData: { 'tls.key': SEALED_VALUE } },
  }),
  aManifest('rbac.authorization.k8s.io/v1', 'RoleBinding', 'coredns', 'acme', {
    roleRef: { kind: 'ClusterRole', name: 'view' },
    subjects: [{ kind: 'ServiceAccount', name: 'coredns', namespace: 'kube-system' }],
  }),
  aManifest('example.com/v1', 'Lamp', 'hall', 'acme'),
  aManifest('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'lamps.example.com', undefined, {
    spec: { group: 'example.com', names: { kind: 'Lamp' }, scope: 'Namespaced' },
  }),
  aManifest('apps/v1', 'StatefulSet', 'store', 'acme', {
    spec: {
      ...Object(aPassingTree().find(({ object }) => object.kind === 'Deployment')?.object['spec']),
      serviceName: 'shop',
    } as Record<string, unknown>,
  }),
];

type Change = (manifest: Manifest) => Manifest;

function withField(path: readonly string[], value: unknown): Change {
  const set = (target: unknown, [step, ...rest]: readonly string[]): unknown => {
    if (step === undefined) return value;
    if (Array.isArray(target))
      return target.map((item, i) => (i === 0 ? set(item, [step, ...rest].slice(1)) : item) as unknown);
    const fields = typeof target === 'object' && target !== null ? (target as Record<string, unknown>) : {};
    return { ...fields, [step]: set(fields[step], rest) };
  };
  // What a change breaks is for the rules to find.
  return ({ path: file, object }) => ({ path: file, object: set(object, path) as KubernetesObject });
}

const CHANGES: readonly Change[] = [
  ...['acme', 'zeta', 'kube-system', 'nowhere', 'No!', undefined].map((namespace) =>
    withField(['metadata', 'namespace'], namespace),
  ),
  ...['shop', 'till', 'tls', 'settings', 'acme', 'runner', 'a_b'].map((name) => withField(['metadata', 'name'], name)),
  ...['Secret', 'ConfigMap', 'Service', 'SealedSecret', 'Lamp', 'Pod'].map((kind) => withField(['kind'], kind)),
  ...['v1', 'bitnami.com/v1alpha1', 'example.com/v1'].map((version) => withField(['apiVersion'], version)),
  ...[{ app: 'shop' }, { app: 'x' }, { 'k8s-app': 'kube-dns' }, { 'a b': 'c' }].flatMap((labels) => [
    withField(['metadata', 'labels'], labels),
    withField(['spec', 'template', 'metadata', 'labels'], labels),
    withField(['spec', 'selector'], labels),
    withField(['spec', 'podSelector'], { matchLabels: labels }),
  ]),
  ...[byName('acme'), byName('kube-system'), byName('openshift-dns'), {}].map((namespaceSelector) =>
    withField(
      ['spec', 'egress'],
      [{ to: [{ namespaceSelector, podSelector: { matchLabels: { app: 'dns' } } }], ports: [{ port: 53 }] }],
    ),
  ),
  ...['tls.key', 'other'].map((key) => withField(['data'], { [key]: Buffer.from(PRIVATE_KEY).toString('base64') })),
  withField(['spec', 'scope'], 'Cluster'),
  withField(['spec', 'ingress'], [{ from: [{ podSelector: {} }], ports: [{ port: 9 }] }]),
  withField(['spec', 'template', 'spec', 'initContainers'], []),
  withField(['spec', 'template', 'spec', 'imagePullSecrets'], [{ name: 'more' }]),
  withField(['roleRef'], { kind: 'Role', name: 'shop' }),
  () => aManifest('v1', 'Secret', 'more', 'acme'),
  () => aManifest('v1', 'Namespace', 'kube-system'),
  // One group and kind as the API server counts, under two kinds.
  () => ({ ...aManifest('v1', 'Lamp.example.com', 'hall', 'acme'), path: 'acme/lamp-hall.yaml' }),
  ({ object }) => ({ path: 'acme/service-shop.yaml', object }),
  ({ path, object }) => ({ path: path.toUpperCase(), object }),
];

const inFolders = (manifests: readonly Manifest[], folders: readonly number[]): Manifest[][] =>
  [0, 1, 2, 3].map((folder) => manifests.filter((_, i) => folders[i % folders.length] === folder));

/** Any objects of the tree, some of them twice, some of them changed, in any order. */
const objects = fc
  .tuple(
    fc.shuffledSubarray([...TREE], { minLength: TREE.length - 4 }),
    fc.array(fc.tuple(fc.constantFrom(...TREE), fc.constantFrom(...CHANGES)), { maxLength: 6 }),
  )
  .map(([kept, changed]) => [...changed.map(([manifest, change]) => change(manifest)), ...kept]);
const folders = fc.array(fc.nat(3), { minLength: 7, maxLength: 31 });

describe('inspections of folders, concluded', () => {
  it('says the same however the objects are divided, in any order, and after a journey to another thread', () => {
    const heard = new Set<string>();
    fc.assert(
      fc.property(objects, folders, fc.boolean(), (manifests, division, isReversed) => {
        const issues = verifyManifests(manifests);
        for (const { rule } of issues) heard.add(rule);
        const inspections = structuredClone(inFolders(manifests, division).map(inspect));
        expect(conclude(isReversed ? inspections.toReversed() : inspections)).toEqual(issues);
        expect(verifyManifests(manifests.toReversed())).toEqual(issues);
      }),
      { numRuns: 300 },
    );
    for (const { id, needs, conclude: last } of RULES) {
      if (needs !== undefined || last !== undefined) expect([...heard]).toContain(id);
    }
  });

  it('finds at a distance what each folder alone cannot know', () => {
    const folder = (namespace: string): Manifest[] => aPassingTree(namespace);
    const late = aManifest('v1', 'Pod', 'late', 'acme', {
      metadata: { name: 'late', namespace: 'acme', labels: { app: 'shop' } },
    });
    const texts = conclude([inspect(folder('acme')), inspect([late])]).map(
      ({ rule, where, message }) => `${rule} ${where.file} ${message}`,
    );
    expect(texts).toContain(
      'services-have-backends acme/service-shop.yaml port 443 goes to target port "mesh" (TCP), which the pods of Pod "late" of namespace "acme" do not declare (their ports: none)',
    );
  });

  it('keeps little of what it has seen, and nothing that is large', () => {
    const large = withChange(aPassingTree(), 'ConfigMap', 'data/mode', 'x'.repeat(100_000));
    expect(JSON.stringify(inspect(large)).length).toBeLessThan(5000);
    expect(inspect(aPassingTree()).open.size).toBeLessThan(4);
  });

  it('has needs with distinct ids', () => {
    const ids = RULES.flatMap(({ needs = [] }) => needs.map(({ id }) => id));
    expect(new Set(ids).size).toBe(ids.length);
  });
});
