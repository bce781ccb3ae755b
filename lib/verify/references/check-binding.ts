/**
 * The role that a binding grants, and the ServiceAccounts to which it grants it.
 * https://kubernetes.io/docs/reference/access-authn-authz/rbac/#rolebinding-and-clusterrolebinding
 */
import { listAt, textAt } from '../fields';
import type { IndexedObject } from '../indexed-object';
import type { ObjectIndex } from '../object-index';
import type { Finding } from '../rule';
import { listing, quote } from '../wording';
import { DEFAULT_SERVICE_ACCOUNT, isBuiltInClusterRole, WELL_KNOWN_NAMESPACES } from './well-known';

const RBAC = 'rbac.authorization.k8s.io';

export function checkBinding(index: ObjectIndex, binding: IndexedObject): Finding[] {
  const subjects = listAt(binding.manifest.object, 'subjects');
  return [...checkRole(index, binding), ...subjects.flatMap((subject) => checkSubject(index, subject))];
}

function checkRole(index: ObjectIndex, { kind, namespace, manifest }: IndexedObject): Finding[] {
  const roleKind = textAt(manifest.object, 'roleRef', 'kind') ?? '';
  const name = textAt(manifest.object, 'roleRef', 'name') ?? '';
  const allowed = kind === 'RoleBinding' ? ['ClusterRole', 'Role'] : ['ClusterRole'];
  if (!allowed.includes(roleKind)) {
    const message = `roleRef names the kind ${quote(roleKind)}, a ${kind} may name ${listing(allowed)}`;
    return [{ message, fix: 'correct roleRef.kind' }];
  }
  const scope = roleKind === 'Role' ? namespace : '';
  const isBuiltIn = roleKind === 'ClusterRole' && isBuiltInClusterRole(name);
  if (isBuiltIn || index.find(`${roleKind}.${RBAC}`, scope, name) !== undefined) return [];
  const place = roleKind === 'Role' ? `namespace ${quote(namespace)} does not have` : 'the cluster does not have';
  const present = index.inNamespace(scope).filter(({ groupKind }) => groupKind === `${roleKind}.${RBAC}`);
  return [
    {
      message: `roleRef names ${roleKind} ${quote(name)}, which ${place} (its ${roleKind}s: ${listing(present.map((role) => role.name))})`,
      fix: `add the ${roleKind} or correct roleRef.name`,
    },
  ];
}

/** Accounts of a well-known namespace belong to the cluster, unless the tree owns that namespace. */
function checkSubject(index: ObjectIndex, subject: unknown): Finding[] {
  if (textAt(subject, 'kind') !== 'ServiceAccount') return [];
  const name = textAt(subject, 'name') ?? '';
  const namespace = textAt(subject, 'namespace') ?? '';
  if (index.find('ServiceAccount', namespace, name) !== undefined) return [];
  const isOwned = index.find('Namespace', '', namespace) !== undefined;
  if (isOwned ? name === DEFAULT_SERVICE_ACCOUNT : WELL_KNOWN_NAMESPACES.has(namespace)) return [];
  const present = index.inNamespace(namespace).filter(({ groupKind }) => groupKind === 'ServiceAccount');
  return [
    {
      message: `a subject is ServiceAccount ${quote(name)}, which namespace ${quote(namespace)} does not have (its ServiceAccounts: ${listing(present.map((account) => account.name))})`,
      fix: 'add the ServiceAccount, or correct name and namespace of the subject',
    },
  ];
}
