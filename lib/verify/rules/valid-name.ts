import { valueAt } from '../fields';
import type { IndexedObject } from '../indexed-object';
import { checkAnnotations, checkLabels } from '../naming/check-label-map';
import { isInFormat, LABEL_1123 } from '../naming/name-format';
import { nameFormatOf } from '../naming/name-format-of';
import { type ResourceScope, scopesIn } from '../naming/resource-scope';
import type { PodTemplate } from '../pod-template';
import { type Finding, type Rule, toIssues } from '../rule';
import { quote } from '../wording';

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/names/ */
export const validName: Rule = {
  id: 'valid-name',
  summary:
    'Every name, namespace, label and annotation is one that the API server accepts for its kind, and a namespace is given exactly where one belongs',
  check: (index) => {
    const scopeOf = scopesIn(index);
    return [
      ...index.objects.flatMap((object) => toIssues(validName.id, object, checkObject(object, scopeOf))),
      ...index.podTemplates.flatMap((template) => toIssues(validName.id, template.owner, checkTemplate(template))),
    ];
  },
};

function checkObject(object: IndexedObject, scopeOf: (groupKind: string) => ResourceScope): Finding[] {
  const metadata = valueAt(object.manifest.object, 'metadata');
  return [
    ...checkName(object),
    ...checkNamespace(object, scopeOf(object.groupKind)),
    ...checkLabels(metadata, 'metadata.labels'),
    ...checkAnnotations(metadata, 'metadata.annotations'),
  ];
}

function checkName({ groupKind, kind, name }: IndexedObject): Finding[] {
  const format = nameFormatOf(groupKind);
  if (isInFormat(name, format)) return [];
  if (name === '') return [{ message: `this ${kind} has no name`, fix: 'give it a metadata.name' }];
  const message = `${quote(name)} (${name.length} characters) cannot name a ${kind}, allowed are ${format.allowed}`;
  return [{ message, fix: 'rename it' }];
}

function checkNamespace({ kind, name, namespace }: IndexedObject, scope: ResourceScope): Finding[] {
  if (namespace === '') {
    if (scope !== 'namespaced') return [];
    const message = `${kind} ${quote(name)} names no namespace, and every ${kind} lives in one`;
    return [{ message, fix: 'give it a metadata.namespace' }];
  }
  if (scope === 'cluster') {
    const message = `${kind} ${quote(name)} names the namespace ${quote(namespace)}, and a ${kind} belongs to the whole cluster`;
    return [{ message, fix: 'remove metadata.namespace' }];
  }
  if (isInFormat(namespace, LABEL_1123)) return [];
  const message = `${quote(namespace)} (${namespace.length} characters) cannot be a namespace, allowed are ${LABEL_1123.allowed}`;
  return [{ message, fix: 'rename the namespace' }];
}

/** A bare Pod is its own template and has been checked as an object. */
function checkTemplate({ owner, path }: PodTemplate): Finding[] {
  if (path.length === 0) return [];
  const metadata = valueAt(owner.manifest.object, ...path, 'metadata');
  const where = [...path, 'metadata'].join('.');
  return [...checkLabels(metadata, `${where}.labels`), ...checkAnnotations(metadata, `${where}.annotations`)];
}
