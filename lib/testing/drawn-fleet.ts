/** A fleet as finished objects, and ways to find what a test asks about. Nothing here knows how they are drawn. */
import { drawManifests } from '../charts/draw-manifests';
import type { DrawableStore } from '../model/certificate';
import type { Fleet } from '../model/fleet';
import type { KubernetesObject } from '../model/manifest';
import { aFleet, type FleetChanges } from './a-fleet';
import { namedDrawables } from './named-certificates';
import { parseNginx, type Directive } from './parse-nginx';

export interface DrawnContainer {
  readonly name: string;
  readonly [field: string]: unknown;
}

export interface DrawnPod {
  readonly containers: readonly DrawnContainer[];
  readonly initContainers: readonly DrawnContainer[];
  readonly [field: string]: unknown;
}

export interface PodTemplate {
  readonly metadata: { readonly labels: Readonly<Record<string, string>>; readonly annotations?: unknown };
  readonly spec: DrawnPod;
}

/** The objects of the fleet, with certificates that say their own ids. */
export function drawFleet(changes: FleetChanges = {}): KubernetesObject[] {
  return drawObjects(aFleet(changes));
}

export function drawObjects(fleet: Fleet, certificates: DrawableStore = namedDrawables(fleet)): KubernetesObject[] {
  return drawManifests(fleet, certificates).map(({ object }) => object);
}

export function findAll(objects: readonly KubernetesObject[], kind: string, namespace?: string): KubernetesObject[] {
  return objects.filter(
    (object) => object.kind === kind && (namespace === undefined || object.metadata.namespace === namespace),
  );
}

/** The one object of that kind and name; throws where there is none, or another of the same name. */
export function find(
  objects: readonly KubernetesObject[],
  kind: string,
  name: string,
  namespace?: string,
): KubernetesObject {
  const [found, ...others] = findAll(objects, kind, namespace).filter(({ metadata }) => metadata.name === name);
  if (found === undefined || others.length > 0) throw new Error(`${others.length + 1} or no ${kind} ${name}`);
  return found;
}

/** `data` of a ConfigMap. */
export function dataOf(object: KubernetesObject): Readonly<Record<string, string>> {
  return object['data'] as Readonly<Record<string, string>>;
}

/** `data` of a Secret, decoded. */
export function secretOf(object: KubernetesObject): Record<string, string> {
  return Object.fromEntries(
    Object.entries(dataOf(object)).map(([key, value]) => [key, Buffer.from(value, 'base64').toString()]),
  );
}

/** The pod template of any workload. */
export function templateOf(object: KubernetesObject): PodTemplate {
  const spec = object['spec'] as { template?: PodTemplate; jobTemplate?: { spec: { template: PodTemplate } } };
  const template = spec.template ?? spec.jobTemplate?.spec.template;
  if (template === undefined) throw new Error(`${object.kind} ${object.metadata.name} has no pod template`);
  return template;
}

/** The one pod of that workload's name. */
export function podOf(objects: readonly KubernetesObject[], workload: string, namespace?: string): DrawnPod {
  const kinds = ['Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob'];
  const found = objects.filter(
    ({ kind, metadata }) =>
      kinds.includes(kind) &&
      metadata.name === workload &&
      (namespace === undefined || metadata.namespace === namespace),
  );
  if (found.length !== 1 || found[0] === undefined) throw new Error(`${found.length} workloads ${workload}`);
  return templateOf(found[0]).spec;
}

/** The nginx.conf in a ConfigMap. */
export function nginxTextOf(objects: readonly KubernetesObject[], configMap: string, namespace?: string): string {
  const text = dataOf(find(objects, 'ConfigMap', configMap, namespace))['nginx.conf'];
  if (text === undefined) throw new Error(`no nginx.conf in ${configMap}`);
  return text;
}

/** The same, as nginx reads it. */
export function nginxOf(objects: readonly KubernetesObject[], configMap: string, namespace?: string): Directive[] {
  return parseNginx(nginxTextOf(objects, configMap, namespace));
}
