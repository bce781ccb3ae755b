/**
 * A rule proves one thing about all objects together. No step of it sees them all: objects come folder by folder and are
 * dropped, so a rule says what an object shows by itself, what it needs of others, and what only the facts of all tell.
 */
import { type Issue, fault } from '../model/issue';
import type { IndexedObject } from './indexed-object';
import type { Tree } from './tree';

export interface Rule {
  /** Kebab-case, the name of its file and the `rule` of its issues. */
  readonly id: string;
  /** What holds when it is silent: one sentence without a full stop, for documentation. */
  readonly summary: string;
  /** What is wrong with an object whatever else the tree holds. Never throws, whatever JSON the object holds. */
  readonly faults?: (object: IndexedObject) => readonly Finding[];
  /** What objects need of other objects. */
  readonly needs?: readonly Need[];
  /** What is wrong with the tree, told from the facts of all objects, in any order. */
  readonly conclude?: (tree: Tree) => readonly Issue[];
}

/**
 * Something that an object needs of others. `T` is plain data, small, and all that `isMet` and `findings` get to see of the
 * object: they may be asked in another thread. Methods, so that one list holds needs of every sort: each is given only what
 * its own `of` has made.
 */
export interface Need<T = unknown> {
  /** Kebab-case, distinct among all needs of all rules. */
  readonly id: string;
  /** Never throws, whatever JSON the object holds. */
  of(object: IndexedObject): readonly T[];
  /** What is met in a part of the tree must be met in the whole: see `isWhole` of Tree. */
  isMet(tree: Tree, need: T): boolean;
  /** At least one. Asked only of the whole tree, and only where the need is not met in it. */
  findings(tree: Tree, need: T): readonly Finding[];
}

/** A fault before it is given a rule and a place. */
export type Finding = Pick<Issue, 'message' | 'fix'>;

/** Findings about the object in the file `path`. A finished file has no lines that a person wrote, so the place is its beginning. */
export function toIssues(rule: string, path: string, findings: readonly Finding[]): Issue[] {
  return findings.map(({ message, fix }) => fault(rule, { file: path, line: 1, column: 1 }, message, fix));
}
