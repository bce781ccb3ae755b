/** Which keys a ConfigMap or Secret will have in the cluster, also where an operator makes it from another object. */
import { fieldsAt, listAt, textAt, valueAt } from '../fields';
import type { IndexedObject } from '../indexed-object';
import { identityOf } from '../indexed-object';
import type { ObjectIndex } from '../object-index';
import { ROOT_CA_CONFIG_MAP } from './well-known';

/** `any`: whoever makes it decides at run time. */
export type Keys = ReadonlySet<string> | 'any';

/** Undefined where nobody in the tree makes such an object. */
export type KeysOf = (kind: 'ConfigMap' | 'Secret', namespace: string, name: string) => Keys | undefined;

/** What one object makes: the name of a Secret in its own namespace, and that Secret's keys. */
type Maker = (object: IndexedObject) => { readonly name: string; readonly keys: Keys };

const SECRET_MAKERS: ReadonlyMap<string, Maker> = new Map([
  ['SealedSecret.bitnami.com', fromSealedSecret],
  ['ExternalSecret.external-secrets.io', fromExternalSecret],
  ['Certificate.cert-manager.io', fromCertificate],
]);

export function dataSources(index: ObjectIndex): KeysOf {
  const made = new Map<string, Keys>();
  for (const [groupKind, maker] of SECRET_MAKERS) {
    for (const object of index.ofKind(groupKind)) {
      const { name, keys } = maker(object);
      made.set(identityOf({ groupKind: 'Secret', namespace: object.namespace, name }), keys);
    }
  }
  return (kind, namespace, name) => {
    const object = index.find(kind, namespace, name);
    if (object !== undefined)
      return kind === 'Secret' ? secretKeys(object) : keysUnder(object, ['data'], ['binaryData']);
    if (kind === 'ConfigMap' && name === ROOT_CA_CONFIG_MAP) return new Set(['ca.crt']);
    return made.get(identityOf({ groupKind: kind, namespace, name }));
  };
}

/** https://kubernetes.io/docs/concepts/configuration/secret/#serviceaccount-token-secrets are filled by a controller. */
function secretKeys(secret: IndexedObject): Keys {
  const isFilledLater = textAt(secret.manifest.object, 'type') === 'kubernetes.io/service-account-token';
  return isFilledLater ? 'any' : keysUnder(secret, ['data'], ['stringData']);
}

/** https://github.com/bitnami-labs/sealed-secrets#overview */
function fromSealedSecret(object: IndexedObject): ReturnType<Maker> {
  return { name: object.name, keys: keysUnder(object, ['spec', 'encryptedData'], ['spec', 'template', 'data']) };
}

/** https://external-secrets.io/latest/api/externalsecret/: a template replaces what was fetched unless it says to merge. */
function fromExternalSecret({ name, manifest: { object } }: IndexedObject): ReturnType<Maker> {
  const target = fieldsAt(object, 'spec', 'target');
  const template = fieldsAt(target, 'template');
  const templated = Object.keys(fieldsAt(template, 'data'));
  const fetched = listAt(object, 'spec', 'data').flatMap((entry) => textAt(entry, 'secretKey') ?? []);
  const isOpen = [listAt(object, 'spec', 'dataFrom'), listAt(template, 'templateFrom')].some((list) => list.length > 0);
  const isReplaced = templated.length > 0 && textAt(template, 'mergePolicy') !== 'Merge';
  const keys = isOpen ? 'any' : new Set(isReplaced ? templated : [...fetched, ...templated]);
  return { name: textAt(target, 'name') ?? name, keys };
}

/** https://cert-manager.io/docs/usage/certificate/ */
function fromCertificate({ manifest: { object } }: IndexedObject): ReturnType<Maker> {
  const isOpen = ['additionalOutputFormats', 'keystores'].some((field) => valueAt(object, 'spec', field) !== undefined);
  const keys = isOpen ? 'any' : new Set(['tls.crt', 'tls.key', 'ca.crt']);
  return { name: textAt(object, 'spec', 'secretName') ?? '', keys };
}

function keysUnder({ manifest }: IndexedObject, ...paths: readonly (readonly string[])[]): ReadonlySet<string> {
  return new Set(paths.flatMap((path) => Object.keys(fieldsAt(manifest.object, ...path))));
}
