/** Deployment, PodDisruptionBudget and ServiceAccount of a tier of its own: the front, and each tenant's gate. */
import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import type { Platform } from '../model/platform';
import type { Resources } from '../model/resources';
import { gracePeriodSeconds, nginxContainer, temporaryVolume } from './nginx-container';
import { objectMetadata } from './object-metadata';
import { IDENTITY } from './identity';
import { KubernetesResource } from './kubernetes-resource';

export interface NginxDeploymentProps {
  readonly platform: Platform;
  readonly name: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly selector: Readonly<Record<string, string>>;
  readonly replicas: number;
  readonly resources: Resources;
  /** Listeners that others may reach. */
  readonly ports: readonly { readonly name: string; readonly containerPort: number }[];
  /** Further containers of its pods. @default none */
  readonly beside?: readonly Record<string, unknown>[];
  /** By mount folder, in order. */
  readonly volumes: readonly {
    readonly name: string;
    readonly mountPath: string;
    readonly source: Readonly<Record<string, unknown>>;
  }[];
}

const TEMPORARY = 'tmp';

export class NginxDeployment extends Construct {
  constructor(scope: Construct, id: string, props: NginxDeploymentProps) {
    super(scope, id);
    const { name, namespace, labels } = props;
    const meta = (kind: string): ReturnType<typeof objectMetadata> => objectMetadata({ kind, name, namespace, labels });

    new KubernetesResource(this, 'identity', IDENTITY, meta('ServiceAccount'));
    new KubernetesResource(this, 'deployment', {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: meta('Deployment'),
      spec: deploymentSpec(props),
    });
    if (props.replicas > 1) {
      new KubernetesResource(
        this,
        'budget',
        k8s.KubePodDisruptionBudget.manifest({
          spec: { maxUnavailable: k8s.IntOrString.fromNumber(1), selector: { matchLabels: { ...props.selector } } },
        }),
        meta('PodDisruptionBudget'),
      );
    }
  }
}

function deploymentSpec(props: NginxDeploymentProps): Record<string, unknown> {
  return {
    replicas: props.replicas,
    revisionHistoryLimit: 3,
    selector: { matchLabels: props.selector },
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
    template: { metadata: { labels: props.labels }, spec: podSpec(props) },
  };
}

function podSpec(props: NginxDeploymentProps): Record<string, unknown> {
  return {
    serviceAccountName: props.name,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    terminationGracePeriodSeconds: gracePeriodSeconds(props.platform),
    topologySpreadConstraints: [
      {
        maxSkew: 1,
        topologyKey: 'kubernetes.io/hostname',
        whenUnsatisfiable: 'ScheduleAnyway',
        labelSelector: { matchLabels: props.selector },
      },
    ],
    containers: [
      nginxContainer({
        platform: props.platform,
        name: 'nginx',
        resources: props.resources,
        ports: props.ports,
        mounts: props.volumes,
        temporaryVolume: TEMPORARY,
        isSidecar: false,
      }),
      ...(props.beside ?? []),
    ],
    volumes: [...props.volumes.map(({ name, source }) => ({ name, ...source })), temporaryVolume(TEMPORARY)],
  };
}
