/**
 * The pods that an object makes, whatever its kind: labels, PodSpec, containers and the ports that they declare.
 * https://kubernetes.io/docs/concepts/workloads/pods/#pod-templates
 */
import { type Fields, fieldsAt, listAt, textAt, textMapAt, valueAt } from './fields';
import type { IndexedObject } from './indexed-object';
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
  readonly owner: IndexedObject;
  /** Where the template stands in its owner, such as `['spec', 'template']`; empty for a bare Pod. */
  readonly path: readonly string[];
  readonly labels: Labels;
  readonly annotations: ReadonlyMap<string, string>;
  readonly spec: Fields;
  /** Init containers first, as they start. */
  readonly containers: readonly PodContainer[];
  /** Of containers and sidecars; an init container that ends serves nobody. */
  readonly ports: readonly DeclaredPort[];
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
export function toPodTemplate(owner: IndexedObject): PodTemplate | undefined {
  const path = TEMPLATE_PATHS.get(owner.groupKind);
  if (path === undefined) return undefined;
  const template = fieldsAt(owner.manifest.object, ...path);
  const spec = fieldsAt(template, 'spec');
  const containers = containersOf(spec);
  return {
    owner,
    path,
    labels: textMapAt(template, 'metadata', 'labels'),
    annotations: textMapAt(template, 'metadata', 'annotations'),
    spec,
    containers,
    ports: containers.filter(({ role }) => role !== 'init container').flatMap(portsOf),
  };
}

function containersOf(spec: Fields): PodContainer[] {
  const read = (list: string, roleOf: (fields: Fields) => ContainerRole): PodContainer[] =>
    listAt(spec, list).map((item) => {
      const fields = fieldsAt(item);
      return { role: roleOf(fields), name: textAt(fields, 'name') ?? '', fields };
    });
  return [
    ...read('initContainers', (fields) => (fields['restartPolicy'] === 'Always' ? 'sidecar' : 'init container')),
    ...read('containers', () => 'container'),
  ];
}

function portsOf({ fields }: PodContainer): DeclaredPort[] {
  return listAt(fields, 'ports').flatMap((item) => {
    const port = valueAt(item, 'containerPort');
    if (typeof port !== 'number') return [];
    return [{ port, name: textAt(item, 'name'), protocol: textAt(item, 'protocol') ?? 'TCP' }];
  });
}
