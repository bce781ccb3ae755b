/** What every cluster has without anybody's manifest. */

/**
 * https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/#initial-namespaces, and the one in which
 * Argo CD, which syncs the tree, is installed.
 */
export const WELL_KNOWN_NAMESPACES: ReadonlySet<string> = new Set([
  'default',
  'kube-system',
  'kube-public',
  'kube-node-lease',
  'argocd',
]);

const BUILT_IN_CLUSTER_ROLES: ReadonlySet<string> = new Set(['cluster-admin', 'admin', 'edit', 'view']);

/** https://kubernetes.io/docs/reference/access-authn-authz/rbac/#default-roles-and-role-bindings */
export function isBuiltInClusterRole(name: string): boolean {
  return BUILT_IN_CLUSTER_ROLES.has(name) || name.startsWith('system:');
}

/** Made in every namespace by a controller. */
export const DEFAULT_SERVICE_ACCOUNT = 'default';
export const ROOT_CA_CONFIG_MAP = 'kube-root-ca.crt';
