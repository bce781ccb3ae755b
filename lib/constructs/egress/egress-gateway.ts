/** A tenant's egress gateway: the one way out of its namespace to names outside of the cluster. */
import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import type { DrawableStore } from '../../model/certificate';
import { planEgressSecret } from '../../model/leaf-secrets';
import { EGRESS, EGRESS_CONFIG_MAP, namespaceOf } from '../../model/names';
import type { Platform } from '../../model/platform';
import { EGRESS_PORT } from '../../model/ports';
import { EGRESS as EGRESS_RESOURCES } from '../../model/resources';
import type { Tenant } from '../../model/tenant';
import { KubernetesResource } from '../kubernetes-resource';
import { LeafSecret } from '../leaf-secret';
import { leafVolume, trustVolume } from '../leaf-volumes';
import { CONFIG_FILE, CONFIG_FOLDER, LEAF_FOLDER, TRUST_FOLDER } from '../nginx-config';
import { NginxDeployment } from '../nginx-deployment';
import { objectMetadata } from '../object-metadata';
import { podLabels, podSelector } from '../pod-labels';
import { renderEgressConfig } from './egress-config';

export interface EgressGatewayProps {
  readonly platform: Platform;
  /** A tenant with at least one egress to a name outside. */
  readonly tenant: Tenant;
  readonly certificates: DrawableStore;
}

export class EgressGateway extends Construct {
  constructor(scope: Construct, id: string, { platform, tenant, certificates }: EgressGatewayProps) {
    super(scope, id);
    const party = { kind: 'egress', tenant: tenant.name } as const;
    const namespace = namespaceOf(tenant);
    const secret = planEgressSecret(tenant);
    const meta = (kind: string, name: string): ReturnType<typeof objectMetadata> =>
      objectMetadata({ kind, name, namespace, labels: podLabels(party) });

    new KubernetesResource(
      this,
      'config',
      k8s.KubeConfigMap.manifest({ data: { [CONFIG_FILE]: renderEgressConfig(platform, tenant) } }),
      meta('ConfigMap', EGRESS_CONFIG_MAP),
    );
    new LeafSecret(this, 'leaf', { platform, secret, labels: podLabels(party), certificates });
    new KubernetesResource(
      this,
      'service',
      k8s.KubeService.manifest({
        spec: {
          selector: podSelector(party),
          ports: [{ name: 'egress', port: EGRESS_PORT, targetPort: k8s.IntOrString.fromNumber(EGRESS_PORT) }],
        },
      }),
      meta('Service', EGRESS),
    );
    new NginxDeployment(this, 'nginx', {
      platform,
      name: EGRESS,
      namespace,
      labels: podLabels(party),
      selector: podSelector(party),
      replicas: platform.spec.egressGateway.replicas,
      resources: EGRESS_RESOURCES,
      ports: [{ name: EGRESS, containerPort: EGRESS_PORT }],
      volumes: [
        { name: 'config', mountPath: CONFIG_FOLDER, source: { configMap: { name: EGRESS_CONFIG_MAP } } },
        { name: 'leaf', mountPath: LEAF_FOLDER, source: leafVolume(platform, secret) },
        { name: 'trust', mountPath: TRUST_FOLDER, source: trustVolume(platform, secret) },
      ],
    });
  }
}
