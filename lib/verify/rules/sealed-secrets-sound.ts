import { fieldsAt, textMapAt, valueAt } from '../fields';
import type { IndexedObject } from '../indexed-object';
import type { ObjectIndex } from '../object-index';
import { hasPrivateKey } from '../private-key-text';
import { type Finding, type Rule, toIssues } from '../rule';
import { describeObject, quote } from '../wording';

const SEALED_SECRET = 'SealedSecret.bitnami.com';
const PREFIX = 'sealedsecrets.bitnami.com';
const SEAL_AGAIN = 'make it again with `gatehouse synth` or kubeseal';

/**
 * The API server takes a SealedSecret as it is; its controller then fails later, or unseals it where somebody copied it to. No message
 * shows a value. https://github.com/bitnami-labs/sealed-secrets#scopes, and pkg/apis/sealedsecrets/v1alpha1, Unseal, of v0.31.0
 */
export const sealedSecretsSound: Rule = {
  id: 'sealed-secrets-sound',
  summary:
    'Every SealedSecret can be unsealed under its own namespace and name alone, its encrypted values have the format of sealed-secrets, its template holds literal text under other keys, and beside SealedSecrets no Secret holds a private key',
  check: (index) => {
    const sealed = index.ofKind(SEALED_SECRET);
    const secrets = sealed.length === 0 ? [] : index.ofKind('Secret');
    return [
      ...sealed.flatMap((object) => toIssues(sealedSecretsSound.id, object, checkSealed(index, object))),
      ...secrets.flatMap((object) => toIssues(sealedSecretsSound.id, object, checkPlain(object))),
    ];
  },
};

function checkSealed(index: ObjectIndex, object: IndexedObject): Finding[] {
  const { spec } = object.manifest.object;
  const encrypted = fieldsAt(spec, 'encryptedData');
  const templated = textMapAt(spec, 'template', 'data');
  const finding = (fault: string, fix: string): Finding => ({ message: `${describeObject(object)} ${fault}`, fix });
  const twin = index.find('Secret', object.namespace, object.name);
  return [
    ...wideScopes(object).map((name) =>
      finding(
        `has the annotation ${quote(name)}: whoever copies it elsewhere gets it unsealed`,
        'remove it, and seal again',
      ),
    ),
    ...(valueAt(spec, 'data') === undefined ? [] : [finding('has the deprecated spec.data', SEAL_AGAIN)]),
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
    ...(twin === undefined ? [] : [finding('makes a Secret that is in this tree itself, too', 'remove the Secret')]),
  ];
}

function wideScopes({ manifest: { object } }: IndexedObject): string[] {
  const names = [`${PREFIX}/namespace-wide`, `${PREFIX}/cluster-wide`];
  const annotations = [['metadata'], ['spec', 'template', 'metadata']].map((path) =>
    fieldsAt(object, ...path, 'annotations'),
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

function checkPlain(secret: IndexedObject): Finding[] {
  const keys = Array.from(textMapAt(secret.manifest.object, 'data')).filter(([, value]) => hasPrivateKey(value));
  return keys.map(([key]) => ({
    message: `${describeObject(secret)} holds a readable private key under ${quote(key)}, beside SealedSecrets (the key is not shown here)`,
    fix: 'seal it, and replace it if this file was ever committed',
  }));
}
