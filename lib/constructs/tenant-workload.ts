/** Everything of one app: ServiceAccount without token, leaf, sidecar configuration, Services, workload, PodDisruptionBudget. */
import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import type { App } from '../model/app';
import type { DrawableStore } from '../model/certificate';
import type { Flow } from '../model/flow';
import type { Grant } from '../model/grants';
import { hasEdge, isServed } from '../model/endpoint';
import { planAppSecret } from '../model/leaf-secrets';
import { namespaceOf, peersServiceOf, sidecarConfigMapOf } from '../model/names';
import type { Platform } from '../model/platform';
import { edgePort, meshPort } from '../model/ports';
import type { Tenant } from '../model/tenant';
import { clientAuthorityFiles } from './client-certificates';
import { guestTrust } from './guest-trust';
import { LeafSecret } from './leaf-secret';
import { CONFIG_FILE } from './nginx-config';
import { objectMetadata } from './object-metadata';
import { podLabels, podSelector } from './pod-labels';
import { renderSidecarConfig } from './sidecar-config';
import { workloadObject } from './workload-object';
import { KubernetesResource } from './kubernetes-resource';
import { IDENTITY } from './identity';
import type { Wire } from './wire';

export interface TenantWorkloadProps {
  readonly platform: Platform;
  readonly tenant: Tenant;
  readonly app: App;
  /** Those that end at this app, and any others. */
  readonly flows: readonly Flow[];
  /** Those of this app's egresses. */
  readonly calls: readonly Grant[];
  readonly certificates: DrawableStore;
}

export class TenantWorkload extends Construct {
  constructor(scope: Construct, id: string, props: TenantWorkloadProps) {
    super(scope, id);
    const { app, tenant, platform, certificates } = props;
    const namespace = namespaceOf(tenant);
    const labels = podLabels({ kind: 'app', tenant: tenant.name, app: app.name });
    const meta = (kind: string, name = app.name): ReturnType<typeof objectMetadata> =>
      objectMetadata({ kind, name, namespace, labels });

    new KubernetesResource(this, 'identity', IDENTITY, meta('ServiceAccount'));
    new LeafSecret(this, 'leaf', { platform, secret: planAppSecret(platform, tenant, app), labels, certificates });
    new KubernetesResource(
      this,
      'sidecar',
      { ...k8s.KubeConfigMap.GVK, data: { [CONFIG_FILE]: renderSidecarConfig(props), ...authorityFiles(props) } },
      meta('ConfigMap', sidecarConfigMapOf(app.name)),
    );
    if (app.spec.endpoints.some(isServed))
      new KubernetesResource(
        this,
        'service',
        { ...k8s.KubeService.GVK, spec: serviceSpec(tenant, app) },
        meta('Service'),
      );
    if (app.spec.workload === 'StatefulSet') {
      new KubernetesResource(
        this,
        'peers',
        k8s.KubeService.manifest({
          spec: peersSpec(tenant, app),
        }),
        meta('Service', peersServiceOf(app.name)),
      );
    }
    new KubernetesResource(this, 'workload', workloadObject(platform, tenant, app));
    if ((app.spec.replicas ?? 1) > 1) {
      new KubernetesResource(
        this,
        'budget',
        k8s.KubePodDisruptionBudget.manifest({
          spec: budgetSpec(tenant, app),
        }),
        meta('PodDisruptionBudget'),
      );
    }
  }
}

/** What the sidecar trusts besides its own tenant: clients' authorities, and those of the tenants that it calls. */
function authorityFiles({ app, certificates, calls }: TenantWorkloadProps): Record<string, string> {
  const edges = app.spec.endpoints.flatMap((endpoint) => (hasEdge(endpoint) ? { app, endpoint } : []));
  return { ...clientAuthorityFiles(edges), ...guestTrust(certificates, calls) };
}

function selectorOf(tenant: Tenant, app: App): Record<string, string> {
  return podSelector({ kind: 'app', tenant: tenant.name, app: app.name });
}

/** The app's own port leads to the sidecar's mesh listener, never to the app. */
function serviceSpec(tenant: Tenant, app: App): Wire<Pick<k8s.ServiceSpec, 'selector' | 'ports'>> {
  const mesh = app.spec.endpoints.filter(isServed).map(({ name, port }) => ({
    name: `mesh-${name}`,
    port,
    targetPort: meshPort(port),
  }));
  const edge = app.spec.endpoints.filter(hasEdge).map(({ name, port }) => ({
    name: `edge-${name}`,
    port: edgePort(port),
    targetPort: edgePort(port),
  }));
  return { selector: selectorOf(tenant, app), ports: [...mesh, ...edge] };
}

function peersSpec(tenant: Tenant, app: App): k8s.ServiceSpec {
  return { clusterIp: 'None', publishNotReadyAddresses: true, selector: selectorOf(tenant, app) };
}

function budgetSpec(tenant: Tenant, app: App): k8s.PodDisruptionBudgetSpec {
  return { maxUnavailable: k8s.IntOrString.fromNumber(1), selector: { matchLabels: selectorOf(tenant, app) } };
}
