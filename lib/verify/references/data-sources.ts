/** Which keys a ConfigMap or Secret will have in the cluster, also where an operator makes it from another object. */
import { fieldAt, fieldsAt, listAt, textAt } from '../fields';
import type { IndexedObject } from '../indexed-object';
import { ROOT_CA_CONFIG_MAP } from './well-known';

/** `any`: whoever makes it decides at run time. */
export type Keys = readonly string[] | 'any';

/** An object that gives keys to a ConfigMap or Secret, and is it or makes it. */
export interface DataSource {
  readonly kind: 'ConfigMap' | 'Secret';
  readonly namespace: string;
  readonly name: string;
  readonly keys: Keys;
}

/** Undefined where nobody in the tree makes such an object; where several do, the keys of all. */
export type KeysOf = (kind: DataSource['kind'], namespace: string, name: string) => Keys | undefined;

const MAKERS: ReadonlyMap<string, (object: IndexedObject) => DataSource> = new Map([
  ['ConfigMap', fromConfigMap],
  ['Secret', fromSecret],
  ['SealedSecret.bitnami.com', fromSealedSecret],
  ['ExternalSecret.external-secrets.io', fromExternalSecret],
  ['Certificate.cert-manager.io', fromCertificate],
]);

/** @param groupKind of all the objects; those of most kinds give nobody keys. */
export function sourcesOf(groupKind: string, objects: readonly IndexedObject[]): DataSource[] {
  const made = MAKERS.get(groupKind);
  return made === undefined ? [] : objects.map((object) => made(object));
}

/** Sorts the sources when the first question comes. */
export function keysIn(parts: readonly (readonly DataSource[])[]): KeysOf {
  let known: Map<string, Keys> | undefined;
  return (kind, namespace, name) => {
    known ??= mergedKeys(parts.flat());
    const keys = known.get(idOf({ kind, namespace, name }));
    if (kind !== 'ConfigMap' || name !== ROOT_CA_CONFIG_MAP) return keys;
    return merged(keys, ['ca.crt']);
  };
}

function mergedKeys(sources: readonly DataSource[]): Map<string, Keys> {
  const known = new Map<string, Keys>();
  for (const source of sources) {
    const id = idOf(source);
    known.set(id, merged(known.get(id), source.keys));
  }
  return known;
}

function merged(keys: Keys | undefined, more: Keys): Keys {
  if (keys === 'any' || more === 'any') return 'any';
  return keys === undefined ? more : [...keys, ...more];
}

function idOf({ kind, namespace, name }: Omit<DataSource, 'keys'>): string {
  return `${kind}\n${namespace}\n${name}`;
}

function fromConfigMap({ namespace, name, fields }: IndexedObject): DataSource {
  return { kind: 'ConfigMap', namespace, name, keys: keysUnder(fields, 'data', 'binaryData') };
}

/** https://kubernetes.io/docs/concepts/configuration/secret/#serviceaccount-token-secrets are filled by a controller. */
function fromSecret({ namespace, name, fields }: IndexedObject): DataSource {
  const isFilledLater = fieldAt(fields, 'type') === 'kubernetes.io/service-account-token';
  return { kind: 'Secret', namespace, name, keys: isFilledLater ? 'any' : keysUnder(fields, 'data', 'stringData') };
}

/** https://github.com/bitnami-labs/sealed-secrets#overview */
function fromSealedSecret({ namespace, name, fields }: IndexedObject): DataSource {
  const spec = fieldAt(fields, 'spec');
  const keys = [...keysUnder(spec, 'encryptedData'), ...keysUnder(fieldAt(spec, 'template'), 'data')];
  return { kind: 'Secret', namespace, name, keys };
}

/** https://external-secrets.io/latest/api/externalsecret/: a template replaces what was fetched unless it says to merge. */
function fromExternalSecret({ namespace, name, fields }: IndexedObject): DataSource {
  const spec = fieldAt(fields, 'spec');
  const target = fieldsAt(spec, 'target');
  const template = fieldsAt(target, 'template');
  const templated = keysUnder(template, 'data');
  const fetched = listAt(spec, 'data').flatMap((entry) => textAt(entry, 'secretKey') ?? []);
  const isOpen = [listAt(spec, 'dataFrom'), listAt(template, 'templateFrom')].some((list) => list.length > 0);
  const isReplaced = templated.length > 0 && textAt(template, 'mergePolicy') !== 'Merge';
  const keys = isOpen ? 'any' : isReplaced ? templated : [...fetched, ...templated];
  return { kind: 'Secret', namespace, name: textAt(target, 'name') ?? name, keys };
}

/** https://cert-manager.io/docs/usage/certificate/ */
function fromCertificate({ namespace, fields }: IndexedObject): DataSource {
  const spec = fieldAt(fields, 'spec');
  const isOpen = ['additionalOutputFormats', 'keystores'].some((field) => fieldAt(spec, field) !== undefined);
  const keys = isOpen ? 'any' : ['tls.crt', 'tls.key', 'ca.crt'];
  return { kind: 'Secret', namespace, name: textAt(spec, 'secretName') ?? '', keys };
}

function keysUnder(fields: unknown, name: string, otherName?: string): string[] {
  const keys = Object.keys(fieldsAt(fields, name));
  return otherName === undefined ? keys : [...keys, ...Object.keys(fieldsAt(fields, otherName))];
}
