/** What becomes of the plans while a root or an authority is rotated. */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { CertificatePlan } from '../model/certificate';
import { checkFleet } from '../model/laws/check-fleet';
import type { Fleet } from '../model/fleet';
import { aFleet } from '../testing/a-fleet';
import { rotationStages, type Stage } from '../testing/rotation-stages';
import { deriveScopeSeed } from './derive';
import { issueCertificates } from './issue';
import { deriveKeyPair, toPkcs8Pem } from './keys';
import { planCertificates } from './plan';
import { demoSeed } from './seed';

const pki = { seed: 'demo', since: '2026-01-01', asOf: '2026-11-01' } as const;

function fleetAt(root: Stage, acme: Stage, tenant = 'acme'): Fleet {
  return aFleet({
    platform: { pki: { ...pki, generations: rotationStages[root] } },
    tenants: [
      { name: tenant, pki: { generations: rotationStages[acme] }, apps: [{ name: 'shop' }] },
      { name: 'globex' },
    ],
  });
}

function linesOf(fleet: Fleet): string[] {
  return planCertificates(fleet)
    .filter(({ id }) => !id.startsWith('globex'))
    .map(({ id, issuerId, keyId, subject }) => `${id} by ${issuerId}, key ${keyId}, CN=${subject.commonName ?? ''}`);
}

const firstRoot = 'root by root, key root, CN=prod root';
const firstAuthority = (root: string): string => `acme/authority by ${root}, key acme/authority, CN=acme authority`;
const firstTwin = 'acme/twin by acme/twin, key acme/authority, CN=acme authority';
const secondAuthority = (root: string): string =>
  `acme/authority/2 by ${root}, key acme/authority/2, CN=acme authority 2`;
const secondTwin = 'acme/twin/2 by acme/twin/2, key acme/authority/2, CN=acme authority 2';
const shop = (authority: string): string => `acme/app/shop by ${authority}, key acme/app/shop, CN=shop`;

test('an authority is planned once for each generation, and the active one signs', () => {
  expect(rotationStages.map((_, stage) => linesOf(fleetAt(0, stage as Stage)))).toEqual([
    [firstRoot, firstAuthority('root'), firstTwin, shop('acme/authority')],
    [firstRoot, firstAuthority('root'), firstTwin, secondAuthority('root'), secondTwin, shop('acme/authority')],
    [firstRoot, firstAuthority('root'), firstTwin, secondAuthority('root'), secondTwin, shop('acme/authority/2')],
    [firstRoot, secondAuthority('root'), secondTwin, shop('acme/authority/2')],
  ]);
});

test('a root is planned once for each generation, and the active one signs every authority', () => {
  const secondRoot = 'root-2 by root-2, key root-2, CN=prod root 2';
  const rest = (root: string): string[] => [firstAuthority(root), firstTwin, shop('acme/authority')];
  expect(rotationStages.map((_, stage) => linesOf(fleetAt(stage as Stage, 0)))).toEqual([
    [firstRoot, ...rest('root')],
    [firstRoot, secondRoot, ...rest('root')],
    [firstRoot, secondRoot, ...rest('root-2')],
    [secondRoot, ...rest('root-2')],
  ]);
});

test('prepare changes no certificate that was there, and no stage changes a neighbour’s', () => {
  const at = (root: Stage, acme: Stage) => issueCertificates(planCertificates(fleetAt(root, acme)), demoSeed);
  const before = at(0, 0);
  for (const prepared of [at(1, 0), at(0, 1), at(1, 1)])
    for (const [id, certificate] of before) expect(prepared.get(id)).toEqual(certificate);
  for (const stage of [1, 2, 3] as const)
    for (const [id, certificate] of before)
      if (id.startsWith('globex')) expect(at(0, stage).get(id)).toEqual(certificate);
});

test('each generation has a key and a subject of its own, and its twin shares them', () => {
  const store = issueCertificates(planCertificates(fleetAt(1, 1)), demoSeed);
  const keyOf = (id: string): string | undefined => store.get(id)?.keyPem;
  expect(keyOf('acme/twin/2')).toBe(keyOf('acme/authority/2'));
  expect(new Set(['root', 'root-2', 'acme/authority', 'acme/authority/2'].map(keyOf)).size).toBe(4);
  const long = 'a'.repeat(63);
  for (const plans of [planCertificates(fleetAt(1, 1)), planCertificates(fleetAt(1, 1, long))]) {
    const signers = plans.filter(({ profile }) => profile === 'twin' || profile === 'root');
    expect(new Set(signers.map(({ subject }) => JSON.stringify(subject))).size).toBe(signers.length);
  }
});

test('the leaves keep key, names and days when their authority is switched', () => {
  const leafAt = (acme: Stage): CertificatePlan | undefined =>
    planCertificates(fleetAt(0, acme)).find(({ id }) => id === 'acme/app/shop');
  expect({ ...leafAt(2), issuerId: '' }).toEqual({ ...leafAt(1), issuerId: '' });
});

test('a tenant called root, who holds the seed of its own keys, cannot derive any generation of the root’s', () => {
  const fleet = fleetAt(1, 1, 'root');
  expect(checkFleet(fleet)).toEqual([]);
  const store = issueCertificates(planCertificates(fleet), demoSeed);
  const stolen = deriveScopeSeed(demoSeed, 'root');
  expect(toPkcs8Pem(deriveKeyPair(stolen, 'root/authority/2'))).toBe(store.get('root/authority/2')?.keyPem);
  for (const id of ['root', 'root-2']) {
    const keyId = store.get(id)?.plan.keyId ?? '';
    expect(toPkcs8Pem(deriveKeyPair(stolen, keyId))).not.toBe(store.get(id)?.keyPem);
    const certificate = new X509Certificate(store.get(id)?.certificatePem ?? '');
    expect(certificate.checkPrivateKey(createPrivateKey(store.get(id)?.keyPem ?? ''))).toBe(true);
  }
});
