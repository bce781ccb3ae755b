/**
 * The role that a binding grants, and the ServiceAccounts to which it grants it.
 * https://kubernetes.io/docs/reference/access-authn-authz/rbac/#rolebinding-and-clusterrolebinding
 */
import { listAt, textAt } from '../fields';
import type { IndexedObject } from '../indexed-object';
import type { Finding, Need } from '../rule';
import { listing, quote } from '../wording';
import { DEFAULT_SERVICE_ACCOUNT, isBuiltInClusterRole, WELL_KNOWN_NAMESPACES } from './well-known';

const RBAC = 'rbac.authorization.k8s.io';
const BINDINGS: ReadonlySet<string> = new Set([`RoleBinding.${RBAC}`, `ClusterRoleBinding.${RBAC}`]);

interface NamedRole {
  readonly kind: string;
  readonly name: string;
  /** Where the binding is; a ClusterRole has none. */
  readonly namespace: string;
}

/** A role of a kind that the binding may not name. */
export function checkRoleKind(object: IndexedObject): Finding[] {
  if (!BINDINGS.has(object.groupKind)) return [];
  const { kind } = roleOf(object);
  const allowed = allowedKinds(object);
  if (allowed.includes(kind)) return [];
  const message = `roleRef names the kind ${quote(kind)}, a ${object.kind} may name ${listing(allowed)}`;
  return [{ message, fix: 'correct roleRef.kind' }];
}

export const roleOfBinding: Need<NamedRole> = {
  id: 'role-of-binding',
  of: (object) => {
    if (!BINDINGS.has(object.groupKind)) return [];
    const role = roleOf(object);
    const isBuiltIn = role.kind === 'ClusterRole' && isBuiltInClusterRole(role.name);
    return isBuiltIn || !allowedKinds(object).includes(role.kind) ? [] : [role];
  },
  isMet: (tree, { kind, name, namespace }) => tree.has(`${kind}.${RBAC}`, scopeOf(kind, namespace), name),
  findings: (tree, { kind, name, namespace }) => {
    const place = kind === 'Role' ? `namespace ${quote(namespace)} does not have` : 'the cluster does not have';
    const present = tree.namesOf(`${kind}.${RBAC}`, scopeOf(kind, namespace));
    return [
      {
        message: `roleRef names ${kind} ${quote(name)}, which ${place} (its ${kind}s: ${listing(present)})`,
        fix: `add the ${kind} or correct roleRef.name`,
      },
    ];
  },
};

/** Accounts of a well-known namespace belong to the cluster, unless the tree owns that namespace. */
export const subjectOfBinding: Need<{ readonly name: string; readonly namespace: string }> = {
  id: 'subject-of-binding',
  of: ({ groupKind, fields }) => {
    if (!BINDINGS.has(groupKind)) return [];
    const accounts = listAt(fields, 'subjects').filter((subject) => textAt(subject, 'kind') === 'ServiceAccount');
    return accounts.map((subject) => ({
      name: textAt(subject, 'name') ?? '',
      namespace: textAt(subject, 'namespace') ?? '',
    }));
  },
  isMet: (tree, { name, namespace }) => {
    if (tree.has('ServiceAccount', namespace, name)) return true;
    if (tree.has('Namespace', '', namespace)) return name === DEFAULT_SERVICE_ACCOUNT;
    return tree.isWhole && WELL_KNOWN_NAMESPACES.has(namespace);
  },
  findings: (tree, { name, namespace }) => {
    const present = tree.namesOf('ServiceAccount', namespace);
    return [
      {
        message: `a subject is ServiceAccount ${quote(name)}, which namespace ${quote(namespace)} does not have (its ServiceAccounts: ${listing(present)})`,
        fix: 'add the ServiceAccount, or correct name and namespace of the subject',
      },
    ];
  },
};

function roleOf({ namespace, fields }: IndexedObject): NamedRole {
  return { kind: textAt(fields, 'roleRef', 'kind') ?? '', name: textAt(fields, 'roleRef', 'name') ?? '', namespace };
}

function allowedKinds({ kind }: IndexedObject): string[] {
  return kind === 'RoleBinding' ? ['ClusterRole', 'Role'] : ['ClusterRole'];
}

function scopeOf(kind: string, namespace: string): string {
  return kind === 'Role' ? namespace : '';
}
