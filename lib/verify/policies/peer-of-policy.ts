/** Whether the peers of a NetworkPolicy, whom it lets in or lets its pods call, are anybody. */
import { fieldAt, listAt, textAt } from '../fields';
import type { IndexedObject } from '../indexed-object';
import { parseLabelSelector } from '../label-selector';
import type { Need } from '../rule';
import type { Tree } from '../tree';
import { quote } from '../wording';
import { isNetworkPolicy } from './network-policy';
import { hasPods, includesSystem, namespacesOf, type PolicyPeer } from './policy-peers';

/** Names the namespaces, with commas between, whose pods the policy means and somebody else makes. */
export const EXTERNAL_NAMESPACES_ANNOTATION = 'gatehouse.dev/external-namespaces';

interface PeerNeed extends PolicyPeer {
  readonly direction: 'from' | 'to';
  /** The namespaceSelectors of all peers of a rule that opens port 53 alone. */
  readonly askedForDns?: readonly unknown[];
}

export const peerOfPolicy: Need<PeerNeed> = {
  id: 'peer-of-policy',
  of: (object) => {
    if (!isNetworkPolicy(object)) return [];
    const spec = fieldAt(object.fields, 'spec');
    return [
      ...listAt(spec, 'ingress').flatMap((rule) => peersOf(object, rule, 'from')),
      ...listAt(spec, 'egress').flatMap((rule) => peersOf(object, rule, 'to')),
    ];
  },
  isMet: (tree, need) => hasPods(tree, need) || includesSystem(tree, need) || isDnsElsewhere(tree, need),
  findings: (tree, need) => {
    const { namespace, direction, namespaceSelector, podSelector } = need;
    if (namespacesOf(tree, need).length === 0) {
      const message = `a peer under ${direction} has the namespaceSelector ${quote(namespaceSelector)}, which selects no namespace`;
      return [{ message, fix: 'write labels of a namespace of the tree, such as its kubernetes.io/metadata.name' }];
    }
    const place = namespaceSelector === undefined ? `namespace ${quote(namespace)}` : 'the namespaces that it selects';
    const message = `a peer under ${direction} has the podSelector ${quote(podSelector)}, which selects no pod of ${place}`;
    return [{ message, fix: 'write the labels of the pods that are meant, or remove the peer' }];
  },
};

function peersOf({ namespace, metadata }: IndexedObject, rule: unknown, direction: PeerNeed['direction']): PeerNeed[] {
  const peers = listAt(rule, direction);
  if (peers.length === 0) return [];
  const external = textAt(metadata, 'annotations', EXTERNAL_NAMESPACES_ANNOTATION)?.split(',') ?? [];
  const ports = listAt(rule, 'ports');
  const isDns = direction === 'to' && ports.length > 0 && ports.every((port) => fieldAt(port, 'port') === 53);
  const dns = isDns ? { askedForDns: peers.map((peer) => fieldAt(peer, 'namespaceSelector')) } : {};
  return peers.flatMap((peer) => {
    const namespaceSelector = fieldAt(peer, 'namespaceSelector');
    if (fieldAt(peer, 'ipBlock') !== undefined || isExternal(namespaceSelector, external)) return [];
    return [{ namespace, direction, namespaceSelector, podSelector: fieldAt(peer, 'podSelector'), ...dns }];
  });
}

/** By the one label that the API server itself puts on a namespace, and by no other: another one could mean any. */
function isExternal(namespaceSelector: unknown, external: readonly string[]): boolean {
  if (external.length === 0) return false;
  const [only, ...others] = parseLabelSelector(namespaceSelector);
  if (only?.key !== 'kubernetes.io/metadata.name' || only.operator !== 'In' || others.length > 0) return false;
  return only.values.length > 0 && only.values.every((name) => external.includes(name));
}

/** A cluster's DNS need not be in kube-system (OpenShift's is in openshift-dns), and wherever it is, no tree holds it. */
function isDnsElsewhere(tree: Tree, { askedForDns }: PeerNeed): boolean {
  if (!tree.isWhole || askedForDns === undefined) return false;
  return askedForDns.every(
    (selector) => selector !== undefined && tree.namespaces.selectedBy(parseLabelSelector(selector)).length === 0,
  );
}
