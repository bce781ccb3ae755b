import { parseLabelSelector } from './label-selector';
import { indexObjects } from './object-index';
import { aManifest, aPassingTree, withChange } from './sample-manifests';

const index = indexObjects([...aPassingTree('acme', ['shop', 'till']), ...aPassingTree('zeta')]);
const names = (found: readonly { readonly name: string }[]): string[] => found.map(({ name }) => name);

describe('the object index', () => {
  it('finds objects by kind and group, namespace and name', () => {
    expect(names(index.ofKind('Deployment.apps'))).toEqual(['shop', 'till', 'shop']);
    expect(index.ofKind('Deployment')).toEqual([]);
    expect(index.find('Service', 'zeta', 'shop')?.manifest.path).toBe('zeta/service-shop.yaml');
    expect(index.find('Service', 'zeta', 'till')).toBeUndefined();
    expect(index.inNamespace('zeta')).toHaveLength(8);
    expect(names(index.inNamespace(''))).toEqual(['acme', 'zeta']);
  });

  it('gives namespaces the label with their name', () => {
    const selector = parseLabelSelector({ matchLabels: { 'kubernetes.io/metadata.name': 'zeta' } });
    expect(names(index.namespaces.selectedBy(selector))).toEqual(['zeta']);
  });

  it('reads the pods that an object makes, with the ports that last', () => {
    const [template] = index.podTemplatesSelectedBy('acme', parseLabelSelector({ matchLabels: { app: 'till' } }));
    expect(template?.owner.name).toBe('till');
    expect(template?.containers.map(({ role, name }) => `${role} ${name}`)).toEqual([
      'sidecar sidecar',
      'container till',
    ]);
    expect(template?.ports).toEqual([{ port: 8443, name: 'mesh', protocol: 'TCP' }]);
    expect(index.podTemplatesIn('nowhere')).toEqual([]);
  });

  it('reads what no schema has seen without failing', () => {
    const odd = withChange(aPassingTree(), 'Deployment', 'spec/template', ['x', null, 7]);
    const bare = aManifest('v1', 'Pod', 'bare', 'acme', { spec: { containers: [null, 'x', { ports: {} }] } });
    expect(indexObjects([...odd, bare]).podTemplates.map(({ ports }) => ports)).toEqual([[], []]);
  });
});
