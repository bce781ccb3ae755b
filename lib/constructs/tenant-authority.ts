/** With mode `cert-manager`: a tenant's authority, made in its namespace and known nowhere else, and the Issuer that signs leaves with it. */
import { Construct } from 'constructs';
import { Certificate, CertificateSpecPrivateKeyRotationPolicy } from '../../imports/cert-manager.io';
import { AUTHORITY_YEARS, type DrawableStore, type NameConstraints } from '../model/certificate';
import { activeGeneration } from '../model/generations';
import { certificateOf } from '../model/certificate-chain';
import { AUTHORITY_SECRET, certificateIds, namespaceOf, SELF_SIGNED_ISSUER, TENANT_ISSUER } from '../model/names';
import type { Tenant } from '../model/tenant';
import { KubernetesResource } from './kubernetes-resource';
import { certificateSpec, issuerRef } from './leaf-certificates';
import { objectMetadata } from './object-metadata';

export interface TenantAuthorityProps {
  readonly tenant: Tenant;
  readonly certificates: DrawableStore;
}

export class TenantAuthority extends Construct {
  constructor(scope: Construct, id: string, { tenant, certificates }: TenantAuthorityProps) {
    super(scope, id);
    const namespace = namespaceOf(tenant);
    const issuer = (name: string, spec: Record<string, unknown>): Record<string, unknown> => ({
      apiVersion: 'cert-manager.io/v1',
      kind: 'Issuer',
      metadata: objectMetadata({ kind: 'Issuer', name, namespace }),
      spec,
    });
    new KubernetesResource(this, 'selfsigned', issuer(SELF_SIGNED_ISSUER, { selfSigned: {} }));
    new KubernetesResource(this, 'authority', authority(namespace, tenant, certificates));
    new KubernetesResource(this, 'issuer', issuer(TENANT_ISSUER, { ca: { secretName: AUTHORITY_SECRET } }));
  }
}

/**
 * It signs itself and every sidecar trusts it, as the twin elsewhere. Its key stays when it is renewed, so that a leaf and whoever checks
 * it may hold different issues of it.
 */
function authority(namespace: string, tenant: Tenant, certificates: DrawableStore): unknown {
  const active = activeGeneration(tenant.spec.pki.generations);
  const { plan } = certificateOf(certificates, certificateIds.authority(tenant.name, active));
  const metadata = objectMetadata({ kind: 'Certificate', name: AUTHORITY_SECRET, namespace });
  if (plan.constraints === undefined) throw new Error(`${plan.id} has no name constraints`);
  return Certificate.manifest({
    metadata,
    spec: {
      isCa: true,
      ...certificateSpec(plan, AUTHORITY_SECRET, CertificateSpecPrivateKeyRotationPolicy.NEVER),
      secretTemplate: { labels: metadata.labels },
      nameConstraints: { critical: true, permitted: permitted(plan.constraints) },
      duration: `${AUTHORITY_YEARS * 365 * 24}h0m0s`,
      issuerRef: issuerRef(SELF_SIGNED_ISSUER),
    },
  });
}

/** cert-manager knows no directory names, so the constraint on `O=` is left out (v1.21, NameConstraintItem). */
function permitted({ dns, uriHosts, ipRanges }: NameConstraints): Record<string, string[]> {
  return { dnsDomains: [...dns], uriDomains: [...uriHosts], ipRanges: [...ipRanges] };
}
