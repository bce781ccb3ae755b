/**
 * The ConfigMaps, Secrets, claims and ServiceAccounts that kubelet fetches before it starts a pod.
 * https://kubernetes.io/docs/concepts/storage/volumes/
 * https://kubernetes.io/docs/tasks/configure-pod-container/configure-pod-configmap/
 */
import { fieldAt, isFields, listAt, textAt } from '../fields';
import type { PodContainer, PodTemplate } from '../pod-template';
import { quote } from '../wording';
import { DEFAULT_SERVICE_ACCOUNT } from './well-known';

export interface PodReference {
  readonly kind: 'ConfigMap' | 'Secret' | 'PersistentVolumeClaim' | 'ServiceAccount';
  readonly name: string;
  /** Keys that must be present. */
  readonly keys: readonly string[];
  readonly place: PodPlace;
}

/** Where in a pod something stands: put into words by `showPlace`, once there is something to tell. */
export interface PodPlace {
  /** Such as `volume`. */
  readonly part: string;
  readonly name?: string;
  readonly container?: Pick<PodContainer, 'role' | 'name'>;
}

const NO_KEYS: readonly string[] = [];

/** Without what is `optional`: the pod starts whether or not it is there. */
export function podReferences({ spec, containers }: PodTemplate): PodReference[] {
  const account = textAt(spec, 'serviceAccountName') ?? textAt(spec, 'serviceAccount') ?? '';
  const name = account === '' ? DEFAULT_SERVICE_ACCOUNT : account;
  const found: PodReference[] = [
    { kind: 'ServiceAccount', name, keys: NO_KEYS, place: { part: 'serviceAccountName' } },
  ];
  for (const item of listAt(spec, 'imagePullSecrets'))
    found.push({ kind: 'Secret', name: nameIn(item, 'name'), keys: NO_KEYS, place: { part: 'imagePullSecrets' } });
  for (const volume of listAt(spec, 'volumes')) addVolume(found, volume);
  for (const container of containers) addEnvironment(found, container);
  return found;
}

/** `env "MODE" of container "shop"`. */
export function showPlace({ part, name, container }: PodPlace): string {
  const named = name === undefined ? part : `${part} ${quote(name)}`;
  return container === undefined ? named : `${named} of ${container.role} ${quote(container.name)}`;
}

function addVolume(found: PodReference[], volume: unknown): void {
  const place = { part: 'volume', name: nameIn(volume, 'name') };
  addData(found, volume, ['configMap', 'name'], ['secret', 'secretName'], itemKeys, place);
  const claim = fieldAt(volume, 'persistentVolumeClaim');
  if (isRequired(claim))
    found.push({ kind: 'PersistentVolumeClaim', name: nameIn(claim, 'claimName'), keys: NO_KEYS, place });
  for (const source of listAt(volume, 'projected', 'sources'))
    addData(found, source, ['configMap', 'name'], ['secret', 'name'], itemKeys, place);
}

function addEnvironment(found: PodReference[], { role, name, fields }: PodContainer): void {
  const container = { role, name };
  for (const source of listAt(fields, 'envFrom'))
    addData(found, source, ['configMapRef', 'name'], ['secretRef', 'name'], () => NO_KEYS, {
      part: 'envFrom',
      container,
    });
  for (const variable of listAt(fields, 'env')) {
    const source = fieldAt(variable, 'valueFrom');
    if (source === undefined) continue;
    const place = { part: 'env', name: nameIn(variable, 'name'), container };
    const key = (part: unknown): string[] => [nameIn(part, 'key')];
    addData(found, source, ['configMapKeyRef', 'name'], ['secretKeyRef', 'name'], key, place);
  }
}

/** @param configMap the field that asks for a ConfigMap, and the field in it that names it; `secret` likewise. */
function addData(
  found: PodReference[],
  source: unknown,
  configMap: readonly [string, string],
  secret: readonly [string, string],
  keysOf: (part: unknown) => readonly string[],
  place: PodPlace,
): void {
  const ofConfigMap = fieldAt(source, configMap[0]);
  if (isRequired(ofConfigMap))
    found.push({ kind: 'ConfigMap', name: nameIn(ofConfigMap, configMap[1]), keys: keysOf(ofConfigMap), place });
  const ofSecret = fieldAt(source, secret[0]);
  if (isRequired(ofSecret))
    found.push({ kind: 'Secret', name: nameIn(ofSecret, secret[1]), keys: keysOf(ofSecret), place });
}

function isRequired(source: unknown): boolean {
  return isFields(source) && source['optional'] !== true;
}

function nameIn(fields: unknown, field: string): string {
  const name = fieldAt(fields, field);
  return typeof name === 'string' ? name : '';
}

function itemKeys(source: unknown): string[] {
  return listAt(source, 'items').map((item) => nameIn(item, 'key'));
}
