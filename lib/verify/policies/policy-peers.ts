/**
 * Whom a peer of a NetworkPolicy means among the pods of the tree.
 * https://kubernetes.io/docs/concepts/services-networking/network-policies/#behavior-of-to-and-from-selectors
 */
import { parseLabelSelector, selects } from '../label-selector';
import type { Tree } from '../tree';

/** Which the cluster brings along: its pods are in no tree, but its DNS is known by this label. */
const SYSTEM_NAMESPACE = new Map([['kubernetes.io/metadata.name', 'kube-system']]);
const CLUSTER_DNS = new Map([['k8s-app', 'kube-dns']]);

export interface PolicyPeer {
  readonly hasNamespaces: boolean;
  /** Whether it means any, be it a whole namespace that has none yet. */
  readonly hasPods: boolean;
  /** Whether the peer can mean pods of kube-system that the tree does not hold. */
  readonly includesSystem: boolean;
}

/**
 * @param namespace the policy's, which the peer means where it has no namespaceSelector
 * @param peer selectors of an entry of `from` or `to` that is no `ipBlock`
 */
export function policyPeer(
  tree: Tree,
  namespace: string,
  peer: { readonly namespaceSelector: unknown; readonly podSelector: unknown },
): PolicyPeer {
  const podSelector = parseLabelSelector(peer.podSelector);
  const written = peer.namespaceSelector;
  const selector = parseLabelSelector(written);
  const namespaces = written === undefined ? [namespace] : tree.namespaces.selectedBy(selector).map(({ name }) => name);
  return {
    hasNamespaces: namespaces.length > 0,
    hasPods: namespaces.some((name) => podSelector.length === 0 || tree.podsSelectedBy(name, podSelector).length > 0),
    includesSystem:
      written !== undefined &&
      selects(selector, SYSTEM_NAMESPACE) &&
      // That the tree has no such namespace is known of the whole tree alone.
      ((tree.isWhole && namespaces.length === 0) || selects(podSelector, CLUSTER_DNS)),
  };
}
