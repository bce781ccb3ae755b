/** Whether workloads and disruption budgets select the pods that they are for. */
import { fieldsAt, isFields, textAt, valueAt } from '../fields';
import type { IndexedObject } from '../indexed-object';
import { parseLabelSelector, selects } from '../label-selector';
import type { ObjectIndex } from '../object-index';
import type { PodTemplate } from '../pod-template';
import type { Finding } from '../rule';
import { quote } from '../wording';

/** A Job's selector is made by its controller. */
const SELECTING: ReadonlySet<string> = new Set([
  'Deployment.apps',
  'ReplicaSet.apps',
  'StatefulSet.apps',
  'DaemonSet.apps',
]);

/** https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#selector: one that does not match is refused. */
export function checkOwnSelector({ owner, labels }: PodTemplate): Finding[] {
  if (!SELECTING.has(owner.groupKind)) return [];
  const written = valueAt(owner.manifest.object, 'spec', 'selector');
  const selector = parseLabelSelector(written);
  if (selector.length > 0 && selects(selector, labels)) return [];
  return [
    {
      message: `spec.selector ${quote(written)} does not select the ${owner.kind}'s own pods, whose labels are ${quote(Object.fromEntries(labels))}`,
      fix: 'write the same labels in spec.selector and in spec.template.metadata.labels',
    },
  ];
}

/** https://kubernetes.io/docs/tasks/run-application/configure-pdb/: `{}` selects every pod, no selector at all selects none. */
export function checkDisruptionBudget(index: ObjectIndex, budget: IndexedObject): Finding[] {
  const written = valueAt(budget.manifest.object, 'spec', 'selector');
  const isSelecting = isFields(written);
  if (isSelecting && index.podTemplatesSelectedBy(budget.namespace, parseLabelSelector(written)).length > 0) return [];
  return [
    {
      message: `spec.selector ${quote(written)} selects no pod of namespace ${quote(budget.namespace)}, so the budget protects nothing`,
      fix: 'write the labels of the pods that it is to protect, or remove the PodDisruptionBudget',
    },
  ];
}

/** https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-network-id */
export function checkServiceName(index: ObjectIndex, { namespace, manifest }: IndexedObject): Finding[] {
  const name = textAt(fieldsAt(manifest.object, 'spec'), 'serviceName') ?? '';
  if (name === '' || index.find('Service', namespace, name) !== undefined) return [];
  return [
    {
      message: `spec.serviceName names Service ${quote(name)}, which namespace ${quote(namespace)} does not have, so its pods get no names in DNS`,
      fix: 'add the Service or correct spec.serviceName',
    },
  ];
}
