/** A field of a pod or container and the values that Pod Security `restricted` and Gatehouse allow in it. */
import { fieldAt } from '../fields';
import type { Finding } from '../rule';
import { quote } from '../wording';

export interface Demand {
  readonly path: readonly string[];
  readonly isMet: (value: unknown) => boolean;
  /** Completes "the field is …, ". */
  readonly allowed: string;
  readonly fix: string;
}

/** Demands by the fields that lead to them: most objects have few of the fields, and what leads to none is passed over at once. */
export interface DemandTree {
  /** On the value here. */
  readonly here: readonly Demand[];
  readonly inner: readonly (readonly [field: string, tree: DemandTree])[];
  /** Those here and further in that are not met where there is nothing. */
  readonly unmetByNothing: readonly Demand[];
}

export function toDemandTree(demands: readonly Demand[], depth = 0): DemandTree {
  const fields = new Set(demands.flatMap(({ path }) => path[depth] ?? []));
  return {
    here: demands.filter(({ path }) => path.length === depth),
    inner: Array.from(fields, (field) => [
      field,
      toDemandTree(
        demands.filter(({ path }) => path[depth] === field),
        depth + 1,
      ),
    ]),
    unmetByNothing: demands.filter(({ isMet }) => !isMet(undefined)),
  };
}

/** `subjectOf` is how messages call the pod or container. */
export function checkDemands(subjectOf: () => string, fields: unknown, tree: DemandTree): Finding[] {
  const findings: Finding[] = [];
  addUnmet(findings, subjectOf, fields, tree);
  return findings;
}

function addUnmet(findings: Finding[], subjectOf: () => string, value: unknown, tree: DemandTree): void {
  for (const { path, isMet, allowed, fix } of value === undefined ? tree.unmetByNothing : tree.here) {
    if (isMet(value)) continue;
    findings.push({ message: `${subjectOf()}: ${path.join('.')} is ${quote(value)}, ${allowed}`, fix });
  }
  if (value === undefined) return;
  for (const [field, inner] of tree.inner) addUnmet(findings, subjectOf, fieldAt(value, field), inner);
}

export function mustBe(path: string, wanted: boolean): Demand {
  return {
    path: path.split('.'),
    isMet: (value) => value === wanted,
    allowed: `only ${String(wanted)} is allowed`,
    fix: `set ${path} to ${String(wanted)}`,
  };
}

/** Absent and false mean the same here. */
export function mayNotBeSet(path: string): Demand {
  return {
    path: path.split('.'),
    isMet: (value) => value === undefined || value === false,
    allowed: 'only false is allowed',
    fix: `remove ${path}`,
  };
}

/** One of the values, or nothing. */
export function mayOnlyBe(path: string, values: readonly string[]): Demand {
  return {
    path: path.split('.'),
    isMet: (value) => value === undefined || (typeof value === 'string' && values.includes(value)),
    allowed: `only ${values.map(quote).join(' or ')} is allowed`,
    fix: `remove ${path} or write one of these`,
  };
}

export function mayNotBeRoot(path: string): Demand {
  return {
    path: path.split('.'),
    isMet: (value) => value !== 0,
    allowed: 'any user but root is allowed',
    fix: `set ${path} to the number of another user, or remove it`,
  };
}
