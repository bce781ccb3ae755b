/** What a tenant's sidecars and gate trust: the twins of its authority's generations and nothing else, the root least of all. */
import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import type { DrawableStore } from '../model/certificate';
import { trustPem } from '../model/certificate-chain';
import { namespaceOf, TRUST_CONFIG_MAP } from '../model/names';
import type { Tenant } from '../model/tenant';
import { trustedTwins } from '../model/trusted-twins';
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
    new KubernetesResource(
      this,
      'trust',
      k8s.KubeConfigMap.manifest({
        data: { [TRUST_FILE]: trustPem(certificates, ...trustedTwins(tenant)) },
      }),
      objectMetadata({ kind: 'ConfigMap', name: TRUST_CONFIG_MAP, namespace: namespaceOf(tenant) }),
    );
  }
}
