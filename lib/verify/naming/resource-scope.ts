/**
 * Whether objects of a kind live in a namespace: `kubectl api-resources` of Kubernetes 1.36, the CustomResourceDefinitions
 * of the tree, and the cluster-scoped kinds of operators that Gatehouse writes for.
 */
import { fieldAt, textAt } from '../fields';
import type { IndexedObject } from '../indexed-object';

export type ResourceScope = 'namespaced' | 'cluster' | 'unknown';

const BUILT_IN_GROUPS: ReadonlySet<string> = new Set([
  '',
  'admissionregistration.k8s.io',
  'apiextensions.k8s.io',
  'apiregistration.k8s.io',
  'apps',
  'autoscaling',
  'batch',
  'certificates.k8s.io',
  'coordination.k8s.io',
  'discovery.k8s.io',
  'events.k8s.io',
  'flowcontrol.apiserver.k8s.io',
  'networking.k8s.io',
  'node.k8s.io',
  'policy',
  'rbac.authorization.k8s.io',
  'resource.k8s.io',
  'scheduling.k8s.io',
  'storage.k8s.io',
  // Not built in, and all their other kinds are namespaced.
  'bitnami.com',
  'cert-manager.io',
  'externaldns.k8s.io',
  'argoproj.io',
  'gateway.networking.k8s.io',
]);

const CLUSTER_SCOPED: ReadonlySet<string> = new Set([
  'ComponentStatus',
  'Namespace',
  'Node',
  'PersistentVolume',
  'MutatingAdmissionPolicy.admissionregistration.k8s.io',
  'MutatingAdmissionPolicyBinding.admissionregistration.k8s.io',
  'MutatingWebhookConfiguration.admissionregistration.k8s.io',
  'ValidatingAdmissionPolicy.admissionregistration.k8s.io',
  'ValidatingAdmissionPolicyBinding.admissionregistration.k8s.io',
  'ValidatingWebhookConfiguration.admissionregistration.k8s.io',
  'CustomResourceDefinition.apiextensions.k8s.io',
  'APIService.apiregistration.k8s.io',
  'CertificateSigningRequest.certificates.k8s.io',
  'ClusterTrustBundle.certificates.k8s.io',
  'FlowSchema.flowcontrol.apiserver.k8s.io',
  'PriorityLevelConfiguration.flowcontrol.apiserver.k8s.io',
  'IngressClass.networking.k8s.io',
  'IPAddress.networking.k8s.io',
  'ServiceCIDR.networking.k8s.io',
  'RuntimeClass.node.k8s.io',
  'ClusterRole.rbac.authorization.k8s.io',
  'ClusterRoleBinding.rbac.authorization.k8s.io',
  'DeviceClass.resource.k8s.io',
  'DeviceTaintRule.resource.k8s.io',
  'ResourceSlice.resource.k8s.io',
  'PriorityClass.scheduling.k8s.io',
  'CSIDriver.storage.k8s.io',
  'CSINode.storage.k8s.io',
  'StorageClass.storage.k8s.io',
  'VolumeAttachment.storage.k8s.io',
  'VolumeAttributesClass.storage.k8s.io',
  'ClusterIssuer.cert-manager.io',
  'ClusterSecretStore.external-secrets.io',
  'ClusterExternalSecret.external-secrets.io',
  'GatewayClass.gateway.networking.k8s.io',
  'ClusterUserDefinedNetwork.k8s.ovn.org',
  'Subnet.kubeovn.io',
  'Vpc.kubeovn.io',
]);

export type ScopeOf = (groupKind: string) => ResourceScope;

/** What a CustomResourceDefinition says of the kind that it defines. */
export interface DefinedScope {
  readonly groupKind: string;
  readonly scope: 'namespaced' | 'cluster';
}

/** @param groupKind of all the objects; none but CustomResourceDefinitions define anything. */
export function definedScopes(groupKind: string, objects: readonly IndexedObject[]): DefinedScope[] {
  if (groupKind !== 'CustomResourceDefinition.apiextensions.k8s.io') return [];
  return objects.map(({ fields }) => {
    const spec = fieldAt(fields, 'spec');
    return {
      groupKind: `${textAt(spec, 'names', 'kind') ?? ''}.${textAt(spec, 'group') ?? ''}`,
      scope: textAt(spec, 'scope') === 'Cluster' ? 'cluster' : 'namespaced',
    };
  });
}

/** `unknown` for custom resources whose definition nobody has shown. */
export function scopesIn(scopes: readonly DefinedScope[]): ScopeOf {
  const defined = new Map<string, ResourceScope>();
  // Where two definitions differ, the wider scope: which comes last is chance.
  for (const { groupKind, scope } of scopes) {
    if (defined.get(groupKind) !== 'cluster') defined.set(groupKind, scope);
  }
  return (groupKind) => {
    if (CLUSTER_SCOPED.has(groupKind)) return 'cluster';
    const dot = groupKind.indexOf('.');
    const isBuiltIn = BUILT_IN_GROUPS.has(dot < 0 ? '' : groupKind.slice(dot + 1));
    return defined.get(groupKind) ?? (isBuiltIn ? 'namespaced' : 'unknown');
  };
}
