/** One folder of objects, looked at in whichever thread holds them; when it is done, the objects may be dropped. */
import type { Issue } from '../model/issue';
import type { Manifest } from '../model/manifest';
import { type Facts, factsOf } from './facts';
import { type IndexedObject, toIndexedObject } from './indexed-object';
import { type Need, toIssues } from './rule';
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

function faultsOf(objects: readonly IndexedObject[]): Issue[] {
  return RULES.flatMap(({ id, faults }) =>
    faults === undefined ? [] : objects.flatMap((object) => toIssues(id, object.path, faults(object))),
  );
}

function openNeeds(objects: readonly IndexedObject[], part: Tree): Map<string, OpenNeed[]> {
  const needs: readonly Need[] = RULES.flatMap((rule) => rule.needs ?? []);
  const open = new Map<string, OpenNeed[]>();
  for (const kind of needs) {
    const unmet = objects.flatMap((object) =>
      kind
        .of(object)
        .filter((need) => !kind.isMet(part, need))
        .map((need) => ({ path: object.path, need })),
    );
    if (unmet.length > 0) open.set(kind.id, unmet);
  }
  return open;
}
