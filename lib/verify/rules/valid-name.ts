import type { Issue } from '../../model/issue';
import type { ObjectGroup } from '../facts';
import { fieldAt, valueAt } from '../fields';
import type { Identity, IndexedObject } from '../indexed-object';
import { checkAnnotations, checkLabels } from '../naming/check-label-map';
import { isInFormat, LABEL_1123 } from '../naming/name-format';
import { nameFormatOf } from '../naming/name-format-of';
import { type Finding, type Rule, toIssues } from '../rule';
import type { Tree } from '../tree';
import { quote } from '../wording';

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/names/ */
export const validName: Rule = {
  id: 'valid-name',
  summary:
    'Every name, namespace, label and annotation is one that the API server accepts for its kind, and a namespace is given exactly where one belongs',
  faults: (object) => [
    ...checkName(object),
    ...checkLabels(object.metadata, 'metadata.labels'),
    ...checkAnnotations(object.metadata, 'metadata.annotations'),
    ...checkTemplate(object),
  ],
  conclude: (tree) => tree.groups.flatMap((group) => checkGroup(tree, group)),
};

function checkName({ groupKind, kind, name }: IndexedObject): Finding[] {
  const format = nameFormatOf(groupKind);
  if (isInFormat(name, format)) return [];
  if (name === '') return [{ message: `this ${kind} has no name`, fix: 'give it a metadata.name' }];
  const message = `${quote(name)} (${name.length} characters) cannot name a ${kind}, allowed are ${format.allowed}`;
  return [{ message, fix: 'rename it' }];
}

/** All objects of a group live in one namespace, or in none: a definition anywhere in the tree may say which is right. */
function checkGroup({ scopeOf }: Tree, { kind, groupKind, namespace, names, paths }: ObjectGroup): Issue[] {
  const scope = scopeOf(groupKind);
  const isRight = namespace === '' ? scope !== 'namespaced' : scope !== 'cluster' && isInFormat(namespace, LABEL_1123);
  if (isRight) return [];
  return names.flatMap((name, i) => {
    const finding = misplaced({ kind, namespace, name }, scope === 'cluster');
    return toIssues(validName.id, paths[i] ?? '', [finding]);
  });
}

function misplaced({ kind, namespace, name }: Omit<Identity, 'groupKind'>, isOfCluster: boolean): Finding {
  if (namespace === '') {
    const message = `${kind} ${quote(name)} names no namespace, and every ${kind} lives in one`;
    return { message, fix: 'give it a metadata.namespace' };
  }
  if (isOfCluster) {
    const message = `${kind} ${quote(name)} names the namespace ${quote(namespace)}, and a ${kind} belongs to the whole cluster`;
    return { message, fix: 'remove metadata.namespace' };
  }
  const message = `${quote(namespace)} (${namespace.length} characters) cannot be a namespace, allowed are ${LABEL_1123.allowed}`;
  return { message, fix: 'rename the namespace' };
}

/** A bare Pod is its own template and has been checked as an object. */
function checkTemplate({ fields, template }: IndexedObject): Finding[] {
  if (template === undefined || template.path.length === 0) return [];
  const metadata = fieldAt(valueAt(fields, ...template.path), 'metadata');
  const where = [...template.path, 'metadata'].join('.');
  return [...checkLabels(metadata, `${where}.labels`), ...checkAnnotations(metadata, `${where}.annotations`)];
}
