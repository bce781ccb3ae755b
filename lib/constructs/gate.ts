/** A tenant's gate: its private nginx, with this tenant's keys and nobody else's. */
import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import type { DrawableStore } from '../model/certificate';
import { planGateSecret } from '../model/leaf-secrets';
import { GATE, GATE_CONFIG_MAP, namespaceOf } from '../model/names';
import type { Platform } from '../model/platform';
import { GATE_PORT } from '../model/ports';
import { GATE as GATE_RESOURCES } from '../model/resources';
import type { Tenant } from '../model/tenant';
import { renderGateConfig } from './gate-config';
import { LeafSecret } from './leaf-secret';
import { leafVolume, trustVolume } from './leaf-volumes';
import { CONFIG_FILE, CONFIG_FOLDER, LEAF_FOLDER, TRUST_FOLDER } from './nginx-config';
import { NginxDeployment } from './nginx-deployment';
import { objectMetadata } from './object-metadata';
import { podLabels, podSelector } from './pod-labels';
import { KubernetesResource } from './kubernetes-resource';

export interface GateProps {
  readonly platform: Platform;
  /** A tenant with at least one public endpoint. */
  readonly tenant: Tenant;
  readonly certificates: DrawableStore;
}

export class Gate extends Construct {
  constructor(scope: Construct, id: string, { platform, tenant, certificates }: GateProps) {
    super(scope, id);
    const party = { kind: 'gate', tenant: tenant.name } as const;
    const namespace = namespaceOf(tenant);
    const secret = planGateSecret(platform, tenant);
    const meta = (kind: string, name: string): ReturnType<typeof objectMetadata> =>
      objectMetadata({ kind, name, namespace, labels: podLabels(party) });

    new KubernetesResource(
      this,
      'config',
      k8s.KubeConfigMap.manifest({
        data: { [CONFIG_FILE]: renderGateConfig(platform, tenant) },
      }),
      meta('ConfigMap', GATE_CONFIG_MAP),
    );
    new LeafSecret(this, 'leaves', {
      platform,
      secret,
      labels: podLabels(party),
      certificates,
    });
    new KubernetesResource(
      this,
      'service',
      k8s.KubeService.manifest({
        spec: {
          selector: podSelector(party),
          ports: [{ name: 'gate', port: GATE_PORT, targetPort: k8s.IntOrString.fromNumber(GATE_PORT) }],
        },
      }),
      meta('Service', GATE),
    );
    new NginxDeployment(this, 'nginx', {
      platform,
      name: GATE,
      namespace,
      labels: podLabels(party),
      selector: podSelector(party),
      replicas: platform.spec.gate.replicas,
      resources: GATE_RESOURCES,
      ports: [{ containerPort: GATE_PORT, name: GATE }],
      volumes: [
        { name: 'config', mountPath: CONFIG_FOLDER, source: { configMap: { name: GATE_CONFIG_MAP } } },
        { name: 'leaf', mountPath: LEAF_FOLDER, source: leafVolume(platform, secret) },
        { name: 'trust', mountPath: TRUST_FOLDER, source: trustVolume(platform, secret) },
      ],
    });
  }
}
