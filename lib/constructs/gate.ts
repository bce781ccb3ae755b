/** A tenant's gate: its private nginx, with this tenant's keys and nobody else's. */
import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import type { DrawableStore } from '../model/certificate';
import { planGateSecret } from '../model/leaf-secrets';
import { hasEdge } from '../model/endpoint';
import { GATE, GATE_CONFIG_MAP, namespaceOf } from '../model/names';
import { planGateOwnLeaves } from '../model/own-certificates';
import type { Platform } from '../model/platform';
import { gatePortFor, isFirstPort, publicPortsOf, usedPublicPorts } from '../model/public-ports';
import { GATE as GATE_RESOURCES } from '../model/resources';
import { publicRoutes } from '../model/public-routes';
import type { Tenant } from '../model/tenant';
import { clientAuthorityFiles } from './client-certificates';
import { renderGateConfig } from './gate-config';
import { LeafSecret } from './leaf-secret';
import { leafVolume, trustVolume } from './leaf-volumes';
import { CONFIG_FILE, CONFIG_FOLDER, LEAF_FOLDER, TRUST_FOLDER } from './nginx-config';
import { NginxDeployment } from './nginx-deployment';
import { objectMetadata } from './object-metadata';
import { OWN_LEAF_FOLDER, ownLeafVolume } from './own-leaves';
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
    const ownLeaves = planGateOwnLeaves(platform, tenant);
    const ended = publicRoutes(platform, tenant).filter(({ endpoint }) => !hasEdge(endpoint));
    const meta = (kind: string, name: string): ReturnType<typeof objectMetadata> =>
      objectMetadata({ kind, name, namespace, labels: podLabels(party) });

    new KubernetesResource(
      this,
      'config',
      k8s.KubeConfigMap.manifest({
        data: { [CONFIG_FILE]: renderGateConfig(platform, tenant), ...clientAuthorityFiles(ended) },
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
          ports: usedPublicPorts(platform, tenant).map((publicPort) => ({
            name: portName(platform, publicPort),
            port: gatePortFor(platform, publicPort),
            targetPort: k8s.IntOrString.fromNumber(gatePortFor(platform, publicPort)),
          })),
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
      // Of the platform, not of what the tenant uses: an endpoint on a further port restarts no gate.
      ports: publicPortsOf(platform).map((publicPort) => ({
        containerPort: gatePortFor(platform, publicPort),
        name: portName(platform, publicPort),
      })),
      volumes: [
        { name: 'config', mountPath: CONFIG_FOLDER, source: { configMap: { name: GATE_CONFIG_MAP } } },
        { name: 'leaf', mountPath: LEAF_FOLDER, source: leafVolume(platform, secret) },
        { name: 'trust', mountPath: TRUST_FOLDER, source: trustVolume(platform, secret) },
        ...(ownLeaves.length === 0
          ? []
          : [{ name: 'own', mountPath: OWN_LEAF_FOLDER, source: ownLeafVolume(ownLeaves) }]),
      ],
    });
  }
}

function portName(platform: Platform, publicPort: number): string {
  return isFirstPort(platform, publicPort) ? GATE : `public-${publicPort}`;
}
