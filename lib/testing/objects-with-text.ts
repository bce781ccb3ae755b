/** Objects of the kinds in which a key may lie, round a given text. All but the text is unimportant. */
import type { KubernetesObject } from '../model/manifest';

export function aConfigMap(data: unknown, annotations = {}): KubernetesObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', namespace: 'acme', annotations }, data };
}

export function aDeployment(container: object): KubernetesObject {
  const spec = { template: { spec: { containers: [{ name: 'shop', image: 'shop:1', ...container }] } } };
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'shop', namespace: 'acme' }, spec };
}

export function aSecret(data: unknown, name = 'shop-leaf', more = {}): KubernetesObject {
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace: 'acme' }, data, ...more };
}

export function aSealedSecret(value: string, certificates = ''): KubernetesObject {
  return {
    apiVersion: 'bitnami.com/v1alpha1',
    kind: 'SealedSecret',
    metadata: { name: 'shop-leaf', namespace: 'acme' },
    spec: { encryptedData: { 'tls.key': value }, template: { data: { 'tls.crt': certificates } } },
  };
}
