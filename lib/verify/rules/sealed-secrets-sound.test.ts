import type { Manifest } from '../../model/manifest';
import { aManifest, aPassingTree, PRIVATE_KEY, SEALED_VALUE, verdict, withChange } from '../sample-manifests';

/** The passing tree with its Secret sealed. */
function aSealedTree(): Manifest[] {
  return [
    ...aPassingTree().filter(({ object }) => object.kind !== 'Secret'),
    aManifest('bitnami.com/v1alpha1', 'SealedSecret', 'tls', 'acme', {
      spec: { encryptedData: { 'tls.key': SEALED_VALUE }, template: { type: 'Opaque', data: { 'tls.crt': 'chain' } } },
    }),
  ];
}

const place = 'sealed-secrets-sound acme/sealedsecret-tls.yaml:1:1 SealedSecret "tls" of namespace "acme"';

function verdictWith(path: string, value: unknown): string[] {
  return verdict(withChange(aSealedTree(), 'SealedSecret', path, value));
}

describe('sealed-secrets-sound', () => {
  it('accepts a SealedSecret, for whose Secret pods may ask, and Secrets where nothing is sealed', () => {
    expect(verdict(aSealedTree())).toEqual([]);
    expect(verdict(aPassingTree())).toEqual([]);
  });

  it.each([
    ['namespace-wide', 'metadata'],
    ['cluster-wide', 'metadata'],
    ['namespace-wide', 'spec/template/metadata'],
    ['cluster-wide', 'spec/template/metadata'],
  ])('refuses the scope %s in %s, so that a copy elsewhere stays sealed', (scope, path) => {
    const annotation = `sealedsecrets.bitnami.com/${scope}`;
    const expected = [
      `${place} has the annotation "${annotation}": whoever copies it elsewhere gets it unsealed; remove it, and seal again`,
    ];
    expect(verdictWith(`${path}/annotations`, { [annotation]: 'true' })).toEqual(expected);
    expect(verdictWith(`${path}/annotations`, { [annotation]: 'false' })).toEqual([]);
  });

  it.each<[string, unknown]>([
    ['text', 'secret'],
    ['base64 of text', Buffer.from('secret'.repeat(60)).toString('base64')],
    ['nothing', ''],
    ['a number', 7],
    ['a value that is cut off', SEALED_VALUE.slice(0, 360)],
    ['a value for a key of 1024 bits', Buffer.concat([Buffer.of(0, 128), Buffer.alloc(300)]).toString('base64')],
  ])('refuses %s where a sealed value belongs', (_what, value) => {
    expect(verdictWith('spec/encryptedData', { 'tls.key': value })).toEqual([
      `${place} has a value under "tls.key" that is not sealed; make it again with \`gatehouse synth\` or kubeseal`,
    ]);
  });

  it('refuses a readable key in place of a sealed one, and in the template, and shows neither', () => {
    const base64 = Buffer.from(PRIVATE_KEY).toString('base64');
    for (const path of ['spec/encryptedData', 'spec/template/data']) {
      const texts = verdictWith(path, { 'tls.key': base64 }).join('\n');
      expect(texts).toContain('keys-only-in-secrets ');
      expect(texts).not.toMatch(/MIGH|LS0t|PRIVATE/);
    }
    expect(verdictWith('spec/encryptedData', { 'tls.key': base64 }).join('\n')).toContain('that is not sealed');
  });

  it('refuses what the controller would evaluate or hide', () => {
    expect(verdictWith('spec/template/data', { 'tls.crt': '{{ index . "tls.key" }}' })).toEqual([
      `${place} has {{ in "tls.crt" of its template, which Go would evaluate; take it out`,
    ]);
    expect(verdictWith('spec/template/data', { 'tls.key': 'chain' })).toEqual([
      `${place} has "tls.key" encrypted and in its template, which hides it; keep one`,
    ]);
    expect(verdictWith('spec/data', 'AAAA')).toEqual([
      `${place} has the deprecated spec.data; make it again with \`gatehouse synth\` or kubeseal`,
    ]);
  });

  it('refuses a Secret of the same name, which controller and Argo CD would fight over', () => {
    const both = [...aSealedTree(), aManifest('v1', 'Secret', 'tls', 'acme', { data: { 'tls.key': 'AAAA' } })];
    expect(verdict(both)).toEqual([`${place} makes a Secret that is in this tree itself, too; remove the Secret`]);
  });

  it('refuses a readable key that was left beside sealed ones, in whichever namespace', () => {
    const texts = verdict([...aSealedTree(), ...aPassingTree('zeta')]);
    expect(texts).toEqual([
      'sealed-secrets-sound zeta/secret-tls.yaml:1:1 Secret "tls" of namespace "zeta" holds a readable private key under "tls.key", beside SealedSecrets (the key is not shown here); seal it, and replace it if this file was ever committed',
    ]);
    expect(texts.join('\n')).not.toMatch(/MIGH|LS0t|PRIVATE/);
  });
});
