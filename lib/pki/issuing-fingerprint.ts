/** What the issuing and sealing code is, told by what it makes: nobody has to remember to raise a version when its bytes change. */
import { createHash, createPublicKey } from 'node:crypto';
import type { CertificatePlan } from '../model/certificate';
import { issueCertificates } from './issue';
import { deriveSealingSecrets, sealValue } from './seal';
import { demoSeed } from './seed';

/**
 * A digest that changes with the bytes that certificates, keys and sealed keys have: part of every content key of the cache, so that after an
 * upgrade nothing old is found. It sees what {@link everyKindOfPlan} asks for.
 */
export function issuingFingerprint(): string {
  const hash = createHash('sha256');
  for (const { certificatePem, keyPem } of issueCertificates(everyKindOfPlan, demoSeed).values()) {
    hash.update(certificatePem).update(keyPem);
  }
  hash.update(sealValue(nobody(), deriveSealingSecrets(demoSeed), { namespace: 'a', name: 'b', plaintext: 'c' }));
  return hash.digest('hex');
}

/** A public key that nobody has the private one of: its modulus is only odd and large. */
function nobody(): Parameters<typeof sealValue>[0] {
  const n = Buffer.alloc(256, 0xc5).toString('base64url');
  return {
    publicKey: createPublicKey({ key: { kty: 'RSA', n, e: 'AQAB' }, format: 'jwk' }),
    fingerprint: '00'.repeat(32),
  };
}

const leaf = {
  issuerId: 'a/authority',
  subject: { organization: 'a', unit: 'b', commonName: 'c' },
  dnsNames: ['c.a.svc', '*.a.example'],
  uris: ['spiffe://a.example/app/c'],
  notBefore: new Date('2026-11-01T00:00:00Z'),
  notAfter: new Date('2027-01-30T00:00:00Z'),
} as const;

const signer = { ...leaf, dnsNames: [], uris: [], notAfter: new Date('2056-11-01T00:00:00Z') } as const;

/** Each profile, and each field that a plan can have. A test holds it to that. */
export const everyKindOfPlan: readonly CertificatePlan[] = [
  { ...signer, id: 'root', keyId: 'root', issuerId: 'root', profile: 'root' },
  {
    ...signer,
    id: 'a/authority',
    keyId: 'a/authority',
    issuerId: 'root',
    profile: 'authority',
    constraints: {
      dns: ['a.svc', 'localhost'],
      uriHosts: ['a.example'],
      ipRanges: ['127.0.0.0/8', '::1/128'],
      directoryOrganization: 'a',
    },
  },
  { ...signer, id: 'a/twin', keyId: 'a/authority', issuerId: 'a/twin', profile: 'twin' },
  { ...leaf, id: 'a/app/c', keyId: 'a/app/c', profile: 'identity' },
  { ...leaf, id: 'a/host/c', keyId: 'a/host/c', profile: 'public' },
  { ...leaf, id: 'b/guest/a/c', keyId: 'b/guest/a/c', profile: 'guest' },
];
