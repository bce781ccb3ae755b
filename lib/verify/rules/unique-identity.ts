import type { Issue } from '../../model/issue';
import { groupBy } from '../group-by';
import { type IndexedObject, identityOf } from '../indexed-object';
import { type Finding, type Rule, toIssues } from '../rule';
import { describeObject, joinFirst, quote } from '../wording';

/**
 * Two files with one identity overwrite each other at apply, in an order that nobody chose; two objects in one file, or in
 * files that a case-insensitive disk takes for one, lose each other at write.
 * https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
 */
export const uniqueIdentity: Rule = {
  id: 'unique-identity',
  summary:
    'No two objects share group, kind, namespace and name, and no two share a file, not even by upper and lower case',
  check: ({ objects }) => [...checkIdentities(objects), ...checkPaths(objects), ...checkCase(objects)],
};

const ID = uniqueIdentity.id;

function checkIdentities(objects: readonly IndexedObject[]): Issue[] {
  return repeated(objects, identityOf).flatMap(([first, ...others]) =>
    others.flatMap((other) => toIssues(ID, other, [sameIdentity(first, other)])),
  );
}

function sameIdentity(first: IndexedObject, other: IndexedObject): Finding {
  return {
    message: `${describeObject(other)} stands in ${first.manifest.path} too, and a cluster keeps one object of a name`,
    fix: 'remove one of the two or rename it',
  };
}

function checkPaths(objects: readonly IndexedObject[]): Issue[] {
  return repeated(objects, ({ manifest }) => manifest.path).flatMap((sharers) => {
    const message = `${sharers.length} objects go into this file, one is allowed: ${joinFirst(sharers.map(describeObject).sort())}`;
    return toIssues(ID, sharers[0], [{ message, fix: 'give each object a file of its own' }]);
  });
}

function checkCase(objects: readonly IndexedObject[]): Issue[] {
  const onePerPath = [...groupBy(objects, ({ manifest }) => manifest.path).values()].flatMap(([first]) => first ?? []);
  return repeated(onePerPath, ({ manifest }) => manifest.path.normalize('NFC').toLowerCase()).flatMap(
    ([first, ...others]) => others.flatMap((other) => toIssues(ID, other, [sameButForCase(first, other)])),
  );
}

function sameButForCase(first: IndexedObject, other: IndexedObject): Finding {
  return {
    message: `the file name ${quote(other.manifest.path)} differs from ${quote(first.manifest.path)} only in case, and macOS and Windows keep one file for both`,
    fix: 'rename one of the two objects',
  };
}

/** Groups of two and more, each sorted by path, so that it does not matter in which order the objects came. */
function repeated(
  objects: readonly IndexedObject[],
  keyOf: (object: IndexedObject) => string,
): [IndexedObject, ...IndexedObject[]][] {
  return [...groupBy(objects, keyOf).values()].flatMap((group) => {
    const [first, ...others] = group.length < 2 ? [] : group.sort(byPath);
    return first === undefined ? [] : [[first, ...others]];
  });
}

function byPath(a: IndexedObject, b: IndexedObject): number {
  return a.manifest.path < b.manifest.path ? -1 : a.manifest.path > b.manifest.path ? 1 : 0;
}
