import { execFileSync } from 'node:child_process';
import { createHash, createPrivateKey, X509Certificate } from 'node:crypto';
import fc from 'fast-check';
import type { CertificatePlan, CertificateStore } from '../model/certificate';
import { issueCertificates } from './issue';
import { demoSeed, parseSeed } from './seed';
import { aLeafPlan, anAuthorityPlan, aRootPlan, aTwinPlan, twoTenants } from '../testing/two-tenants-pki';

/**
 * What the demo seed makes of twoTenants(). A change means that an upgrade, or we, have changed every certificate of every fleet: all
 * workloads would get new keys, and pinned roots would break.
 */
const golden = 'd50908e924d3a53929963ca8eaebab4755bc538b2aeac17915ce3e69f1ad4ae1';

test('a small fixed PKI has the bytes that it has always had', () => {
  expect(digestOf(issueCertificates(twoTenants(), demoSeed))).toBe(golden);
});

test('another process makes the same bytes', () => {
  const script = `
    const { issueCertificates } = require('./lib/pki/issue');
    const { demoSeed } = require('./lib/pki/seed');
    const { twoTenants } = require('./lib/testing/two-tenants-pki');
    const hash = require('node:crypto').createHash('sha256');
    for (const { certificatePem, keyPem } of issueCertificates(twoTenants(), demoSeed).values()) hash.update(certificatePem + keyPem);
    console.log(hash.digest('hex'));`;
  const output = execFileSync(process.execPath, ['-r', '@swc-node/register', '-e', script], { encoding: 'utf8' });
  expect(output.trim()).toBe(golden);
});

test('another seed changes every certificate and every key', () => {
  const other = parseSeed('01'.repeat(32));
  if (!other.ok) throw new Error('that was a seed');
  const [ours, theirs] = [demoSeed, other.value].map((seed) => issueCertificates(twoTenants(), seed));
  for (const [id, { certificatePem, keyPem }] of ours ?? []) {
    expect(theirs?.get(id)?.certificatePem).not.toBe(certificatePem);
    expect(theirs?.get(id)?.keyPem).not.toBe(keyPem);
  }
});

const app = fc.stringMatching(/^[a-z]{1,6}$/).filter((name) => name !== 'shop');

test('a further plan, wherever it stands, changes no other certificate', () => {
  const before = issueCertificates(twoTenants(), demoSeed);
  fc.assert(
    fc.property(app, fc.nat({ max: twoTenants().length }), (name, position) => {
      const plans = twoTenants().toSpliced(position, 0, aLeafPlan('acme', name));
      const after = issueCertificates(plans, demoSeed);
      expect([...after.keys()]).toEqual(plans.map(({ id }) => id));
      for (const [id, certificate] of before) expect(after.get(id)).toEqual(certificate);
    }),
    { numRuns: 15 },
  );
});

test('whatever changes in a plan changes its serial number, and no two certificates of an issuer share one', () => {
  const day = new Date('2027-01-29T00:00:00Z');
  const changes: Partial<CertificatePlan>[] = [
    {},
    { notAfter: day },
    { dnsNames: ['shop.acme.svc'] },
    { uris: [] },
    { subject: { organization: 'acme', commonName: 'shop', unit: 'x' } },
    { keyId: 'acme/app/shop/2' },
    { profile: 'public' },
  ];
  const plans = changes.map((change, index) =>
    aLeafPlan('acme', 'shop', { ...change, id: `acme/${index}`, keyId: change.keyId ?? 'k' }),
  );
  const store = issueCertificates([aRootPlan(), anAuthorityPlan('acme'), aTwinPlan('acme'), ...plans], demoSeed);
  const serials = [...store.values()].map(({ certificatePem }) => new X509Certificate(certificatePem).serialNumber);
  expect(new Set(serials).size).toBe(store.size);
  // 16 octets, positive, no leading zeroes.
  for (const serial of serials) expect(serial).toMatch(/^[4-7][0-9A-F]{31}$/);
});

test('each certificate belongs to its key; authority and twin share theirs, and nobody else does', () => {
  const store = issueCertificates(twoTenants(), demoSeed);
  for (const { certificatePem, keyPem } of store.values()) {
    expect(new X509Certificate(certificatePem).checkPrivateKey(createPrivateKey(keyPem))).toBe(true);
  }
  expect(store.get('acme/twin')?.keyPem).toBe(store.get('acme/authority')?.keyPem);
  expect(new Set([...store.values()].map(({ keyPem }) => keyPem)).size).toBe(store.size - 2);
});

test('each signature is its issuer’s', () => {
  const store = issueCertificates(twoTenants(), demoSeed);
  for (const { plan, certificatePem } of store.values()) {
    const issuer = new X509Certificate(store.get(plan.issuerId)?.certificatePem ?? '');
    expect(new X509Certificate(certificatePem).verify(issuer.publicKey)).toBe(true);
  }
});

const day = 86_400_000;
const shop = aLeafPlan('acme', 'shop');

test.each<[string, CertificatePlan, string]>([
  ['an id is used twice', aLeafPlan('acme', 'shop', { keyId: 'x' }), 'two certificates are called acme/app/shop'],
  ['the issuer is unknown', aLeafPlan('zeta', 'x'), 'no certificate is called zeta/authority'],
  ['a leaf is signed by a leaf', aLeafPlan('acme', 'x', { issuerId: shop.id }), 'must be signed by authority'],
  ['a leaf is signed by the root', aLeafPlan('acme', 'x', { issuerId: 'root' }), 'must be signed by authority'],
  ['a leaf signs itself', aLeafPlan('acme', 'x', { issuerId: 'acme/app/x' }), 'must be signed by authority'],
  ['an authority is signed by another', anAuthorityPlan('x', { issuerId: 'acme/authority' }), 'must be signed by root'],
  ['a twin is signed by the root', { ...aTwinPlan('x'), issuerId: 'root' }, 'must be signed by itself'],
  ['it ends before it begins', aLeafPlan('acme', 'x', { notAfter: shop.notBefore }), 'ends before it begins'],
  ['its end is no date', aLeafPlan('acme', 'x', { notAfter: new Date(NaN) }), 'ends before it begins'],
  [
    'it begins before its issuer',
    aLeafPlan('acme', 'x', { notBefore: new Date(shop.notBefore.getTime() - day) }),
    'only while acme/authority is',
  ],
  [
    'it outlives its issuer',
    aLeafPlan('acme', 'x', { notAfter: new Date('2057-01-01') }),
    'only while acme/authority is',
  ],
  [
    'its subject is too long',
    aLeafPlan('acme', 'x', { subject: { organization: 'a'.repeat(65) } }),
    '1 to 64 characters',
  ],
  ['a name is not ASCII', aLeafPlan('acme', 'x', { dnsNames: ['bücher.acme.svc'] }), 'must be ASCII'],
  [
    'it tells milliseconds',
    aLeafPlan('acme', 'x', { notBefore: new Date(shop.notBefore.getTime() + 1) }),
    'whole seconds',
  ],
])('nothing is issued where %s', (_, plan, message) => {
  const issue = (): CertificateStore => issueCertificates([...twoTenants(), plan], demoSeed);
  expect(issue).toThrow(message);
  expect(issue).not.toThrow(/PRIVATE/);
});

function digestOf(store: CertificateStore): string {
  const hash = createHash('sha256');
  for (const { certificatePem, keyPem } of store.values()) hash.update(certificatePem + keyPem);
  return hash.digest('hex');
}
