import { fieldAt, fieldsAt, textMapAt } from '../fields';
import type { Identity, IndexedObject } from '../indexed-object';
import { hasPrivateKey } from '../private-key-text';
import type { Finding, Need, Rule } from '../rule';
import { describeObject, quote } from '../wording';

const SEALED_SECRET = 'SealedSecret.bitnami.com';
const PREFIX = 'sealedsecrets.bitnami.com';
const SEAL_AGAIN = 'make it again with `gatehouse synth` or kubeseal';

/** Kept by name for the whole tree: another folder may hold the first SealedSecret. */
const sealingOfSecret: Need<Omit<Identity, 'groupKind'> & { readonly keys: readonly string[] }> = {
  id: 'sealing-of-secret',
  of: (object) => {
    const keys = object.groupKind === 'Secret' ? readableKeys(object) : [];
    const { kind, namespace, name } = object;
    return keys.length === 0 ? [] : [{ kind, namespace, name, keys }];
  },
  isMet: (tree) => tree.isWhole && !tree.hasKind(SEALED_SECRET),
  findings: (_tree, { keys, ...secret }) =>
    keys.map((key) => ({
      message: `${describeObject(secret)} holds a readable private key under ${quote(key)}, beside SealedSecrets (the key is not shown here)`,
      fix: 'seal it, and replace it if this file was ever committed',
    })),
};

const nameOfSealedSecret: Need<Omit<Identity, 'groupKind'>> = {
  id: 'name-of-sealed-secret',
  of: ({ groupKind, kind, namespace, name }) => (groupKind === SEALED_SECRET ? [{ kind, namespace, name }] : []),
  isMet: (tree, { namespace, name }) => tree.isWhole && !tree.has('Secret', namespace, name),
  findings: (_tree, object) => [
    {
      message: `${describeObject(object)} makes a Secret that is in this tree itself, too`,
      fix: 'remove the Secret',
    },
  ],
};

/**
 * The API server takes a SealedSecret as it is; its controller then fails later, or unseals it where somebody copied it to. No message
 * shows a value. https://github.com/bitnami-labs/sealed-secrets#scopes, and pkg/apis/sealedsecrets/v1alpha1, Unseal, of v0.31.0
 */
export const sealedSecretsSound: Rule = {
  id: 'sealed-secrets-sound',
  summary:
    'Every SealedSecret can be unsealed under its own namespace and name alone, its encrypted values have the format of sealed-secrets, its template holds literal text under other keys, and beside SealedSecrets no Secret holds a private key',
  faults: (object) => (object.groupKind === SEALED_SECRET ? checkSealed(object) : []),
  needs: [nameOfSealedSecret, sealingOfSecret],
};

function checkSealed(object: IndexedObject): Finding[] {
  const spec = fieldAt(object.fields, 'spec');
  const encrypted = fieldsAt(spec, 'encryptedData');
  const templated = textMapAt(spec, 'template', 'data');
  const finding = (fault: string, fix: string): Finding => ({ message: `${describeObject(object)} ${fault}`, fix });
  return [
    ...wideScopes(object).map((name) =>
      finding(
        `has the annotation ${quote(name)}: whoever copies it elsewhere gets it unsealed`,
        'remove it, and seal again',
      ),
    ),
    ...(fieldAt(spec, 'data') === undefined ? [] : [finding('has the deprecated spec.data', SEAL_AGAIN)]),
    ...Object.entries(encrypted).flatMap(([key, value]) =>
      isSealedValue(value) ? [] : [finding(`has a value under ${quote(key)} that is not sealed`, SEAL_AGAIN)],
    ),
    ...Array.from(templated).flatMap(([key, text]) => [
      ...(text.includes('{{')
        ? [finding(`has {{ in ${quote(key)} of its template, which Go would evaluate`, 'take it out')]
        : []),
      ...(Object.hasOwn(encrypted, key)
        ? [finding(`has ${quote(key)} encrypted and in its template, which hides it`, 'keep one')]
        : []),
    ]),
  ];
}

function wideScopes({ fields }: IndexedObject): string[] {
  const names = [`${PREFIX}/namespace-wide`, `${PREFIX}/cluster-wide`];
  const annotations = [['metadata'], ['spec', 'template', 'metadata']].map((path) =>
    fieldsAt(fields, ...path, 'annotations'),
  );
  return names.filter((name) => annotations.some((map) => map[name] === 'true'));
}

/** Base64 of `u16be n || n bytes of RSA || ciphertext || 16 bytes of tag`, for a key of at least 2048 bits. */
function isSealedValue(value: unknown): boolean {
  if (typeof value !== 'string' || !/^[A-Za-z0-9+/]+={0,2}$/.test(value)) return false;
  const bytes = Buffer.from(value, 'base64');
  if (bytes.length < 2) return false;
  const wrapped = bytes.readUInt16BE();
  return wrapped >= 256 && bytes.length >= 2 + wrapped + 16;
}

function readableKeys({ fields }: IndexedObject): string[] {
  return Array.from(textMapAt(fields, 'data')).flatMap(([key, value]) => (hasPrivateKey(value) ? [key] : []));
}
