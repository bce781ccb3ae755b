/** From what was seen of every folder to all issues of the tree. */
import { type Issue, sortIssues } from '../model/issue';
import type { Inspection } from './inspect';
import { type Need, toIssues } from './rule';
import { RULES } from './rules';
import { type Tree, toTree } from './tree';

/** Sorted; the same ones however the objects were divided among the inspections, in whatever order. Empty where nothing is wrong. */
export function conclude(inspections: readonly Inspection[]): Issue[] {
  const tree = toTree(
    inspections.map(({ facts }) => facts),
    { isWhole: true },
  );
  const issues = inspections.flatMap((inspection) => inspection.issues);
  for (const { id, needs = [], conclude: concludeRule } of RULES) {
    issues.push(...needs.flatMap((need) => unmet(tree, inspections, id, need)), ...(concludeRule?.(tree) ?? []));
  }
  return sortIssues(issues);
}

function unmet(tree: Tree, inspections: readonly Inspection[], rule: string, kind: Need): Issue[] {
  return inspections.flatMap(({ open }) =>
    (open.get(kind.id) ?? []).flatMap(({ path, need }) =>
      kind.isMet(tree, need) ? [] : toIssues(rule, path, kind.findings(tree, need)),
    ),
  );
}
