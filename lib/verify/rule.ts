/** A rule proves one thing about all objects together. */
import { type Issue, type Place, fault } from '../model/issue';
import type { IndexedObject } from './indexed-object';
import type { ObjectIndex } from './object-index';

export interface Rule {
  /** Kebab-case, the name of its file and the `rule` of its issues. */
  readonly id: string;
  /** What holds when it is silent: one sentence without a full stop, for documentation. */
  readonly summary: string;
  /** Every fault found, in any order. Never throws, whatever JSON the objects hold. */
  readonly check: (index: ObjectIndex) => Issue[];
}

/** A fault before it is given a rule and a place. */
export type Finding = Pick<Issue, 'message' | 'fix'>;

/** A finished file has no lines that a person wrote, so the place is its beginning. */
export function placeOf({ manifest }: IndexedObject): Place {
  return { file: manifest.path, line: 1, column: 1 };
}

/** The findings of one object as issues of one rule. */
export function toIssues(rule: string, object: IndexedObject, findings: readonly Finding[]): Issue[] {
  return findings.map(({ message, fix }) => fault(rule, placeOf(object), message, fix));
}
