import { aManifest, aPassingTree, verdict, withChange } from '../sample-manifests';

const crd = (scope: string): ReturnType<typeof aManifest> =>
  aManifest('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'lamps.example.com', undefined, {
    spec: { group: 'example.com', names: { kind: 'Lamp' }, scope },
  });

describe('valid-name', () => {
  it('accepts names as each kind may have them', () => {
    const tree = [
      ...aPassingTree(),
      aManifest('v1', 'ConfigMap', 'a.b.c', 'acme'),
      aManifest('rbac.authorization.k8s.io/v1', 'ClusterRole', 'Gate:Keeper_1'),
      aManifest('example.com/v1', 'Lamp', 'known-to-nobody'),
      aManifest('example.com/v1', 'Lamp', 'known-to-nobody', 'acme'),
    ];
    expect(verdict(tree)).toEqual([]);
  });

  it('refuses a Service name that begins with a digit, which other kinds may', () => {
    const service = aManifest('v1', 'Service', '1st', 'acme');
    expect(verdict([...aPassingTree(), service, aManifest('v1', 'ConfigMap', '1st', 'acme')])).toEqual([
      'valid-name acme/service-1st.yaml:1:1 "1st" (3 characters) cannot name a Service, allowed are lower-case letters, digits and "-", a letter first, a letter or digit last, at most 63 characters; rename it',
    ]);
  });

  it.each([
    ['v1', 'Namespace', 'a.b', undefined],
    ['v1', 'ConfigMap', 'Upper', 'acme'],
    ['v1', 'ConfigMap', 'a..b', 'acme'],
    ['v1', 'ConfigMap', 'a'.repeat(254), 'acme'],
    ['batch/v1', 'CronJob', 'a'.repeat(53), 'acme'],
    ['batch/v1', 'Job', 'a'.repeat(64), 'acme'],
    ['apps/v1', 'StatefulSet', 'a'.repeat(53), 'acme'],
    ['rbac.authorization.k8s.io/v1', 'Role', '..', 'acme'],
    ['rbac.authorization.k8s.io/v1', 'Role', 'a/b', 'acme'],
    ['rbac.authorization.k8s.io/v1', 'Role', 'a%b', 'acme'],
    ['v1', 'ConfigMap', '', 'acme'],
  ])('refuses %s %s "%s"', (apiVersion, kind, name, namespace) => {
    const issues = verdict([...aPassingTree(), aManifest(apiVersion, kind, name, namespace)]);
    expect(issues.filter((text) => text.startsWith('valid-name '))).toHaveLength(1);
  });

  it('asks for a namespace where the kind lives in one', () => {
    expect(verdict([...aPassingTree(), aManifest('v1', 'ConfigMap', 'lost')])).toEqual([
      'valid-name cluster/configmap-lost.yaml:1:1 ConfigMap "lost" names no namespace, and every ConfigMap lives in one; give it a metadata.namespace',
    ]);
  });

  it('refuses a namespace where the kind belongs to the cluster', () => {
    expect(verdict([...aPassingTree(), aManifest('node.k8s.io/v1', 'RuntimeClass', 'kata', 'acme')])).toEqual([
      'valid-name acme/runtimeclass-kata.yaml:1:1 RuntimeClass "kata" names the namespace "acme", and a RuntimeClass belongs to the whole cluster; remove metadata.namespace',
    ]);
  });

  it('learns the scope of custom resources from their definitions', () => {
    const free = aManifest('example.com/v1', 'Lamp', 'one');
    const bound = aManifest('example.com/v1', 'Lamp', 'two', 'acme');
    expect(verdict([...aPassingTree(), crd('Cluster'), free])).toEqual([]);
    expect(verdict([...aPassingTree(), crd('Cluster'), bound])).toHaveLength(1);
    expect(verdict([...aPassingTree(), crd('Namespaced'), bound])).toEqual([]);
    expect(verdict([...aPassingTree(), crd('Namespaced'), free])).toHaveLength(1);
  });

  it('refuses labels that the API server refuses', () => {
    const labels = { ok: '', 'a/b/c': 'x', app: 'a b', port: 8080, 'Example.com/x': 'x' };
    expect(verdict(withChange(aPassingTree(), 'Secret', 'metadata/labels', labels))).toEqual([
      'valid-name acme/secret-tls.yaml:1:1 metadata.labels gives "app" the value "a b", allowed are letters, digits, "-", "_" and ".", a letter or digit first and last, at most 63 characters, or nothing at all; shorten or respell the value, or make it an annotation',
      'valid-name acme/secret-tls.yaml:1:1 metadata.labels gives "port" the value 8080, only text is allowed; put the value in quotes',
      'valid-name acme/secret-tls.yaml:1:1 metadata.labels has the key "Example.com/x", allowed are letters, digits, "-", "_" and ".", a letter or digit first and last, at most 63 characters, after an optional DNS name and "/"; respell the key',
      'valid-name acme/secret-tls.yaml:1:1 metadata.labels has the key "a/b/c", allowed are letters, digits, "-", "_" and ".", a letter or digit first and last, at most 63 characters, after an optional DNS name and "/"; respell the key',
    ]);
  });

  it('looks at the labels of pod templates too', () => {
    const tree = withChange(aPassingTree(), 'Deployment', 'spec/template/metadata/labels/version', '-1');
    expect(verdict(tree)).toEqual([
      'valid-name acme/deployment-shop.yaml:1:1 spec.template.metadata.labels gives "version" the value "-1", allowed are letters, digits, "-", "_" and ".", a letter or digit first and last, at most 63 characters, or nothing at all; shorten or respell the value, or make it an annotation',
    ]);
  });

  it('counts annotations, keys and values together, and accepts upper case in their keys', () => {
    const annotations = (bytes: number): object => ({ 'Example.com/note': 'x'.repeat(bytes - 16) });
    const tree = (bytes: number): ReturnType<typeof withChange> =>
      withChange(aPassingTree(), 'Secret', 'metadata/annotations', annotations(bytes));
    expect(verdict(tree(262144))).toEqual([]);
    expect(verdict(tree(262145))).toEqual([
      'valid-name acme/secret-tls.yaml:1:1 metadata.annotations takes 262145 bytes, keys and values together, at most 262144 (256 KiB) are allowed; move the largest annotation into a ConfigMap',
    ]);
  });
});
