import { aManifest, aPassingTree, verdict } from '../sample-manifests';

const settings = aManifest('v1', 'ConfigMap', 'settings', 'acme', { data: { mode: 'fast' } });

describe('unique-identity', () => {
  it('accepts one name in two namespaces and two kinds', () => {
    const secret = aManifest('v1', 'Secret', 'settings', 'acme');
    expect(verdict([...aPassingTree('acme'), ...aPassingTree('zeta'), secret])).toEqual([]);
  });

  it('refuses an object that stands in two files', () => {
    expect(verdict([...aPassingTree(), { ...settings, path: 'acme/other.yaml' }])).toEqual([
      'unique-identity acme/other.yaml:1:1 ConfigMap "settings" of namespace "acme" stands in acme/configmap-settings.yaml too, and a cluster keeps one object of a name; remove one of the two or rename it',
    ]);
  });

  it('takes two versions of one group for one object', () => {
    const old = aManifest('policy/v1beta1', 'PodDisruptionBudget', 'shop', 'acme', {
      spec: { selector: { matchLabels: { app: 'shop' } } },
    });
    expect(verdict([...aPassingTree(), { ...old, path: 'acme/zz.yaml' }])).toEqual([
      'unique-identity acme/zz.yaml:1:1 PodDisruptionBudget "shop" of namespace "acme" stands in acme/poddisruptionbudget-shop.yaml too, and a cluster keeps one object of a name; remove one of the two or rename it',
    ]);
  });

  it('refuses two objects in one file', () => {
    const other = aManifest('v1', 'ConfigMap', 'other', 'acme');
    expect(verdict([...aPassingTree(), { ...other, path: settings.path }])).toEqual([
      'unique-identity acme/configmap-settings.yaml:1:1 2 objects go into this file, one is allowed: ConfigMap "other" of namespace "acme", ConfigMap "settings" of namespace "acme"; give each object a file of its own',
    ]);
  });

  it('refuses two files whose names differ only in case', () => {
    const other = aManifest('v1', 'ConfigMap', 'other', 'acme');
    expect(verdict([...aPassingTree(), { ...other, path: 'acme/ConfigMap-settings.yaml' }])).toEqual([
      'unique-identity acme/configmap-settings.yaml:1:1 the file name "acme/configmap-settings.yaml" differs from "acme/ConfigMap-settings.yaml" only in case, and macOS and Windows keep one file for both; rename one of the two objects',
    ]);
  });
});
