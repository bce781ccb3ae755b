/**
 * Whom a peer of a NetworkPolicy means among the pods of the tree.
 * https://kubernetes.io/docs/concepts/services-networking/network-policies/#behavior-of-to-and-from-selectors
 */
import { valueAt } from './fields';
import { parseLabelSelector, selects } from './label-selector';
import type { ObjectIndex } from './object-index';
import type { PodTemplate } from './pod-template';

/** Which the cluster brings along: its pods are in no tree, but its DNS is known by this label. */
const SYSTEM_NAMESPACE = new Map([['kubernetes.io/metadata.name', 'kube-system']]);
const CLUSTER_DNS = new Map([['k8s-app', 'kube-dns']]);

export interface PolicyPeer {
  /** Names of selected namespaces of the tree; the policy's own one where the peer has no namespaceSelector. */
  readonly namespaces: readonly string[];
  readonly podTemplates: readonly PodTemplate[];
  /** Whether the peer can mean pods of kube-system that the tree does not hold. */
  readonly includesSystem: boolean;
}

/** `peer` is an entry of `from` or `to` that is no `ipBlock`; `namespace` is the policy's. */
export function policyPeer(index: ObjectIndex, namespace: string, peer: unknown): PolicyPeer {
  const podSelector = parseLabelSelector(valueAt(peer, 'podSelector'));
  const written = valueAt(peer, 'namespaceSelector');
  const selector = parseLabelSelector(written);
  const namespaces =
    written === undefined ? [namespace] : index.namespaces.selectedBy(selector).map(({ name }) => name);
  const isSystemMeant = written !== undefined && selects(selector, SYSTEM_NAMESPACE);
  return {
    namespaces,
    podTemplates: namespaces.flatMap((name) => index.podTemplatesSelectedBy(name, podSelector)),
    includesSystem: isSystemMeant && (namespaces.length === 0 || selects(podSelector, CLUSTER_DNS)),
  };
}
