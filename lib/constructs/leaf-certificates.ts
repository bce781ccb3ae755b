/** Leaves that cert-manager makes in the cluster: one Certificate each, under the name of its Secret. */
import {
  Certificate,
  CertificateSpecPrivateKeyAlgorithm,
  CertificateSpecPrivateKeyEncoding,
  CertificateSpecPrivateKeyRotationPolicy,
  CertificateSpecUsages,
  type CertificateSpec,
} from '../../imports/cert-manager.io';
import type { CertificatePlan, Subject } from '../model/certificate';
import { certificateOf } from '../model/certificate-chain';
import { certificateSecretOf } from '../model/leaf-secrets';
import { TENANT_ISSUER } from '../model/names';
import { profiles, type ExtendedKeyUsage, type KeyUsage } from '../model/profiles';
import { leafMetadata, type LeafSecretProps } from './leaf-secret-parts';

/** Labels are the Secret's, too. Argo CD's annotations are not: it would take the Secret for its own. */
export function leafCertificates(props: LeafSecretProps): unknown[] {
  const { secret, certificates, platform } = props;
  return secret.leaves.map((leaf): unknown => {
    const name = certificateSecretOf(secret, leaf);
    const metadata = leafMetadata('Certificate', props, name);
    const { plan } = certificateOf(certificates, leaf.id);
    return Certificate.manifest({
      metadata,
      spec: {
        ...certificateSpec(plan, name, CertificateSpecPrivateKeyRotationPolicy.ALWAYS),
        secretTemplate: { labels: metadata.labels },
        duration: `${platform.spec.pki.leafDays * 24}h0m0s`,
        renewBefore: `${platform.spec.pki.leafDays * 8}h0m0s`,
        issuerRef: issuerRef(TENANT_ISSUER),
      },
    });
  });
}

type WhatItSays = Omit<CertificateSpec, 'issuerRef' | 'duration'>;

/**
 * What the plan says, in cert-manager's words, with a key like ours. Go writes O, OU, CN in that order, so `nginx` prints the same DN
 * (crypto/x509/pkix, ToRDNSequence); `literalSubject` would need a feature gate (cert-manager v1.21: beta).
 */
export function certificateSpec(
  { profile, subject, dnsNames, uris }: CertificatePlan,
  secretName: string,
  rotationPolicy: CertificateSpecPrivateKeyRotationPolicy,
): WhatItSays {
  const { keyUsages, extendedKeyUsages } = profiles[profile];
  return {
    secretName,
    ...subjectOf(subject),
    ...(dnsNames.length === 0 ? {} : { dnsNames: [...dnsNames] }),
    ...(uris.length === 0 ? {} : { uris: [...uris] }),
    usages: [...keyUsages, ...extendedKeyUsages].map((usage) => USAGES[usage]),
    privateKey: {
      algorithm: CertificateSpecPrivateKeyAlgorithm.ECDSA,
      size: 256,
      encoding: CertificateSpecPrivateKeyEncoding.PKCS8,
      rotationPolicy,
    },
  };
}

const USAGES: Readonly<Record<KeyUsage | ExtendedKeyUsage, CertificateSpecUsages>> = {
  digitalSignature: CertificateSpecUsages.DIGITAL_SIGNATURE,
  keyCertSign: CertificateSpecUsages.CERT_SIGN,
  cRLSign: CertificateSpecUsages.CRL_SIGN,
  serverAuth: CertificateSpecUsages.SERVER_AUTH,
  clientAuth: CertificateSpecUsages.CLIENT_AUTH,
};

function subjectOf({ organization, unit, commonName }: Subject): Pick<CertificateSpec, 'subject' | 'commonName'> {
  return {
    subject: { organizations: [organization], ...(unit === undefined ? {} : { organizationalUnits: [unit] }) },
    ...(commonName === undefined ? {} : { commonName }),
  };
}

export function issuerRef(name: string): CertificateSpec['issuerRef'] {
  return { group: 'cert-manager.io', kind: 'Issuer', name };
}
