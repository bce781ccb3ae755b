import type { IndexedObject } from '../indexed-object';
import { fieldAt } from '../fields';
import { parseLabelSelector } from '../label-selector';
import { peerOfPolicy } from '../policies/peer-of-policy';
import { portOfPolicy } from '../policies/port-of-policy';
import { isNetworkPolicy } from '../policies/network-policy';
import type { Need, Rule } from '../rule';
import { quote } from '../wording';

const podsOfPolicy: Need<{ readonly namespace: string; readonly podSelector: unknown }> = {
  id: 'pods-of-policy',
  of: (object: IndexedObject) => {
    if (!isNetworkPolicy(object)) return [];
    return [{ namespace: object.namespace, podSelector: fieldAt(fieldAt(object.fields, 'spec'), 'podSelector') }];
  },
  /** An empty selector means the whole namespace, also one that has no pods yet. */
  isMet: (tree, { namespace, podSelector }) => {
    const selector = parseLabelSelector(podSelector);
    return selector.length === 0 || tree.podsSelectedBy(namespace, selector).length > 0;
  },
  findings: (_tree, { namespace, podSelector }) => [
    {
      message: `spec.podSelector ${quote(podSelector)} selects no pod of namespace ${quote(namespace)}, so the policy guards nothing`,
      fix: 'write the labels of the pods that it is for, or remove the policy',
    },
  ],
};

/**
 * A policy with a misspelt selector is applied without a word and guards nothing.
 * https://kubernetes.io/docs/concepts/services-networking/network-policies/
 */
export const policiesSelectSomething: Rule = {
  id: 'policies-select-something',
  summary:
    'Every NetworkPolicy selects pods, every peer of it is a namespace and pod of the tree (or of kube-system, or asked for DNS, or of a namespace that the policy names as external), and every ingress port is declared by a selected pod',
  needs: [podsOfPolicy, peerOfPolicy, portOfPolicy],
};
