/** Each leaf's key is sealed for its one Secret with its own tenant's coins. */
import type { CertificateStore } from '../model/certificate';
import { aFleet } from '../testing/a-fleet';
import { namedCertificates } from '../testing/named-certificates';
import { demoSealingPair } from '../testing/sealing-pairs';
import { deriveScopeSeed } from './derive';
import { deriveSealingSecrets, sealValue } from './seal';
import { sealLeaves } from './seal-leaves';
import { demoSeed } from './seed';

const { recipient } = demoSealingPair();
const apps = [{ name: 'shop' }];
const fleet = aFleet({
  tenants: [
    { name: 'acme', apps },
    { name: 'globex', apps },
  ],
});
const certificates = namedCertificates(fleet);

test("a tenant's keys are sealed with what its own part of the seed gives, which another tenant's holder cannot derive", () => {
  const sealed = sealLeaves(fleet, certificates, recipient, demoSeed);
  for (const namespace of ['acme', 'globex']) {
    const secrets = deriveSealingSecrets(deriveScopeSeed(demoSeed, namespace));
    const plaintext = certificates.get(`${namespace}/app/shop`)?.keyPem ?? '';
    const expected = sealValue(recipient, secrets, { namespace, name: 'shop-leaf', plaintext });
    expect(sealed.get(`${namespace}/app/shop`)?.sealedKey).toBe(expected);
  }
});

test('certificates stay as they are, in their order, without any readable key', () => {
  const sealed = sealLeaves(fleet, certificates, recipient, demoSeed);
  expect([...sealed.keys()]).toEqual([...certificates.keys()]);
  for (const [id, { plan, certificatePem, keyPem }] of sealed) {
    expect({ plan, certificatePem, keyPem }).toEqual({ ...certificates.get(id), keyPem: undefined });
  }
});

test('a leaf that nobody issued is a mistake of ours', () => {
  const fewer: CertificateStore = new Map([...certificates].filter(([id]) => id !== 'globex/app/shop'));
  expect(() => sealLeaves(fleet, fewer, recipient, demoSeed)).toThrow('no certificate is called globex/app/shop');
});
