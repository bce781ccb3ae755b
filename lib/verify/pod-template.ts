/**
 * The pods that an object makes, whatever its kind: labels, PodSpec, containers and the ports that they declare.
 * https://kubernetes.io/docs/concepts/workloads/pods/#pod-templates
 */
import { type Fields, fieldAt, fieldsAt, listAt, textAt, textMapAt } from './fields';
import type { Labels } from './label-selector';

/** `sidecar`: an init container with `restartPolicy: Always`, which runs as long as the pod. */
export type ContainerRole = 'container' | 'init container' | 'sidecar';

export interface PodContainer {
  readonly role: ContainerRole;
  readonly name: string;
  readonly fields: Fields;
}

export interface DeclaredPort {
  readonly port: number;
  readonly name: string | undefined;
  readonly protocol: string;
}

export interface PodTemplate {
  /** Where the template stands in the object that owns it, such as `['spec', 'template']`; empty for a bare Pod. */
  readonly path: readonly string[];
  readonly labels: Labels;
  readonly annotations: ReadonlyMap<string, string>;
  readonly spec: Fields;
  /** Init containers first, as they start. */
  readonly containers: readonly PodContainer[];
}

const TEMPLATE_PATHS: ReadonlyMap<string, readonly string[]> = new Map([
  ['Pod', []],
  ['ReplicationController', ['spec', 'template']],
  ['Deployment.apps', ['spec', 'template']],
  ['ReplicaSet.apps', ['spec', 'template']],
  ['StatefulSet.apps', ['spec', 'template']],
  ['DaemonSet.apps', ['spec', 'template']],
  ['Job.batch', ['spec', 'template']],
  ['CronJob.batch', ['spec', 'jobTemplate', 'spec', 'template']],
]);

/** Undefined where objects of this kind make no pods. */
export function toPodTemplate(groupKind: string, object: unknown): PodTemplate | undefined {
  const path = TEMPLATE_PATHS.get(groupKind);
  if (path === undefined) return undefined;
  const template = fieldsAt(object, ...path);
  const metadata = fieldAt(template, 'metadata');
  const spec = fieldsAt(template, 'spec');
  return {
    path,
    labels: textMapAt(metadata, 'labels'),
    annotations: textMapAt(metadata, 'annotations'),
    spec,
    containers: containersOf(spec),
  };
}

function containersOf(spec: Fields): PodContainer[] {
  const containers: PodContainer[] = [];
  for (const item of listAt(spec, 'initContainers')) {
    const role = fieldAt(item, 'restartPolicy') === 'Always' ? 'sidecar' : 'init container';
    containers.push(toContainer(role, item));
  }
  for (const item of listAt(spec, 'containers')) containers.push(toContainer('container', item));
  return containers;
}

function toContainer(role: ContainerRole, item: unknown): PodContainer {
  const fields = fieldsAt(item);
  return { role, name: textAt(fields, 'name') ?? '', fields };
}

/** Of containers and sidecars; an init container that ends serves nobody. */
export function portsOf({ containers }: PodTemplate): DeclaredPort[] {
  const ports: DeclaredPort[] = [];
  for (const { role, fields } of containers) {
    if (role === 'init container') continue;
    for (const item of listAt(fields, 'ports')) {
      const port = fieldAt(item, 'containerPort');
      if (typeof port !== 'number') continue;
      ports.push({ port, name: textAt(item, 'name'), protocol: textAt(item, 'protocol') ?? 'TCP' });
    }
  }
  return ports;
}
