/** What the guard allows, and that it is silent where there is nothing. */
import { randomBytes } from 'node:crypto';
import { drawManifests } from '../../charts/draw-manifests';
import type { Fleet } from '../../model/fleet';
import type { Issue } from '../../model/issue';
import type { KubernetesObject } from '../../model/manifest';
import { renderYaml } from '../../output/yaml-emitter';
import { bodyOf, derOf, ecKey, pemOf, rsaKey } from '../../testing/private-keys';
import { aConfigMap, aDeployment, aSealedSecret, aSecret } from '../../testing/objects-with-text';
import { issueSampleCertificates, loadSampleFleet } from '../../testing/sample-fleet';
import { checkLeaks } from './check-leaks';

const base64 = (data: string | Buffer): string => Buffer.from(data).toString('base64');
const SEALED: Fleet = loadSampleFleet();
const PLAIN: Fleet = {
  ...SEALED,
  platform: {
    ...SEALED.platform,
    spec: { ...SEALED.platform.spec, secrets: { ...SEALED.platform.spec.secrets, mode: 'plain' } },
  },
};
const store = issueSampleCertificates(PLAIN);
const OUTPUT = outputOf(PLAIN);
const chain = [...store.values()].slice(0, 3).map(({ certificatePem = '' }) => certificatePem);

function outputOf(fleet: Fleet): ReadonlyMap<string, string> {
  return new Map(
    drawManifests(fleet, issueSampleCertificates(fleet)).map(({ path, object }) => [path, renderYaml(object)]),
  );
}

function check(object: KubernetesObject, fleet = SEALED): Issue[] {
  return checkLeaks(new Map([['file.yaml', renderYaml(object)]]), fleet);
}

const PKCS8 = pemOf(ecKey);
const jwk = JSON.stringify(ecKey.export({ format: 'jwk' }));

function certificateDer(): Buffer {
  return Buffer.from(bodyOf(chain[0] ?? ''), 'base64');
}

describe('mode plain', () => {
  const leaf = { 'tls.crt': base64(chain.join('')), 'tls.key': base64(PKCS8) };

  it('allows the keys of the whole sample fleet, and any other mode refuses each of them', () => {
    expect(checkLeaks(OUTPUT, PLAIN)).toEqual([]);
    const keys = [...OUTPUT.values()].join('').match(/^ {2}"?[\w.-]+\.key"?: /gm) ?? [];
    expect(keys.length).toBeGreaterThan(10);
    expect(checkLeaks(OUTPUT, SEALED)).toHaveLength(keys.length);
  });

  it.each([
    ['another name of the entry', aSecret({ ...leaf, 'tls.pem': base64(PKCS8) })],
    ['another Secret', aSecret(leaf, 'other')],
    ['a leaf of another tenant', aSecret(leaf, 'ledger-leaf')],
    ['two keys in one entry', aSecret({ 'tls.key': base64(PKCS8 + pemOf(rsaKey)) })],
    ['another layout', aSecret({ 'tls.key': base64(pemOf(ecKey, 'sec1')) })],
    ['DER', aSecret({ 'tls.key': base64(derOf(ecKey)) })],
    ['a random value', aSecret({ 'tls.key': base64(randomBytes(32)) })],
    ['stringData', aSecret({}, 'shop-leaf', { stringData: { 'tls.key': PKCS8 } })],
    [
      'an annotation of the same Secret',
      { ...aSecret(leaf), metadata: { name: 'shop-leaf', namespace: 'acme', annotations: { 'tls.key': PKCS8 } } },
    ],
    ['another kind', { ...aSecret(leaf), kind: 'ConfigMap' }],
    ['another API', { ...aSecret(leaf), apiVersion: 'v2' }],
  ])('allows a key in no more than that: not in %s', (_what, object) => {
    expect(check(aSecret(leaf), PLAIN)).toEqual([]);
    expect(check(object, PLAIN).length).toBeGreaterThan(0);
  });

  it('allows keys whose base64 needs no padding, whatever stands on the next line', () => {
    for (const blanks of ['', ' ', '  ']) {
      const value = base64(
        `-----BEGIN PRIVATE KEY-----\n${bodyOf(PKCS8).trim()}\n${'A'.repeat(blanks.length)}\n-----END PRIVATE KEY-----\n`,
      );
      expect(check(aSecret({ 'tls.key': value, zlast: 'AAAA' }), PLAIN)).toEqual([]);
    }
  });
});

describe('false alarms', () => {
  it('there are none in the sample as it is, with its keys sealed', () => {
    expect(checkLeaks(outputOf(SEALED), SEALED)).toEqual([]);
  });

  it('there are none in sealed documents', () => {
    for (let i = 0; i < 200; i++) expect(check(aSealedSecret(base64(randomBytes(1028))))).toEqual([]);
  });

  it('there are none in certificates, however encoded, and in other public things', () => {
    const publicKey = '-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE\n-----END PUBLIC KEY-----\n';
    const text = chain.join('') + publicKey;
    const publicJwk = jwk.replace(/,"d":"[^"]*"/, '');
    const values = [
      text,
      base64(text),
      base64(base64(text)),
      base64(certificateDer()),
      JSON.stringify({ text }),
      publicJwk,
    ];
    for (const c of values) expect(check(aConfigMap({ c }))).toEqual([]);
    expect(check(aDeployment({ image: `registry.example/app@sha256:${randomBytes(32).toString('hex')}` }))).toEqual([]);
  });

  it('there are none in Secrets that hold certificates, names and sentences', () => {
    const data = {
      'tls.crt': chain.join(''),
      user: 'administrator-of-the-shop-database',
      url: 'https://web.shop.acme.apps.example.com:8443/path/to/the/shop?page=1',
      'config.yaml': 'server:\n  listen: 127.0.0.1:8080\n  allowedOrigins: [https://shop.example.com]\n',
      words: 'the password stands in the vault of the house, ask the porter',
    };
    expect(
      check(aSecret(Object.fromEntries(Object.entries(data).map(([name, text]) => [name, base64(text)])))),
    ).toEqual([]);
  });
});
