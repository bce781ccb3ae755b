/** Pod Security admission at its strictest, pinned to the cluster's version (Kubernetes "Pod Security Admission"). */
import type { Platform } from '../model/platform';

export function restrictedNamespaceLabels({ spec }: Platform): Record<string, string> {
  const level = 'pod-security.kubernetes.io';
  return {
    [`${level}/enforce`]: 'restricted',
    [`${level}/enforce-version`]: `v${spec.kubernetesVersion}`,
    [`${level}/warn`]: 'restricted',
    [`${level}/audit`]: 'restricted',
  };
}
