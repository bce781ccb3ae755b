/** A store as issue would make it, signed by nobody: each certificate and key is its own id, so that tests can tell them. */
import type { CertificateStore, DrawableStore } from '../model/certificate';
import type { Fleet } from '../model/fleet';
import { holdKeysBack, leaveUnissued } from '../pki/hold-keys-back';
import { planCertificates } from '../pki/plan';
import { sealLeaves } from '../pki/seal-leaves';
import { demoSeed } from '../pki/seed';
import { demoSealingPair } from './sealing-pairs';

export function namedCertificates(fleet: Fleet): CertificateStore {
  return new Map(
    planCertificates(fleet).map((plan) => [
      plan.id,
      {
        plan,
        certificatePem: `-----BEGIN CERTIFICATE-----\n${plan.id}\n-----END CERTIFICATE-----\n`,
        keyPem: `-----BEGIN PRIVATE KEY-----\n${plan.keyId}\n-----END PRIVATE KEY-----\n`,
      },
    ]),
  );
}

/** The same with keys as the platform's mode wants them in manifests; sealed ones are for the demo certificate. */
export function namedDrawables(fleet: Fleet): DrawableStore {
  const certificates = namedCertificates(fleet);
  switch (fleet.platform.spec.secrets.mode) {
    case 'plain':
      return certificates;
    case 'sealed':
      return sealLeaves(fleet, certificates, demoSealingPair().recipient, demoSeed);
    case 'external':
      return holdKeysBack(certificates);
    case 'cert-manager':
      return leaveUnissued(planCertificates(fleet));
  }
}

/** The ids in a Secret's or ConfigMap's value: `["certificate acme/app/shop", "certificate acme/authority"]`. */
export function namesIn(pem: string): string[] {
  return Array.from(
    pem.matchAll(/-----BEGIN (PRIVATE KEY|CERTIFICATE)-----\n(.*)\n-----END \1-----\n/g),
    ([, kind = '', id = '']) => `${kind === 'CERTIFICATE' ? 'certificate' : 'key'} ${id}`,
  );
}
