/** One folder of objects, looked at in whichever thread holds them; when it is done, the objects may be dropped. */
import type { Issue } from '../model/issue';
import type { Manifest } from '../model/manifest';
import { type Facts, factsOf } from './facts';
import { type IndexedObject, toIndexedObject } from './indexed-object';
import { toIssues } from './rule';
import { RULES } from './rules';
import { type Tree, toTree } from './tree';

/** A need that the object's own folder does not meet. */
export interface OpenNeed {
  readonly path: string;
  /** What `of` of the Need has made. */
  readonly need: unknown;
}

/** Plain data, which can be cloned from thread to thread, and holds on to nothing large. */
export interface Inspection {
  /** What is wrong whatever the other folders hold, in any order. */
  readonly issues: readonly Issue[];
  /** What other folders may ask for. */
  readonly facts: Facts;
  /** What other folders are asked for, by id of the Need. */
  readonly open: ReadonlyMap<string, readonly OpenNeed[]>;
}

/** Never throws, whatever JSON the objects hold; `conclude` tells what it comes to. */
export function inspect(manifests: readonly Manifest[]): Inspection {
  const objects = manifests.map(toIndexedObject);
  const facts = factsOf(objects);
  const part = toTree([facts], { isWhole: false });
  return { issues: faultsOf(objects), facts, open: openNeeds(objects, part) };
}

// Loops, not flatMap: nearly every step has nothing to add.

function faultsOf(objects: readonly IndexedObject[]): Issue[] {
  const issues: Issue[] = [];
  for (const { id, faults } of RULES) {
    if (faults === undefined) continue;
    for (const object of objects) {
      const findings = faults(object);
      if (findings.length > 0) issues.push(...toIssues(id, object.path, findings));
    }
  }
  return issues;
}

function openNeeds(objects: readonly IndexedObject[], part: Tree): Map<string, OpenNeed[]> {
  const open = new Map<string, OpenNeed[]>();
  for (const kind of RULES.flatMap(({ needs = [] }) => needs)) {
    const unmet: OpenNeed[] = [];
    for (const object of objects) {
      for (const need of kind.of(object)) if (!kind.isMet(part, need)) unmet.push({ path: object.path, need });
    }
    if (unmet.length > 0) open.set(kind.id, unmet);
  }
  return open;
}
