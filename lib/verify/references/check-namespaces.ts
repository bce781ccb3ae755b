/** Namespaces that objects live in and nobody makes: one issue for each, at the first object by path. */
import { groupBy } from '../group-by';
import type { IndexedObject } from '../indexed-object';
import type { ObjectIndex } from '../object-index';
import type { Finding } from '../rule';
import { describeObject, listing, quote } from '../wording';
import { WELL_KNOWN_NAMESPACES } from './well-known';

export interface NamespaceFinding {
  readonly object: IndexedObject;
  readonly finding: Finding;
}

export function checkNamespaces(index: ObjectIndex): NamespaceFinding[] {
  const namespaces = new Set(index.namespaces.all.map(({ name }) => name));
  const homeless = index.objects.filter(
    ({ namespace }) => namespace !== '' && !namespaces.has(namespace) && !WELL_KNOWN_NAMESPACES.has(namespace),
  );
  return [...groupBy(homeless, ({ namespace }) => namespace).values()].flatMap((group) => {
    const object = group.reduce((first, other) => (other.manifest.path < first.manifest.path ? other : first));
    return { object, finding: toFinding(object, group.length - 1, namespaces) };
  });
}

function toFinding(object: IndexedObject, others: number, namespaces: ReadonlySet<string>): Finding {
  const and = others === 0 ? 'lives' : `and ${others} more live`;
  return {
    message: `${describeObject(object)} ${and} in a namespace that nobody makes (the namespaces: ${listing(namespaces)})`,
    fix: `add Namespace ${quote(object.namespace)} or correct metadata.namespace`,
  };
}
