/** Namespaces that objects live in and nobody makes: one issue for each, at the first object by path. */
import type { Identity } from '../indexed-object';
import type { Finding } from '../rule';
import type { Tree } from '../tree';
import { describeObject, listing, quote } from '../wording';
import { WELL_KNOWN_NAMESPACES } from './well-known';

export interface NamespaceFinding {
  readonly path: string;
  readonly finding: Finding;
}

interface Homeless {
  path: string;
  /** How messages call it. */
  object: string;
  count: number;
}

export function checkNamespaces({ groups, namespaces }: Tree): NamespaceFinding[] {
  const made = new Set(namespaces.all.map(({ name }) => name));
  const homeless = new Map<string, Homeless>();
  for (const { kind, namespace, names, paths } of groups) {
    if (namespace === '' || made.has(namespace) || WELL_KNOWN_NAMESPACES.has(namespace)) continue;
    names.forEach((name, i) => {
      add(homeless, { kind, namespace, name }, paths[i] ?? '');
    });
  }
  return Array.from(homeless, ([namespace, first]) => ({
    path: first.path,
    finding: toFinding(first, namespace, made),
  }));
}

function add(homeless: Map<string, Homeless>, identity: Omit<Identity, 'groupKind'>, path: string): void {
  const { namespace } = identity;
  const object = describeObject(identity);
  const known = homeless.get(namespace);
  if (known === undefined) {
    homeless.set(namespace, { path, object, count: 1 });
    return;
  }
  known.count++;
  if (path < known.path || (path === known.path && object < known.object)) Object.assign(known, { path, object });
}

function toFinding({ object, count }: Homeless, namespace: string, made: ReadonlySet<string>): Finding {
  const and = count === 1 ? 'lives' : `and ${count - 1} more live`;
  return {
    message: `${object} ${and} in a namespace that nobody makes (the namespaces: ${listing(made)})`,
    fix: `add Namespace ${quote(namespace)} or correct metadata.namespace`,
  };
}
