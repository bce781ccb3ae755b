/**
 * All objects of a tree, ready to be asked: what every rule reads, and what the proof of reachability is built on.
 * Made in one pass; a question costs what it answers, not what the tree holds.
 */
import type { Manifest } from '../model/manifest';
import { textMapAt } from './fields';
import { groupBy } from './group-by';
import { type IndexedObject, identityOf, toIndexedObject } from './indexed-object';
import type { LabelSelector, Labels } from './label-selector';
import { type LabelledSet, labelledSet } from './labelled-set';
import { type PodTemplate, toPodTemplate } from './pod-template';

export interface IndexedNamespace {
  readonly object: IndexedObject;
  readonly name: string;
  /** With `kubernetes.io/metadata.name`, which the API server adds. */
  readonly labels: Labels;
}

export interface ObjectIndex {
  /** In the order given. */
  readonly objects: readonly IndexedObject[];
  /** `groupKind` as in IndexedObject: `Service`, `Deployment.apps`. */
  readonly ofKind: (groupKind: string) => readonly IndexedObject[];
  /** `''` asks for the objects that name no namespace. */
  readonly inNamespace: (namespace: string) => readonly IndexedObject[];
  /** The first one where several share the identity. */
  readonly find: (groupKind: string, namespace: string, name: string) => IndexedObject | undefined;
  readonly namespaces: LabelledSet<IndexedNamespace>;
  readonly podTemplates: readonly PodTemplate[];
  readonly podTemplatesIn: (namespace: string) => readonly PodTemplate[];
  readonly podTemplatesSelectedBy: (namespace: string, selector: LabelSelector) => readonly PodTemplate[];
}

export function indexObjects(manifests: readonly Manifest[]): ObjectIndex {
  const objects = manifests.map(toIndexedObject);
  const byKind = groupBy(objects, (object) => object.groupKind);
  const byNamespace = groupBy(objects, (object) => object.namespace);
  const byIdentity = groupBy(objects, identityOf);
  const podTemplates = objects.flatMap((object) => toPodTemplate(object) ?? []);
  const podSets = new Map<string, LabelledSet<PodTemplate>>();
  for (const [namespace, templates] of groupBy(podTemplates, ({ owner }) => owner.namespace)) {
    podSets.set(namespace, labelledSet(templates));
  }
  return {
    objects,
    ofKind: (groupKind) => byKind.get(groupKind) ?? [],
    inNamespace: (namespace) => byNamespace.get(namespace) ?? [],
    find: (groupKind, namespace, name) => byIdentity.get(identityOf({ groupKind, namespace, name }))?.[0],
    namespaces: labelledSet((byKind.get('Namespace') ?? []).map(toIndexedNamespace)),
    podTemplates,
    podTemplatesIn: (namespace) => podSets.get(namespace)?.all ?? [],
    podTemplatesSelectedBy: (namespace, selector) => podSets.get(namespace)?.selectedBy(selector) ?? [],
  };
}

function toIndexedNamespace(object: IndexedObject): IndexedNamespace {
  const labels = textMapAt(object.manifest.object, 'metadata', 'labels');
  return { object, name: object.name, labels: new Map([...labels, ['kubernetes.io/metadata.name', object.name]]) };
}
