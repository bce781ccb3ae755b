/**
 * Whom a peer of a NetworkPolicy means among the pods of the tree.
 * https://kubernetes.io/docs/concepts/services-networking/network-policies/#behavior-of-to-and-from-selectors
 */
import { parseLabelSelector, selects } from '../label-selector';
import type { Tree } from '../tree';

/** Which the cluster brings along: its pods are in no tree, but its DNS is known by this label. */
const SYSTEM_NAMESPACE = new Map([['kubernetes.io/metadata.name', 'kube-system']]);
const CLUSTER_DNS = new Map([['k8s-app', 'kube-dns']]);

/** Selectors of an entry of `from` or `to` that is no `ipBlock`, as they are written, and the namespace of the policy. */
export interface PolicyPeer {
  readonly namespace: string;
  readonly namespaceSelector: unknown;
  readonly podSelector: unknown;
}

/** Names of the namespaces of the tree that the peer means: the policy's own one where the peer has no namespaceSelector. */
export function namespacesOf(tree: Tree, { namespace, namespaceSelector }: PolicyPeer): readonly string[] {
  if (namespaceSelector === undefined) return [namespace];
  return tree.namespaces.selectedBy(parseLabelSelector(namespaceSelector)).map(({ name }) => name);
}

/** Whether the peer means any pods, be it a whole namespace that has none yet. */
export function hasPods(tree: Tree, peer: PolicyPeer): boolean {
  const selector = parseLabelSelector(peer.podSelector);
  const namespaces = namespacesOf(tree, peer);
  return namespaces.some((name) => selector.length === 0 || tree.podsSelectedBy(name, selector).length > 0);
}

/** Whether the peer can mean pods of kube-system that the tree does not hold. */
export function includesSystem(tree: Tree, peer: PolicyPeer): boolean {
  const { namespaceSelector, podSelector } = peer;
  if (namespaceSelector === undefined || !selects(parseLabelSelector(namespaceSelector), SYSTEM_NAMESPACE))
    return false;
  if (selects(parseLabelSelector(podSelector), CLUSTER_DNS)) return true;
  // That there is no such namespace is known of the whole tree alone.
  return tree.isWhole && namespacesOf(tree, peer).length === 0;
}
