import { hasPort, listPorts } from '../declared-ports';
import { listAt, textAt, valueAt } from '../fields';
import type { IndexedObject } from '../indexed-object';
import { type LabelSelector, parseLabelSelector } from '../label-selector';
import type { ObjectIndex } from '../object-index';
import type { PodTemplate } from '../pod-template';
import { policyPeer } from '../policy-peers';
import { type Finding, type Rule, toIssues } from '../rule';
import { quote } from '../wording';

/** Names the namespaces, with commas between, whose pods the policy means and somebody else makes. */
export const EXTERNAL_NAMESPACES_ANNOTATION = 'gatehouse.dev/external-namespaces';

/**
 * A policy with a misspelt selector is applied without a word and guards nothing.
 * https://kubernetes.io/docs/concepts/services-networking/network-policies/
 */
export const policiesSelectSomething: Rule = {
  id: 'policies-select-something',
  summary:
    'Every NetworkPolicy selects pods, every peer of it is a namespace and pod of the tree (or of kube-system, or asked for DNS, or of a namespace that the policy names as external), and every ingress port is declared by a selected pod',
  check: (index) =>
    index
      .ofKind('NetworkPolicy.networking.k8s.io')
      .flatMap((policy) => toIssues(policiesSelectSomething.id, policy, checkPolicy(index, policy))),
};

function checkPolicy(index: ObjectIndex, { namespace, manifest }: IndexedObject): Finding[] {
  const spec = valueAt(manifest.object, 'spec');
  const selector = parseLabelSelector(valueAt(spec, 'podSelector'));
  const selected = index.podTemplatesSelectedBy(namespace, selector);
  const ingress = listAt(spec, 'ingress');
  const egress = listAt(spec, 'egress');
  const external = (textAt(manifest.object, 'metadata', 'annotations', EXTERNAL_NAMESPACES_ANNOTATION) ?? '').split(
    ',',
  );
  const checkPeers = (rule: unknown, direction: 'from' | 'to'): Finding[] =>
    listAt(rule, direction)
      .filter((peer) => !isExternal(peer, external))
      .flatMap((peer) => checkPeer(index, namespace, peer, direction));
  return [
    ...checkSubject(namespace, valueAt(spec, 'podSelector'), selector, selected),
    ...ingress.flatMap((rule) => checkPeers(rule, 'from')),
    ...egress.filter((rule) => !isDns(index, rule)).flatMap((rule) => checkPeers(rule, 'to')),
    ...ingress.flatMap((rule) => listAt(rule, 'ports').flatMap((port) => checkPort(port, selected))),
  ];
}

/** A cluster's DNS need not be in kube-system (OpenShift's is in openshift-dns), and wherever it is, no tree holds it. */
function isDns(index: ObjectIndex, rule: unknown): boolean {
  const ports = listAt(rule, 'ports');
  const isElsewhere = listAt(rule, 'to').every((peer) => {
    const selector = valueAt(peer, 'namespaceSelector');
    return selector !== undefined && index.namespaces.selectedBy(parseLabelSelector(selector)).length === 0;
  });
  return isElsewhere && ports.length > 0 && ports.every((port) => valueAt(port, 'port') === 53);
}

/** An empty selector means the whole namespace, also one that has no pods yet. */
function checkSubject(
  namespace: string,
  written: unknown,
  selector: LabelSelector,
  selected: readonly PodTemplate[],
): Finding[] {
  if (selector.length === 0 || selected.length > 0) return [];
  return [
    {
      message: `spec.podSelector ${quote(written)} selects no pod of namespace ${quote(namespace)}, so the policy guards nothing`,
      fix: 'write the labels of the pods that it is for, or remove the policy',
    },
  ];
}

/** By the one label that the API server itself puts on a namespace, and by no other: another one could mean any. */
function isExternal(peer: unknown, external: readonly string[]): boolean {
  const [only, ...others] = parseLabelSelector(valueAt(peer, 'namespaceSelector'));
  if (only?.key !== 'kubernetes.io/metadata.name' || only.operator !== 'In' || others.length > 0) return false;
  return only.values.length > 0 && only.values.every((name) => external.includes(name));
}

function checkPeer(index: ObjectIndex, namespace: string, peer: unknown, direction: 'from' | 'to'): Finding[] {
  if (valueAt(peer, 'ipBlock') !== undefined) return [];
  const namespaceSelector = valueAt(peer, 'namespaceSelector');
  const podSelector = valueAt(peer, 'podSelector');
  const { namespaces, podTemplates, includesSystem } = policyPeer(index, namespace, peer);
  if (includesSystem) return [];
  if (namespaces.length === 0) {
    const message = `a peer under ${direction} has the namespaceSelector ${quote(namespaceSelector)}, which selects no namespace`;
    return [{ message, fix: 'write labels of a namespace of the tree, such as its kubernetes.io/metadata.name' }];
  }
  if (podTemplates.length > 0 || parseLabelSelector(podSelector).length === 0) return [];
  const place = namespaceSelector === undefined ? `namespace ${quote(namespace)}` : 'the namespaces that it selects';
  const message = `a peer under ${direction} has the podSelector ${quote(podSelector)}, which selects no pod of ${place}`;
  return [{ message, fix: 'write the labels of the pods that are meant, or remove the peer' }];
}

/** One pod that declares the port is enough: a policy for many opens no port that a pod does not listen on. */
function checkPort(port: unknown, selected: readonly PodTemplate[]): Finding[] {
  const target = valueAt(port, 'port');
  const protocol = textAt(port, 'protocol') ?? 'TCP';
  if (target === undefined || selected.length === 0) return [];
  if (selected.some((template) => hasPort(template, target, protocol, valueAt(port, 'endPort') ?? target))) return [];
  return [
    {
      message: `ingress port ${quote(target)} (${protocol}) is declared by no selected pod (their ports: ${listPorts(selected)})`,
      fix: 'correct the port, or declare it under ports of the container that listens on it',
    },
  ];
}
