/**
 * What is kept of objects when they are dropped: all that another object of the tree may be asked for. Plain data, which goes
 * from thread to thread, a few hundred bytes an object.
 */
import { groupBy } from './group-by';
import { textMapAt } from './fields';
import type { Identity, IndexedObject } from './indexed-object';
import type { Labels } from './label-selector';
import { type DefinedScope, definedScopes } from './naming/resource-scope';
import { type DeclaredPort, type PodTemplate, portsOf } from './pod-template';
import { type DataSource, sourcesOf } from './references/data-sources';

/** The objects of one kind and namespace in one folder: nearly all that is kept is their names. */
export interface ObjectGroup extends Omit<Identity, 'name'> {
  readonly names: readonly string[];
  /** The file of each, in the same order. */
  readonly paths: readonly string[];
}

/** Pods that one object makes. */
export interface PodFacts extends Omit<Identity, 'groupKind'> {
  readonly labels: Labels;
  readonly ports: readonly DeclaredPort[];
}

export interface NamespaceFacts {
  readonly name: string;
  /** With `kubernetes.io/metadata.name`, which the API server adds. */
  readonly labels: Labels;
}

export interface Facts {
  readonly groups: readonly ObjectGroup[];
  readonly pods: readonly PodFacts[];
  readonly namespaces: readonly NamespaceFacts[];
  readonly sources: readonly DataSource[];
  readonly scopes: readonly DefinedScope[];
}

export function factsOf(objects: readonly IndexedObject[]): Facts {
  const groups = groupBy(objects, ({ kind, groupKind, namespace }) => `${kind}\n${groupKind}\n${namespace}`);
  const pods: PodFacts[] = [];
  const namespaces: NamespaceFacts[] = [];
  const sources: DataSource[] = [];
  const scopes: DefinedScope[] = [];
  for (const group of groups.values()) {
    const [{ groupKind }] = group;
    for (const object of group) {
      if (object.template !== undefined) pods.push(toPods(object, object.template));
      if (groupKind === 'Namespace') namespaces.push(toNamespace(object));
    }
    sources.push(...sourcesOf(groupKind, group));
    scopes.push(...definedScopes(groupKind, group));
  }
  return { groups: Array.from(groups.values(), toGroup), pods, namespaces, sources, scopes };
}

function toGroup(objects: readonly [IndexedObject, ...IndexedObject[]]): ObjectGroup {
  const [{ kind, groupKind, namespace }] = objects;
  return { kind, groupKind, namespace, names: objects.map(({ name }) => name), paths: objects.map(({ path }) => path) };
}

function toPods({ kind, namespace, name }: IndexedObject, template: PodTemplate): PodFacts {
  return { kind, namespace, name, labels: template.labels, ports: portsOf(template) };
}

function toNamespace({ name, metadata }: IndexedObject): NamespaceFacts {
  return { name, labels: new Map([...textMapAt(metadata, 'labels'), ['kubernetes.io/metadata.name', name]]) };
}
