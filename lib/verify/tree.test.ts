import { factsOf } from './facts';
import { toIndexedObject } from './indexed-object';
import { parseLabelSelector } from './label-selector';
import { aManifest, aPassingTree, withChange } from './sample-manifests';
import type { Manifest } from '../model/manifest';
import { type Tree, toTree } from './tree';

const treeOf = (...folders: (readonly Manifest[])[]): Tree =>
  toTree(
    folders.map((manifests) => factsOf(manifests.map(toIndexedObject))),
    { isWhole: true },
  );
const tree = treeOf(aPassingTree('acme', ['shop']), aPassingTree('zeta'), aPassingTree('acme', ['till']).slice(5));
const withLabel = (app: string): ReturnType<typeof parseLabelSelector> => parseLabelSelector({ matchLabels: { app } });

describe('the tree', () => {
  it('finds objects by kind and group, namespace and name, in whichever folder', () => {
    expect([...tree.namesOf('Deployment.apps', 'acme')]).toEqual(['shop', 'till']);
    expect([...tree.namesOf('Deployment', 'acme')]).toEqual([]);
    expect(tree.has('Service', 'zeta', 'shop')).toBe(true);
    expect(tree.has('Service', 'zeta', 'till')).toBe(false);
    expect([...tree.namesOf('Namespace', '')]).toEqual(['acme', 'zeta']);
    expect(tree.hasKind('NetworkPolicy.networking.k8s.io')).toBe(true);
    expect(tree.hasKind('NetworkPolicy')).toBe(false);
  });

  it('gives namespaces the label with their name', () => {
    const selector = parseLabelSelector({ matchLabels: { 'kubernetes.io/metadata.name': 'zeta' } });
    expect(tree.namespaces.selectedBy(selector).map(({ name }) => name)).toEqual(['zeta']);
  });

  it('reads the pods that an object makes, with the ports that last', () => {
    const [pods, ...others] = tree.podsSelectedBy('acme', withLabel('till'));
    expect(pods?.name).toBe('till');
    expect(pods?.ports).toEqual([{ port: 8443, name: 'mesh', protocol: 'TCP' }]);
    expect(others).toEqual([]);
    expect(tree.podsSelectedBy('nowhere', withLabel('till'))).toEqual([]);
  });

  it('knows the keys of all who give keys to one Secret', () => {
    const sealed = aManifest('bitnami.com/v1alpha1', 'SealedSecret', 'tls', 'acme', {
      spec: { encryptedData: { more: 'AgA=' } },
    });
    expect(treeOf(aPassingTree(), [sealed]).keysOf('Secret', 'acme', 'tls')).toEqual(['tls.key', 'more']);
    expect(tree.keysOf('Secret', 'acme', 'tls')).toEqual(['tls.key']);
    expect(tree.keysOf('ConfigMap', 'acme', 'tls')).toBeUndefined();
  });

  it('reads what no schema has seen without failing', () => {
    const odd = withChange(aPassingTree(), 'Deployment', 'spec/template', ['x', null, 7]);
    const bare = aManifest('v1', 'Pod', 'bare', 'acme', { spec: { containers: [null, 'x', { ports: {} }] } });
    const pods = treeOf([...odd, bare]).podsSelectedBy('acme', []);
    expect(pods.map(({ name, ports }) => [name, ports])).toEqual([
      ['shop', []],
      ['bare', []],
    ]);
  });
});
