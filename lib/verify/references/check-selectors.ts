/** Whether workloads and disruption budgets select the pods that they are for. */
import { fieldAt, isFields, textAt } from '../fields';
import type { IndexedObject } from '../indexed-object';
import { parseLabelSelector, selects } from '../label-selector';
import type { Finding, Need } from '../rule';
import { quote } from '../wording';

/** A Job's selector is made by its controller. */
const SELECTING: ReadonlySet<string> = new Set([
  'Deployment.apps',
  'ReplicaSet.apps',
  'StatefulSet.apps',
  'DaemonSet.apps',
]);

/** https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#selector: one that does not match is refused. */
export function checkOwnSelector({ groupKind, kind, fields, template }: IndexedObject): Finding[] {
  if (template === undefined || !SELECTING.has(groupKind)) return [];
  const written = fieldAt(fieldAt(fields, 'spec'), 'selector');
  const selector = parseLabelSelector(written);
  if (selector.length > 0 && selects(selector, template.labels)) return [];
  return [
    {
      message: `spec.selector ${quote(written)} does not select the ${kind}'s own pods, whose labels are ${quote(Object.fromEntries(template.labels))}`,
      fix: 'write the same labels in spec.selector and in spec.template.metadata.labels',
    },
  ];
}

/** https://kubernetes.io/docs/tasks/run-application/configure-pdb/: `{}` selects every pod, no selector at all selects none. */
export const podsOfBudget: Need<{ readonly namespace: string; readonly selector: unknown }> = {
  id: 'pods-of-budget',
  of: ({ groupKind, namespace, fields }) =>
    groupKind === 'PodDisruptionBudget.policy'
      ? [{ namespace, selector: fieldAt(fieldAt(fields, 'spec'), 'selector') }]
      : [],
  isMet: (tree, { namespace, selector }) =>
    isFields(selector) && tree.podsSelectedBy(namespace, parseLabelSelector(selector)).length > 0,
  findings: (_tree, { namespace, selector }) => [
    {
      message: `spec.selector ${quote(selector)} selects no pod of namespace ${quote(namespace)}, so the budget protects nothing`,
      fix: 'write the labels of the pods that it is to protect, or remove the PodDisruptionBudget',
    },
  ],
};

/** https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-network-id */
export const serviceOfSet: Need<{ readonly namespace: string; readonly name: string }> = {
  id: 'service-of-set',
  of: ({ groupKind, namespace, fields }) => {
    const name = groupKind === 'StatefulSet.apps' ? (textAt(fields, 'spec', 'serviceName') ?? '') : '';
    return name === '' ? [] : [{ namespace, name }];
  },
  isMet: (tree, { namespace, name }) => tree.has('Service', namespace, name),
  findings: (_tree, { namespace, name }) => [
    {
      message: `spec.serviceName names Service ${quote(name)}, which namespace ${quote(namespace)} does not have, so its pods get no names in DNS`,
      fix: 'add the Service or correct spec.serviceName',
    },
  ],
};
