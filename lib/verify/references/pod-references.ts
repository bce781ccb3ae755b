/**
 * The ConfigMaps, Secrets, claims and ServiceAccounts that kubelet fetches before it starts a pod.
 * https://kubernetes.io/docs/concepts/storage/volumes/
 * https://kubernetes.io/docs/tasks/configure-pod-container/configure-pod-configmap/
 */
import { isFields, listAt, textAt, valueAt } from '../fields';
import type { PodTemplate } from '../pod-template';
import { quote } from '../wording';
import { DEFAULT_SERVICE_ACCOUNT } from './well-known';

export interface PodReference {
  readonly kind: 'ConfigMap' | 'Secret' | 'PersistentVolumeClaim' | 'ServiceAccount';
  readonly name: string;
  /** Keys that must be present. */
  readonly keys: readonly string[];
  /** How messages call the place, such as `volume "config"`. */
  readonly where: string;
}

/** Without what is `optional`: the pod starts whether or not it is there. */
export function podReferences({ spec, containers }: PodTemplate): PodReference[] {
  const account = textAt(spec, 'serviceAccountName') ?? textAt(spec, 'serviceAccount') ?? '';
  return [
    {
      kind: 'ServiceAccount',
      name: account === '' ? DEFAULT_SERVICE_ACCOUNT : account,
      keys: [],
      where: 'serviceAccountName',
    },
    ...listAt(spec, 'imagePullSecrets').map((item) => secret(item, 'name', [], 'imagePullSecrets')),
    ...listAt(spec, 'volumes').flatMap(volumeReferences),
    ...containers.flatMap(({ role, name, fields }) => environmentReferences(fields, `${role} ${quote(name)}`)),
  ];
}

function volumeReferences(volume: unknown): PodReference[] {
  const where = `volume ${quote(textAt(volume, 'name') ?? '')}`;
  const claim = valueAt(volume, 'persistentVolumeClaim');
  const claimName = textAt(claim, 'claimName') ?? '';
  return [
    ...required(valueAt(volume, 'configMap'), (source) => configMap(source, itemKeys(source), where)),
    ...required(valueAt(volume, 'secret'), (source) => secret(source, 'secretName', itemKeys(source), where)),
    ...required(claim, () => ({ kind: 'PersistentVolumeClaim', name: claimName, keys: [], where })),
    ...listAt(volume, 'projected', 'sources').flatMap((source) => [
      ...required(valueAt(source, 'configMap'), (part) => configMap(part, itemKeys(part), where)),
      ...required(valueAt(source, 'secret'), (part) => secret(part, 'name', itemKeys(part), where)),
    ]),
  ];
}

function environmentReferences(container: unknown, subject: string): PodReference[] {
  const whole = listAt(container, 'envFrom').flatMap((source) => [
    ...required(valueAt(source, 'configMapRef'), (part) => configMap(part, [], `envFrom of ${subject}`)),
    ...required(valueAt(source, 'secretRef'), (part) => secret(part, 'name', [], `envFrom of ${subject}`)),
  ]);
  const single = listAt(container, 'env').flatMap((variable) => {
    const where = `env ${quote(textAt(variable, 'name') ?? '')} of ${subject}`;
    const key = (part: unknown): string[] => [textAt(part, 'key') ?? ''];
    return [
      ...required(valueAt(variable, 'valueFrom', 'configMapKeyRef'), (part) => configMap(part, key(part), where)),
      ...required(valueAt(variable, 'valueFrom', 'secretKeyRef'), (part) => secret(part, 'name', key(part), where)),
    ];
  });
  return [...whole, ...single];
}

function required(source: unknown, toReference: (source: unknown) => PodReference): PodReference[] {
  return isFields(source) && source['optional'] !== true ? [toReference(source)] : [];
}

function configMap(source: unknown, keys: readonly string[], where: string): PodReference {
  return { kind: 'ConfigMap', name: textAt(source, 'name') ?? '', keys, where };
}

function secret(source: unknown, nameField: string, keys: readonly string[], where: string): PodReference {
  return { kind: 'Secret', name: textAt(source, nameField) ?? '', keys, where };
}

function itemKeys(source: unknown): string[] {
  return listAt(source, 'items').map((item) => textAt(item, 'key') ?? '');
}
