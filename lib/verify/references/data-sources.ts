/** Which keys a ConfigMap or Secret will have in the cluster, also where an operator makes it from another object. */
import { fieldAt, fieldsAt, listAt, textAt } from '../fields';
import type { IndexedObject } from '../indexed-object';
import { ROOT_CA_CONFIG_MAP } from './well-known';

/** `any`: whoever makes it decides at run time. */
export type Keys = ReadonlySet<string> | 'any';

/** An object that gives keys to a ConfigMap or Secret, and is it or makes it. */
export interface DataSource {
  readonly kind: 'ConfigMap' | 'Secret';
  readonly namespace: string;
  readonly name: string;
  readonly keys: readonly string[] | 'any';
}

/** Undefined where nobody in the tree makes such an object; where several do, the keys of all. */
export type KeysOf = (kind: DataSource['kind'], namespace: string, name: string) => Keys | undefined;

type Made = Omit<DataSource, 'namespace'>;

const MAKERS: ReadonlyMap<string, (object: IndexedObject) => Made> = new Map([
  ['ConfigMap', ({ name, fields }) => ({ kind: 'ConfigMap', name, keys: keysUnder(fields, 'data', 'binaryData') })],
  ['Secret', fromSecret],
  ['SealedSecret.bitnami.com', fromSealedSecret],
  ['ExternalSecret.external-secrets.io', fromExternalSecret],
  ['Certificate.cert-manager.io', fromCertificate],
]);

/** Undefined where objects of this kind give nobody keys. */
export function sourceOf(object: IndexedObject): DataSource | undefined {
  const made = MAKERS.get(object.groupKind)?.(object);
  return made === undefined ? undefined : { ...made, namespace: object.namespace };
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

function merged(keys: Keys | undefined, more: DataSource['keys']): Keys {
  if (keys === 'any' || more === 'any') return 'any';
  return new Set(keys === undefined ? more : [...keys, ...more]);
}

function idOf({ kind, namespace, name }: Omit<DataSource, 'keys'>): string {
  return `${kind}\n${namespace}\n${name}`;
}

/** https://kubernetes.io/docs/concepts/configuration/secret/#serviceaccount-token-secrets are filled by a controller. */
function fromSecret({ name, fields }: IndexedObject): Made {
  const isFilledLater = fieldAt(fields, 'type') === 'kubernetes.io/service-account-token';
  return { kind: 'Secret', name, keys: isFilledLater ? 'any' : keysUnder(fields, 'data', 'stringData') };
}

/** https://github.com/bitnami-labs/sealed-secrets#overview */
function fromSealedSecret({ name, fields }: IndexedObject): Made {
  const spec = fieldAt(fields, 'spec');
  const keys = [...keysUnder(spec, 'encryptedData'), ...keysUnder(fieldAt(spec, 'template'), 'data')];
  return { kind: 'Secret', name, keys };
}

/** https://external-secrets.io/latest/api/externalsecret/: a template replaces what was fetched unless it says to merge. */
function fromExternalSecret({ name, fields }: IndexedObject): Made {
  const spec = fieldAt(fields, 'spec');
  const target = fieldsAt(spec, 'target');
  const template = fieldsAt(target, 'template');
  const templated = keysUnder(template, 'data');
  const fetched = listAt(spec, 'data').flatMap((entry) => textAt(entry, 'secretKey') ?? []);
  const isOpen = [listAt(spec, 'dataFrom'), listAt(template, 'templateFrom')].some((list) => list.length > 0);
  const isReplaced = templated.length > 0 && textAt(template, 'mergePolicy') !== 'Merge';
  const keys = isOpen ? 'any' : isReplaced ? templated : [...fetched, ...templated];
  return { kind: 'Secret', name: textAt(target, 'name') ?? name, keys };
}

/** https://cert-manager.io/docs/usage/certificate/ */
function fromCertificate({ fields }: IndexedObject): Made {
  const spec = fieldAt(fields, 'spec');
  const isOpen = ['additionalOutputFormats', 'keystores'].some((field) => fieldAt(spec, field) !== undefined);
  const keys = isOpen ? 'any' : ['tls.crt', 'tls.key', 'ca.crt'];
  return { kind: 'Secret', name: textAt(spec, 'secretName') ?? '', keys };
}

function keysUnder(fields: unknown, ...names: readonly string[]): string[] {
  return names.flatMap((name) => Object.keys(fieldsAt(fields, name)));
}
