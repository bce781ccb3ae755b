/**
 * The facts of a tree, or of a part of it, ready to be asked. What a question costs is what it answers, not what the tree
 * holds, and what nobody asks for is not even sorted.
 */
import type { Facts, NamespaceFacts, ObjectGroup, PodFacts } from './facts';
import { groupBy } from './group-by';
import type { LabelSelector } from './label-selector';
import { type LabelledSet, labelledSet } from './labelled-set';
import { type ScopeOf, scopesIn } from './naming/resource-scope';
import { type KeysOf, keysIn } from './references/data-sources';

export interface Tree {
  /** Nothing is missing. In a part, what is not there may be in another, so nothing is proved by its absence. */
  readonly isWhole: boolean;
  /** Those of one kind and namespace may come from several folders. */
  readonly groups: readonly ObjectGroup[];
  /** `groupKind` as in Identity; `''` asks for objects that name no namespace. */
  readonly has: (groupKind: string, namespace: string, name: string) => boolean;
  readonly hasKind: (groupKind: string) => boolean;
  /** In no order. */
  readonly namesOf: (groupKind: string, namespace: string) => ReadonlySet<string>;
  readonly keysOf: KeysOf;
  readonly scopeOf: ScopeOf;
  readonly namespaces: LabelledSet<NamespaceFacts>;
  readonly podsSelectedBy: (namespace: string, selector: LabelSelector) => readonly PodFacts[];
}

const NO_NAMES: ReadonlySet<string> = new Set();

export function toTree(facts: readonly Facts[], { isWhole }: Pick<Tree, 'isWhole'>): Tree {
  const groups = facts.flatMap((part) => part.groups);
  const namesOf = namesIn(groups);
  const podsIn = podSets(facts);
  let kinds: ReadonlySet<string> | undefined;
  return {
    isWhole,
    groups,
    namesOf,
    has: (groupKind, namespace, name) => namesOf(groupKind, namespace).has(name),
    hasKind: (groupKind) => (kinds ??= new Set(groups.map((group) => group.groupKind))).has(groupKind),
    keysOf: keysIn(facts.map(({ sources }) => sources)),
    scopeOf: scopesIn(facts.flatMap(({ scopes }) => scopes)),
    namespaces: labelledSet(facts.flatMap((part) => part.namespaces)),
    podsSelectedBy: (namespace, selector) => podsIn(namespace)?.selectedBy(selector) ?? [],
  };
}

function namesIn(groups: readonly ObjectGroup[]): Tree['namesOf'] {
  const keyOf = (groupKind: string, namespace: string): string => `${groupKind}\n${namespace}`;
  const byKey = groupBy(groups, ({ groupKind, namespace }) => keyOf(groupKind, namespace));
  const sets = new Map<string, ReadonlySet<string>>();
  return (groupKind, namespace) => {
    const key = keyOf(groupKind, namespace);
    const found = sets.get(key);
    if (found !== undefined) return found;
    const parts = byKey.get(key);
    if (parts === undefined) return NO_NAMES;
    const names = new Set(parts.flatMap((group) => group.names));
    sets.set(key, names);
    return names;
  };
}

function podSets(facts: readonly Facts[]): (namespace: string) => LabelledSet<PodFacts> | undefined {
  let sets: Map<string, LabelledSet<PodFacts>> | undefined;
  return (namespace) => {
    if (sets === undefined) {
      const pods = groupBy(
        facts.flatMap((part) => part.pods),
        (pod) => pod.namespace,
      );
      sets = new Map(Array.from(pods, ([key, group]) => [key, labelledSet(group)]));
    }
    return sets.get(namespace);
  };
}
