import { aPassingTree, PRIVATE_KEY, verdict, withChange } from '../sample-manifests';

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const only = (place: string): string =>
  `keys-only-in-secrets ${place}, only the data of a Secret may (the key is not shown here); move the key into the data of a Secret, and replace it if this file was ever committed`;
const inConfigMap = only(
  'acme/configmap-settings.yaml:1:1 ConfigMap "settings" of namespace "acme" holds a private key at data.mode',
);

describe('keys-only-in-secrets', () => {
  it('accepts a key in the data of a Secret, and certificates anywhere', () => {
    const certificate = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n-----BEGIN PUBLIC KEY-----\n';
    expect(verdict(withChange(aPassingTree(), 'ConfigMap', 'data/mode', certificate + base64(certificate)))).toEqual(
      [],
    );
  });

  it.each([
    ['a PEM key', PRIVATE_KEY],
    ['an EC key after other text', `ssl_key = "-----BEGIN EC PRIVATE KEY-----\\nMHcC"`],
    ['an encrypted key', PRIVATE_KEY.replaceAll('PRIVATE', 'ENCRYPTED PRIVATE')],
    ['an OpenPGP key', '-----BEGIN PGP PRIVATE KEY BLOCK-----\n\nlQ'],
    ['base64 of a key', base64(PRIVATE_KEY)],
    ['base64 of a key after one byte', base64(`x${PRIVATE_KEY}`)],
    ['base64 of a key after two bytes', base64(`xx${PRIVATE_KEY}`)],
    ['base64 folded over lines', base64(PRIVATE_KEY).replace(/.{5}/g, '$&\n  ')],
    ['base64 with blanks on one line', base64(PRIVATE_KEY).replace(/.{5}/g, '$& ')],
    ['base64 for URLs', Buffer.from(`é€${PRIVATE_KEY}`).toString('base64url')],
    ['a kubeconfig', `users:\n- user:\n    client-key-data: ${base64(PRIVATE_KEY)}\n`],
  ])('refuses %s in a ConfigMap and does not show it', (_what, text) => {
    expect(verdict(withChange(aPassingTree(), 'ConfigMap', 'data/mode', text))).toEqual([inConfigMap]);
  });

  it('finds keys in stringData of a Secret, in environments and in annotations', () => {
    expect(verdict(withChange(aPassingTree(), 'Secret', 'stringData', { 'tls.key': PRIVATE_KEY }))).toEqual([
      only('acme/secret-tls.yaml:1:1 Secret "tls" of namespace "acme" holds a private key at stringData["tls.key"]'),
    ]);
    const variable = { name: 'KEY', value: PRIVATE_KEY };
    expect(
      verdict(withChange(aPassingTree(), 'Deployment', 'spec/template/spec/containers/0/env/1', variable)),
    ).toEqual([
      only(
        'acme/deployment-shop.yaml:1:1 Deployment "shop" of namespace "acme" holds a private key at spec.template.spec.containers[0].env[1].value',
      ),
    ]);
    expect(verdict(withChange(aPassingTree(), 'Service', 'metadata/annotations', { note: PRIVATE_KEY }))).toEqual([
      only(
        'acme/service-shop.yaml:1:1 Service "shop" of namespace "acme" holds a private key at metadata.annotations.note',
      ),
    ]);
  });

  it.each([
    ['Namespace', 'metadata/labels', { key: PRIVATE_KEY }],
    ['Namespace', 'metadata/labels', { [PRIVATE_KEY]: 'key' }],
    ['Service', 'spec/selector', { key: base64(PRIVATE_KEY) }],
    ['Service', 'spec/ports/0/targetPort', base64(PRIVATE_KEY)],
    ['Deployment', 'spec/template/spec/serviceAccountName', PRIVATE_KEY],
    ['Deployment', 'spec/template/spec/containers/0/securityContext/privileged', PRIVATE_KEY],
    ['Service', 'metadata/name', base64(PRIVATE_KEY)],
  ])('keeps every other rule from showing a key, too: %s %s', (kind, path, value) => {
    const texts = verdict(withChange(aPassingTree(), kind, path, value)).join('\n');
    expect(texts).toContain('keys-only-in-secrets ');
    expect(texts).not.toMatch(/BEGIN|MIGH|LS0t|PRIVATE|UFJJ/);
  });
});
