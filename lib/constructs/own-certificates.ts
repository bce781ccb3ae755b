/** Certificates of public hosts that cert-manager is asked for, of an issuer that the tenant or the platform has. */
import { Construct } from 'constructs';
import {
  Certificate,
  CertificateSpecPrivateKeyAlgorithm,
  CertificateSpecPrivateKeyEncoding,
  CertificateSpecPrivateKeyRotationPolicy,
  CertificateSpecUsages,
} from '../../imports/cert-manager.io';
import { namespaceOf } from '../model/names';
import { planAskedCertificates, type AskedCertificate } from '../model/own-certificates';
import type { Platform } from '../model/platform';
import type { Tenant } from '../model/tenant';
import { KubernetesResource } from './kubernetes-resource';
import { objectMetadata } from './object-metadata';

export interface OwnCertificatesProps {
  readonly platform: Platform;
  readonly tenant: Tenant;
}

export class OwnCertificates extends Construct {
  constructor(scope: Construct, id: string, { platform, tenant }: OwnCertificatesProps) {
    super(scope, id);
    for (const asked of planAskedCertificates(platform, tenant))
      new KubernetesResource(this, asked.host, certificate(namespaceOf(tenant), asked));
  }
}

/** How long it lives and when it is renewed is the issuer's to say. */
function certificate(namespace: string, { host, name, issuer }: AskedCertificate): unknown {
  const metadata = objectMetadata({ kind: 'Certificate', name, namespace });
  return Certificate.manifest({
    metadata,
    spec: {
      secretName: name,
      secretTemplate: { labels: metadata.labels },
      dnsNames: [host],
      usages: [CertificateSpecUsages.DIGITAL_SIGNATURE, CertificateSpecUsages.SERVER_AUTH],
      privateKey: {
        algorithm: CertificateSpecPrivateKeyAlgorithm.ECDSA,
        size: 256,
        encoding: CertificateSpecPrivateKeyEncoding.PKCS8,
        rotationPolicy: CertificateSpecPrivateKeyRotationPolicy.ALWAYS,
      },
      issuerRef: { group: 'cert-manager.io', kind: issuer.kind, name: issuer.name },
    },
  });
}
