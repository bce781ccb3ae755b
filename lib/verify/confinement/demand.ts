/** A field of a pod or container and the values that Pod Security `restricted` and Gatehouse allow in it. */
import { valueAt } from '../fields';
import type { Finding } from '../rule';
import { quote } from '../wording';

export interface Demand {
  readonly path: readonly string[];
  readonly isMet: (value: unknown) => boolean;
  /** Completes "the field is …, ". */
  readonly allowed: string;
  readonly fix: string;
}

/** `subject` is how messages call the pod or container. */
export function checkDemands(subject: string, fields: unknown, demands: readonly Demand[]): Finding[] {
  return demands.flatMap(({ path, isMet, allowed, fix }) => {
    const value = valueAt(fields, ...path);
    return isMet(value) ? [] : [{ message: `${subject}: ${path.join('.')} is ${quote(value)}, ${allowed}`, fix }];
  });
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
