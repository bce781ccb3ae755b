/** A store as issue would make it, signed by nobody: each certificate and key is its own id, so that tests can tell them. */
import type { CertificateStore } from '../model/certificate';
import type { Fleet } from '../model/fleet';
import { planCertificates } from '../pki/plan';

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

/** The ids in a Secret's or ConfigMap's value: `["certificate acme/app/shop", "certificate acme/authority"]`. */
export function namesIn(pem: string): string[] {
  return Array.from(
    pem.matchAll(/-----BEGIN (PRIVATE KEY|CERTIFICATE)-----\n(.*)\n-----END \1-----\n/g),
    ([, kind = '', id = '']) => `${kind === 'CERTIFICATE' ? 'certificate' : 'key'} ${id}`,
  );
}
