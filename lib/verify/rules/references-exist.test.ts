import type { Manifest } from '../../model/manifest';
import { aManifest, aPassingTree, verdict, withChange, SEALED_VALUE } from '../sample-manifests';

const POD = 'spec/template/spec';
const deployment = (path: string, value: unknown): Manifest[] =>
  withChange(aPassingTree(), 'Deployment', `${POD}/${path}`, value);
const without = (kind: string): Manifest[] => aPassingTree().filter(({ object }) => object.kind !== kind);
const say = (manifests: readonly Manifest[]): string[] =>
  verdict(manifests).map((text) => text.replace('references-exist acme/deployment-shop.yaml:1:1 ', ''));

describe('references-exist', () => {
  it('accepts a tree that holds all that it refers to', () => {
    expect(verdict(aPassingTree())).toEqual([]);
  });

  it('refuses a namespace that nobody makes, once for all its objects', () => {
    expect(
      verdict([...aPassingTree(), aManifest('v1', 'ConfigMap', 'a', 'zeta'), aManifest('v1', 'Secret', 'b', 'zeta')]),
    ).toEqual([
      'references-exist zeta/configmap-a.yaml:1:1 ConfigMap "a" of namespace "zeta" and 1 more live in a namespace that nobody makes (the namespaces: "acme"); add Namespace "zeta" or correct metadata.namespace',
    ]);
  });

  it('knows the namespaces that every cluster has', () => {
    const objects = ['default', 'kube-system', 'argocd'].map((name) => aManifest('v1', 'ConfigMap', 'a', name));
    expect(verdict([...aPassingTree(), ...objects])).toEqual([]);
  });

  it.each([
    [
      'ConfigMap',
      'env "MODE" of container "shop" needs ConfigMap "settings", which namespace "acme" does not have (its ConfigMaps: none); add it, correct the name, or name "ConfigMap/settings" in the annotation gatehouse.dev/external-references of the pod template',
    ],
    [
      'Secret',
      'volume "tls" needs Secret "tls", which namespace "acme" does not have (its Secrets: none); add it, correct the name, or name "Secret/tls" in the annotation gatehouse.dev/external-references of the pod template',
    ],
  ])('misses a %s', (kind, message) => {
    expect(say(without(kind))).toEqual([message]);
  });

  it.each([
    [
      'serviceAccountName',
      'nobody',
      'serviceAccountName needs ServiceAccount "nobody", which namespace "acme" does not have (its ServiceAccounts: "runner")',
    ],
    [
      'imagePullSecrets',
      [{ name: 'hub' }],
      'imagePullSecrets needs Secret "hub", which namespace "acme" does not have (its Secrets: "tls")',
    ],
    [
      'volumes/1',
      { name: 'x', configMap: { name: 'gone' } },
      'volume "x" needs ConfigMap "gone", which namespace "acme" does not have (its ConfigMaps: "settings")',
    ],
    [
      'volumes/1',
      { name: 'x', projected: { sources: [{ secret: { name: 'gone' } }] } },
      'volume "x" needs Secret "gone", which namespace "acme" does not have (its Secrets: "tls")',
    ],
    [
      'volumes/1',
      { name: 'x', persistentVolumeClaim: { claimName: 'disk' } },
      'volume "x" needs PersistentVolumeClaim "disk", which namespace "acme" does not have (its PersistentVolumeClaims: none)',
    ],
    [
      'containers/0/envFrom',
      [{ secretRef: { name: 'gone' } }],
      'envFrom of container "shop" needs Secret "gone", which namespace "acme" does not have (its Secrets: "tls")',
    ],
    [
      'initContainers/0/env',
      [{ name: 'A', valueFrom: { secretKeyRef: { name: 'gone', key: 'k' } } }],
      'env "A" of sidecar "sidecar" needs Secret "gone", which namespace "acme" does not have (its Secrets: "tls")',
    ],
  ])('misses what %s names', (path, value, message) => {
    const texts = say(deployment(path, value));
    expect(texts.map((text) => text.slice(0, text.indexOf('; ')))).toEqual([message]);
  });

  it.each([
    [
      'volumes/0/secret/items/0/key',
      'no.key',
      'volume "tls" needs key "no.key" of Secret "tls", which does not have it (its keys: "tls.key"); add the key to the Secret or correct it',
    ],
    [
      'containers/0/env/0/valueFrom/configMapKeyRef/key',
      'pace',
      'env "MODE" of container "shop" needs key "pace" of ConfigMap "settings", which does not have it (its keys: "mode"); add the key to the ConfigMap or correct it',
    ],
    [
      'volumes/1',
      { name: 'x', projected: { sources: [{ configMap: { name: 'kube-root-ca.crt', items: [{ key: 'crt' }] } }] } },
      'volume "x" needs key "crt" of ConfigMap "kube-root-ca.crt", which does not have it (its keys: "ca.crt"); add the key to the ConfigMap or correct it',
    ],
    [
      'containers/0/volumeMounts',
      [{ name: 'data', mountPath: '/d' }],
      'container "shop" mounts volume "data", which the pod does not have (its volumes: "tls"); add the volume or correct the name',
    ],
  ])('misses a part: %s', (path, value, message) => {
    expect(say(deployment(path, value))).toEqual([message]);
  });

  it('lets a pod do without what is optional', () => {
    expect(verdict(deployment('volumes/1', { name: 'x', configMap: { name: 'gone', optional: true } }))).toEqual([]);
    const reference = { name: 'settings', key: 'pace', optional: true };
    expect(verdict(deployment('containers/0/env/0/valueFrom/configMapKeyRef', reference))).toEqual([]);
  });

  it('leaves to others what the annotation names', () => {
    const annotations = { 'gatehouse.dev/external-references': 'Secret/tls, ConfigMap/settings,' };
    const tree = [...without('Secret')].filter(({ object }) => object.kind !== 'ConfigMap');
    expect(verdict(withChange(tree, 'Deployment', 'spec/template/metadata/annotations', annotations))).toEqual([]);
  });

  it('refuses an annotation entry that it cannot read', () => {
    const annotations = { 'gatehouse.dev/external-references': 'Secret/tls, secret/x' };
    expect(say(withChange(aPassingTree(), 'Deployment', 'spec/template/metadata/annotations', annotations))).toEqual([
      'the annotation gatehouse.dev/external-references of the pod template has the entry "secret/x", allowed is KIND/NAME with KIND one of ConfigMap, Secret, PersistentVolumeClaim, ServiceAccount; write the entry as in Secret/db-password, and put a comma between entries',
    ]);
  });

  it.each([
    ['bitnami.com/v1alpha1', 'SealedSecret', 'tls', { encryptedData: { 'tls.key': SEALED_VALUE } }],
    ['external-secrets.io/v1', 'ExternalSecret', 'any', { target: { name: 'tls' }, data: [{ secretKey: 'tls.key' }] }],
    ['external-secrets.io/v1', 'ExternalSecret', 'tls', { dataFrom: [{ extract: { key: 'x' } }] }],
    ['cert-manager.io/v1', 'Certificate', 'shop', { secretName: 'tls' }],
  ])('knows the Secret that a %s %s makes', (apiVersion, kind, name, spec) => {
    expect(verdict([...without('Secret'), aManifest(apiVersion, kind, name, 'acme', { spec })])).toEqual([]);
  });

  it('knows that the template of an ExternalSecret replaces what was fetched', () => {
    const spec = { data: [{ secretKey: 'tls.key' }], target: { template: { data: { other: 'x' } } } };
    expect(
      say([...without('Secret'), aManifest('external-secrets.io/v1', 'ExternalSecret', 'tls', 'acme', { spec })]),
    ).toEqual([
      'volume "tls" needs key "tls.key" of Secret "tls", which does not have it (its keys: "other"); add the key to the Secret or correct it',
    ]);
  });

  it.each([
    [
      'RoleBinding',
      'roleRef/name',
      'reader',
      'roleRef names ClusterRole "reader", which the cluster does not have (its ClusterRoles: none); add the ClusterRole or correct roleRef.name',
    ],
    [
      'RoleBinding',
      'roleRef/kind',
      'Role',
      'roleRef names Role "view", which namespace "acme" does not have (its Roles: none); add the Role or correct roleRef.name',
    ],
    [
      'RoleBinding',
      'roleRef/kind',
      'User',
      'roleRef names the kind "User", a RoleBinding may name "ClusterRole", "Role"; correct roleRef.kind',
    ],
    [
      'RoleBinding',
      'subjects/0/namespace',
      undefined,
      'a subject is ServiceAccount "runner", which namespace "" does not have (its ServiceAccounts: none); add the ServiceAccount, or correct name and namespace of the subject',
    ],
    [
      'PodDisruptionBudget',
      'spec/selector',
      { matchLabels: { app: 'shpo' } },
      'spec.selector {"matchLabels":{"app":"shpo"}} selects no pod of namespace "acme", so the budget protects nothing; write the labels of the pods that it is to protect, or remove the PodDisruptionBudget',
    ],
    [
      'Deployment',
      'spec/selector/matchLabels/tier',
      'web',
      `spec.selector {"matchLabels":{"app":"shop","tier":"web"}} does not select the Deployment's own pods, whose labels are {"app":"shop"}; write the same labels in spec.selector and in spec.template.metadata.labels`,
    ],
  ])('misses what a %s selects by %s', (kind, path, value, message) => {
    const texts = verdict(withChange(aPassingTree(), kind, path, value));
    expect(texts.map((text) => text.slice(text.indexOf(':1:1 ') + 5))).toEqual([message]);
    expect(texts[0]).toMatch(/^references-exist /);
  });

  it('refuses a workload without a selector, as the API server does', () => {
    expect(verdict(withChange(aPassingTree(), 'Deployment', 'spec/selector', {}))).toHaveLength(1);
    expect(verdict(withChange(aPassingTree(), 'Deployment', 'spec/selector', undefined))).toHaveLength(1);
  });

  it('looks for the volumes of block devices too', () => {
    expect(verdict(deployment('containers/0/volumeDevices', [{ name: 'disk', devicePath: '/dev/x' }]))).toHaveLength(1);
  });

  it('knows the accounts that every namespace has, and none of a namespace that is not in the tree', () => {
    const subject = (name: string, namespace: string): string[] =>
      verdict(withChange(aPassingTree(), 'RoleBinding', 'subjects/0', { kind: 'ServiceAccount', name, namespace }));
    expect(subject('default', 'acme')).toEqual([]);
    expect(subject('coredns', 'kube-system')).toEqual([]);
    expect(subject('nobody', 'acme')).toHaveLength(1);
    expect(subject('default', 'zeta')).toHaveLength(1);
  });

  it('leaves the keys of a ServiceAccount token to the controller that fills it', () => {
    const token = { type: 'kubernetes.io/service-account-token' };
    expect(verdict([...without('Secret'), aManifest('v1', 'Secret', 'tls', 'acme', token)])).toEqual([]);
  });

  it('misses the Service of a StatefulSet, and takes its claims for volumes', () => {
    const [template] = aPassingTree()
      .filter(({ object }) => object.kind === 'Deployment')
      .map(({ object }) => object['spec']);
    const claims = [{ metadata: { name: 'data' } }];
    const spec = { ...Object(template), serviceName: 'shop', volumeClaimTemplates: claims } as Record<string, unknown>;
    const set = aManifest('apps/v1', 'StatefulSet', 'shop', 'acme', { spec });
    const mounted = withChange([...aPassingTree(), set], 'StatefulSet', `${POD}/containers/0/volumeMounts`, [
      { name: 'data' },
    ]);
    expect(verdict(mounted)).toEqual([]);
    expect(verdict(withChange(mounted, 'StatefulSet', 'spec/serviceName', 'gone'))).toEqual([
      'references-exist acme/statefulset-shop.yaml:1:1 spec.serviceName names Service "gone", which namespace "acme" does not have, so its pods get no names in DNS; add the Service or correct spec.serviceName',
    ]);
  });
});
