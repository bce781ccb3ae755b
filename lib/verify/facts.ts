/**
 * What is kept of objects when they are dropped: all that another object of the tree may be asked for. Plain data, which goes
 * from thread to thread, a few hundred bytes an object.
 */
import { groupBy } from './group-by';
import { textMapAt } from './fields';
import type { Identity, IndexedObject } from './indexed-object';
import type { Labels } from './label-selector';
import { definedScope, type DefinedScope } from './naming/resource-scope';
import { type DeclaredPort, portsOf } from './pod-template';
import { type DataSource, sourceOf } from './references/data-sources';

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
  return {
    groups: Array.from(groups.values(), toGroup),
    pods: objects.flatMap((object) => podsOf(object) ?? []),
    namespaces: objects.filter(({ groupKind }) => groupKind === 'Namespace').map(toNamespace),
    sources: objects.flatMap((object) => sourceOf(object) ?? []),
    scopes: objects.flatMap((object) => definedScope(object) ?? []),
  };
}

function toGroup(objects: readonly [IndexedObject, ...IndexedObject[]]): ObjectGroup {
  const [{ kind, groupKind, namespace }] = objects;
  return { kind, groupKind, namespace, names: objects.map(({ name }) => name), paths: objects.map(({ path }) => path) };
}

function podsOf({ kind, namespace, name, template }: IndexedObject): PodFacts | undefined {
  if (template === undefined) return undefined;
  return { kind, namespace, name, labels: template.labels, ports: portsOf(template) };
}

function toNamespace({ name, metadata }: IndexedObject): NamespaceFacts {
  return { name, labels: new Map([...textMapAt(metadata, 'labels'), ['kubernetes.io/metadata.name', name]]) };
}
