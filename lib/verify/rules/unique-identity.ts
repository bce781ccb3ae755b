import type { Issue } from '../../model/issue';
import type { ObjectGroup } from '../facts';
import { groupBy } from '../group-by';
import type { Identity } from '../indexed-object';
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
  conclude: ({ groups }) => [...checkIdentities(groups), ...checkFiles(groups)],
};

const ID = uniqueIdentity.id;

interface Filed extends Identity {
  readonly path: string;
}

function checkIdentities(groups: readonly ObjectGroup[]): Issue[] {
  const sameKind = groupBy(groups, ({ groupKind, namespace }) => `${groupKind}\n${namespace}`);
  return Array.from(sameKind.values()).flatMap((parts) => {
    const names = parts.flatMap((group) => group.names);
    if (new Set(names).size === names.length) return [];
    return repeated(parts.flatMap(filed), ({ name }) => name).flatMap(([first, ...others]) =>
      others.flatMap((other) => toIssues(ID, other.path, [sameIdentity(first, other)])),
    );
  });
}

function sameIdentity(first: Filed, other: Filed): Finding {
  return {
    message: `${describeObject(other)} stands in ${first.path} too, and a cluster keeps one object of a name`,
    fix: 'remove one of the two or rename it',
  };
}

function checkFiles(groups: readonly ObjectGroup[]): Issue[] {
  const paths = groups.flatMap((group) => group.paths);
  if (new Set(paths.map(withoutCase)).size === paths.length) return [];
  const objects = groups.flatMap(filed);
  return [...checkPaths(objects), ...checkCase(paths)];
}

function checkPaths(objects: readonly Filed[]): Issue[] {
  return repeated(objects, ({ path }) => path).flatMap((sharers) => {
    const message = `${sharers.length} objects go into this file, one is allowed: ${joinFirst(sharers.map(describeObject).sort())}`;
    return toIssues(ID, sharers[0].path, [{ message, fix: 'give each object a file of its own' }]);
  });
}

function checkCase(paths: readonly string[]): Issue[] {
  const alike = groupBy(Array.from(new Set(paths)).sort(), withoutCase);
  return Array.from(alike.values()).flatMap(([first, ...others]) =>
    others.flatMap((other) => toIssues(ID, other, [sameButForCase(first, other)])),
  );
}

function sameButForCase(first: string, other: string): Finding {
  return {
    message: `the file name ${quote(other)} differs from ${quote(first)} only in case, and macOS and Windows keep one file for both`,
    fix: 'rename one of the two objects',
  };
}

function withoutCase(path: string): string {
  return path.normalize('NFC').toLowerCase();
}

function filed({ kind, groupKind, namespace, names, paths }: ObjectGroup): Filed[] {
  return names.map((name, i) => ({ kind, groupKind, namespace, name, path: paths[i] ?? '' }));
}

/** Groups of two and more, each sorted by path, so that it does not matter in which order the objects came. */
function repeated(objects: readonly Filed[], keyOf: (object: Filed) => string): [Filed, Filed, ...Filed[]][] {
  return Array.from(groupBy(objects, keyOf).values()).flatMap((group) => {
    const [first, second, ...others] = group.sort(byPath);
    return second === undefined ? [] : [[first, second, ...others] as [Filed, Filed, ...Filed[]]];
  });
}

function byPath(a: Filed, b: Filed): number {
  const [left, right] = a.path === b.path ? [a.kind, b.kind] : [a.path, b.path];
  return left < right ? -1 : left > right ? 1 : 0;
}
