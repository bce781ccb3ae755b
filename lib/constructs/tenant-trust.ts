/** What a tenant's sidecars and gate trust: the twins of its authority's generations and nothing else, the root least of all. */
import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import type { DrawableStore } from '../model/certificate';
import { trustPem } from '../model/certificate-chain';
import { trustedGenerations } from '../model/generations';
import { certificateIds, namespaceOf, TRUST_CONFIG_MAP } from '../model/names';
import type { Tenant } from '../model/tenant';
import { TRUST_FILE } from './nginx-config';
import { objectMetadata } from './object-metadata';
import { KubernetesResource } from './kubernetes-resource';

export interface TenantTrustProps {
  readonly tenant: Tenant;
  readonly certificates: DrawableStore;
}

export class TenantTrust extends Construct {
  constructor(scope: Construct, id: string, { tenant, certificates }: TenantTrustProps) {
    super(scope, id);
    const twins = trustedGenerations(tenant.spec.pki.generations).map((number) =>
      certificateIds.twin(tenant.name, number),
    );
    new KubernetesResource(
      this,
      'trust',
      k8s.KubeConfigMap.manifest({
        data: { [TRUST_FILE]: trustPem(certificates, ...twins) },
      }),
      objectMetadata({ kind: 'ConfigMap', name: TRUST_CONFIG_MAP, namespace: namespaceOf(tenant) }),
    );
  }
}
