/**
 * The workload of an app as a plain object: no typed construct, since those drop the fields of a PodSpec that are younger
 * than their Kubernetes version. Source: Kubernetes API apps/v1, batch/v1.
 */
import type { ApiObjectProps } from 'cdk8s';
import type { App } from '../model/app';
import { namespaceOf, peersServiceOf } from '../model/names';
import type { Platform } from '../model/platform';
import type { Tenant } from '../model/tenant';
import { objectMetadata } from './object-metadata';
import { outsideReferences } from './outside-files';
import { podLabels, podSelector } from './pod-labels';
import { withTlsSidecar } from './tls-sidecar';

/** References that the user has declared to be somebody else's, so that verify does not look for them. */
const EXTERNAL_REFERENCES = 'gatehouse.dev/external-references';

export function workloadObject(platform: Platform, tenant: Tenant, app: App): ApiObjectProps {
  const { workload } = app.spec;
  const labels = podLabels({ kind: 'app', tenant: tenant.name, app: app.name });
  // A Job's pod template cannot be changed in place; Argo CD is told to replace it.
  const annotations: Record<string, string> =
    workload === 'Job' ? { 'argocd.argoproj.io/sync-options': 'Force=true,Replace=true' } : {};
  return {
    apiVersion: workload === 'Job' || workload === 'CronJob' ? 'batch/v1' : 'apps/v1',
    kind: workload,
    metadata: objectMetadata({ kind: workload, name: app.name, namespace: namespaceOf(tenant), labels, annotations }),
    spec: workloadSpec(platform, tenant, app),
  };
}

function workloadSpec(platform: Platform, tenant: Tenant, app: App): Record<string, unknown> {
  const { spec } = app;
  const selector = { matchLabels: podSelector({ kind: 'app', tenant: tenant.name, app: app.name }) };
  const template = podTemplate(platform, tenant, app);
  switch (spec.workload) {
    case 'Deployment':
      return {
        replicas: spec.replicas ?? 1,
        revisionHistoryLimit: 3,
        selector,
        strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
        template,
      };
    case 'StatefulSet':
      return {
        replicas: spec.replicas ?? 1,
        revisionHistoryLimit: 3,
        selector,
        serviceName: peersServiceOf(app.name),
        template,
        ...(spec.volumeClaimTemplates === undefined ? {} : { volumeClaimTemplates: spec.volumeClaimTemplates }),
      };
    // As many pods as nodes: nothing to count, to spread or to budget. One at a time, since a node has room for one.
    case 'DaemonSet':
      return {
        revisionHistoryLimit: 3,
        selector,
        updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1 } },
        template,
      };
    case 'Job':
      return { ...spec.job, template };
    case 'CronJob':
      return { schedule: spec.schedule, concurrencyPolicy: 'Forbid', jobTemplate: { spec: { ...spec.job, template } } };
  }
}

function podTemplate(platform: Platform, tenant: Tenant, app: App): Record<string, unknown> {
  const { external, workload, replicas = 1 } = app.spec;
  const references = [
    outsideReferences(app.spec.egresses),
    external.secrets.map((name) => `Secret/${name}`),
    external.configMaps.map((name) => `ConfigMap/${name}`),
    external.persistentVolumeClaims.map((name) => `PersistentVolumeClaim/${name}`),
  ].flat();
  const runsToItsEnd = workload === 'Job' || workload === 'CronJob';
  const pod = withTlsSidecar(platform, tenant, app);
  return {
    metadata: {
      labels: podLabels({ kind: 'app', tenant: tenant.name, app: app.name }),
      ...(references.length === 0 ? {} : { annotations: { [EXTERNAL_REFERENCES]: references.join(',') } }),
    },
    spec: {
      ...(runsToItsEnd ? { restartPolicy: 'OnFailure' } : {}),
      ...(replicas > 1 ? { topologySpreadConstraints: spread(app) } : {}),
      ...pod,
    },
  };
}

/** Replicas on different nodes where there are such; the user's own constraints replace this. */
function spread(app: App): Record<string, unknown>[] {
  return [
    {
      maxSkew: 1,
      topologyKey: 'kubernetes.io/hostname',
      whenUnsatisfiable: 'ScheduleAnyway',
      labelSelector: { matchLabels: podSelector({ kind: 'app', tenant: '', app: app.name }) },
    },
  ];
}
