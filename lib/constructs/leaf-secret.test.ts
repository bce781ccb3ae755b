/** A Secret of leaves, in each form in which its keys may be drawn. */
import { App, Chart } from 'cdk8s';
import type { DrawableCertificate, DrawableStore } from '../model/certificate';
import { planAppSecret, planGateSecret, planLeafSecrets } from '../model/leaf-secrets';
import { aFleet } from '../testing/a-fleet';
import { dataOf, drawObjects, find, findAll, secretOf } from '../testing/drawn-fleet';
import { namedCertificates, namedDrawables } from '../testing/named-certificates';
import { demoSealingPair, unseal } from '../testing/sealing-pairs';
import { LeafSecret } from './leaf-secret';

const HTTP = { name: 'web', port: 8080, protocol: 'http', expose: 'public' } as const;
const TLS = { name: 'sql', port: 3306, protocol: 'tls', expose: 'public' } as const;

const tenants = [{ name: 'acme', apps: [{ name: 'shop', endpoints: [HTTP, TLS] }, { name: 'cart' }] }];
const plain = aFleet({ tenants });
const sealed = aFleet({ tenants, platform: { secrets: { mode: 'sealed' } } });
const [tenant] = sealed.tenants;
if (tenant === undefined) throw new Error('no tenant');

interface SealedSpec {
  readonly encryptedData: Readonly<Record<string, string>>;
  readonly template: {
    readonly metadata: unknown;
    readonly type: string;
    readonly data: Readonly<Record<string, string>>;
  };
}

function specOf(name: string): SealedSpec {
  return find(drawObjects(sealed), 'SealedSecret', name, 'acme')['spec'] as SealedSpec; // a border: what was drawn
}

/** Draws the shop's Secret from a store of one's own making. */
function drawFrom(certificates: DrawableStore): void {
  const [shop] = tenant?.apps.filter(({ name }) => name === 'shop') ?? [];
  if (tenant === undefined || shop === undefined) throw new Error('no shop');
  const secret = planAppSecret(sealed.platform, tenant, shop);
  new LeafSecret(new Chart(new App(), 'chart'), 'leaf', {
    platform: sealed.platform,
    secret,
    labels: {},
    certificates,
  });
}

test('with mode sealed no Secret is left, and each SealedSecret bears the name and labels of the Secret with mode plain', () => {
  const metadata = (kind: string, fleet = sealed): unknown[] =>
    findAll(drawObjects(fleet), kind).map((object) => object.metadata);
  expect(metadata('Secret')).toEqual([]);
  expect(metadata('SealedSecret')).toEqual(metadata('Secret', plain));
});

test.each(['shop-leaf', 'gate-leaves'])(
  'the template of %s makes the Secret of mode plain: metadata, type, files',
  (name) => {
    const secret = find(drawObjects(plain), 'Secret', name, 'acme');
    const { template, encryptedData } = specOf(name);
    const { labels, annotations } = secret.metadata;
    expect(template).toMatchObject({ metadata: { labels, annotations }, type: secret['type'] });
    expect([...Object.keys(template.data), ...Object.keys(encryptedData)].sort()).toEqual(
      Object.keys(dataOf(secret)).sort(),
    );
    const keys = Object.entries(encryptedData).map(([file, value]) => [
      file,
      unseal(demoSealingPair().keyPem, 'acme', name, value),
    ]);
    expect({ ...template.data, ...Object.fromEntries(keys) }).toEqual(secretOf(secret));
  },
);

test('certificates are text in the template, as Go reads it, not base64', () => {
  expect(
    Object.values(specOf('shop-leaf').template.data).every((text) => text.startsWith('-----BEGIN CERTIFICATE-----\n')),
  ).toBe(true);
});

test('no annotation widens the scope in which values can be unsealed', () => {
  expect(JSON.stringify(findAll(drawObjects(sealed), 'SealedSecret'))).not.toContain('-wide');
});

test('a key that is not sealed is never drawn in its place', () => {
  expect(() => {
    drawFrom(namedCertificates(sealed));
  }).toThrow('the key of acme/app/shop is not there as sealedKey');
});

test('a certificate that Go would evaluate is a mistake of ours, and is not drawn', () => {
  const spoilt = Array.from(namedDrawables(sealed), ([id, certificate]): [string, DrawableCertificate] => [
    id,
    id === 'acme/app/shop' ? { ...certificate, certificatePem: '{{ index . "tls.key" }}' } : certificate,
  ]);
  expect(() => {
    drawFrom(new Map(spoilt));
  }).toThrow('would be read as a template');
});

test('sealing lets go of every readable key, those that sign above all', () => {
  const drawables = [...namedDrawables(sealed).values()];
  expect(JSON.stringify(drawables)).not.toContain('PRIVATE KEY');
  const unsealable = drawables.filter(({ sealedKey }) => sealedKey === undefined).map(({ plan }) => plan.profile);
  expect(new Set(unsealable)).toEqual(new Set(['root', 'authority', 'twin']));
});

test('every leaf is planned into one Secret', () => {
  const ids = planLeafSecrets(sealed.platform, tenant).flatMap(({ leaves }) => leaves.map(({ id }) => id));
  const leaves = [...namedCertificates(sealed).values()].filter(({ plan }) => /identity|public/.test(plan.profile));
  expect(ids.toSorted()).toEqual(leaves.map(({ plan }) => plan.id).toSorted());
  expect(planGateSecret(sealed.platform, tenant).leaves.map(({ name }) => name)).toEqual([
    'identity-gate',
    'host-web.shop.acme.apps.example.com',
  ]);
});
