/** The front: the shared SNI router behind the one public address. It holds no key. */
import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import type { Fleet } from '../model/fleet';
import { planFrontRoutes, type FrontListener } from '../model/front-routes';
import { FRONT, FRONT_CONFIG_MAP, FRONT_NAMESPACE } from '../model/names';
import type { Platform } from '../model/platform';
import { FRONT_REDIRECT_PORT } from '../model/ports';
import { frontPortFor, isFirstPort, publicPortsOf } from '../model/public-ports';
import { FRONT as FRONT_RESOURCES } from '../model/resources';
import { dnsAnnotations } from './dns-annotations';
import { renderFrontConfig } from './front-config';
import { renderApiCopyConfig, renderK8sniffFiles } from './front/k8sniff-config';
import { k8sniffContainers } from './front/k8sniff-containers';
import { CONFIG_FILE, CONFIG_FOLDER } from './nginx-config';
import { NginxDeployment } from './nginx-deployment';
import { objectMetadata } from './object-metadata';
import { podLabels, podSelector } from './pod-labels';
import { restrictedNamespaceLabels } from './restricted-namespace';
import { KubernetesResource } from './kubernetes-resource';

export interface FrontProps {
  readonly fleet: Fleet;
}

export class Front extends Construct {
  constructor(scope: Construct, id: string, { fleet }: FrontProps) {
    super(scope, id);
    const { platform } = fleet;
    const party = { kind: 'front' } as const;
    const namespace = FRONT_NAMESPACE;

    new KubernetesResource(
      this,
      'namespace',
      k8s.KubeNamespace.manifest({}),
      objectMetadata({ kind: 'Namespace', name: namespace, labels: restrictedNamespaceLabels(platform) }),
    );
    new KubernetesResource(
      this,
      'config',
      k8s.KubeConfigMap.manifest({
        data: filesOf(fleet),
      }),
      objectMetadata({ kind: 'ConfigMap', name: FRONT_CONFIG_MAP, namespace, labels: podLabels(party) }),
    );
    new KubernetesResource(
      this,
      'service',
      k8s.KubeService.manifest({
        spec: serviceSpec(platform, planFrontRoutes(fleet)),
      }),
      objectMetadata({
        kind: 'Service',
        name: FRONT,
        namespace,
        labels: podLabels(party),
        annotations: { ...platform.spec.front.serviceAnnotations, ...dnsAnnotations(fleet) },
      }),
    );
    new NginxDeployment(this, 'nginx', {
      platform,
      name: FRONT,
      namespace,
      labels: podLabels(party),
      selector: podSelector(party),
      replicas: platform.spec.front.replicas,
      resources: FRONT_RESOURCES,
      // Of the platform, not of what tenants use: no tenant restarts the front.
      ports: isK8sniff(platform) ? [] : portsOf(platform),
      beside: isK8sniff(platform) ? k8sniffContainers(platform) : [],
      volumes: [{ name: 'config', mountPath: CONFIG_FOLDER, source: { configMap: { name: FRONT_CONFIG_MAP } } }],
    });
  }
}

function portsOf(platform: Platform): { readonly name: string; readonly containerPort: number }[] {
  return [
    ...publicPortsOf(platform).map((publicPort) => ({
      containerPort: frontPortFor(platform, publicPort),
      name: isFirstPort(platform, publicPort) ? FRONT : `public-${publicPort}`,
    })),
    ...(platform.spec.front.redirect === undefined ? [] : [{ containerPort: FRONT_REDIRECT_PORT, name: 'redirect' }]),
  ];
}

function isK8sniff({ spec: { front } }: Platform): boolean {
  return front.engine === 'k8sniff';
}

/** Beside nginx.conf, which is the router itself or serves what k8sniff reads. */
function filesOf(fleet: Fleet): Record<string, string> {
  return isK8sniff(fleet.platform)
    ? { [CONFIG_FILE]: renderApiCopyConfig(fleet), ...renderK8sniffFiles(fleet) }
    : { [CONFIG_FILE]: renderFrontConfig(fleet) };
}

/** `Local` keeps the client's address (Kubernetes "Preserving the client source IP"). */
function serviceSpec({ spec: { front } }: Platform, listeners: readonly FrontListener[]): k8s.ServiceSpec {
  return {
    type: 'LoadBalancer',
    externalTrafficPolicy: 'Local',
    selector: podSelector({ kind: 'front' }),
    ports: [
      ...listeners.map(({ publicPort, port, isFirst }) => ({
        name: isFirst ? 'tls' : `tls-${publicPort}`,
        port: publicPort,
        targetPort: k8s.IntOrString.fromNumber(port),
      })),
      ...redirectPort(front.redirect),
    ],
  };
}

function redirectPort(redirect: Platform['spec']['front']['redirect']): k8s.ServicePort[] {
  if (redirect === undefined) return [];
  return [{ name: 'redirect', port: redirect.port, targetPort: k8s.IntOrString.fromNumber(FRONT_REDIRECT_PORT) }];
}
