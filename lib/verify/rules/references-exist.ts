import type { Issue } from '../../model/issue';
import type { IndexedObject } from '../indexed-object';
import { checkBinding } from '../references/check-binding';
import { checkNamespaces } from '../references/check-namespaces';
import { checkPod } from '../references/check-pod';
import { checkDisruptionBudget, checkOwnSelector, checkServiceName } from '../references/check-selectors';
import { dataSources } from '../references/data-sources';
import { type Finding, type Rule, toIssues } from '../rule';

/**
 * The API server takes an object that refers to nothing; the pod then waits for ever in ContainerCreating, and the binding
 * or budget does nothing. What somebody else makes is named in an annotation: see `references/external-references.ts`.
 */
export const referencesExist: Rule = {
  id: 'references-exist',
  summary:
    'Every namespace, ServiceAccount, ConfigMap, Secret, key, claim, volume, role, governing Service and selected pod that an object refers to is there, or is named in the annotation `gatehouse.dev/external-references`',
  check: (index) => {
    const keysOf = dataSources(index);
    const each = (groupKind: string, check: (object: IndexedObject) => Finding[]): Issue[] =>
      index.ofKind(groupKind).flatMap((object) => toIssues(referencesExist.id, object, check(object)));
    return [
      ...checkNamespaces(index).flatMap(({ object, finding }) => toIssues(referencesExist.id, object, [finding])),
      ...index.podTemplates.flatMap((template) =>
        toIssues(referencesExist.id, template.owner, [
          ...checkPod(index, keysOf, template),
          ...checkOwnSelector(template),
        ]),
      ),
      ...each('RoleBinding.rbac.authorization.k8s.io', (binding) => checkBinding(index, binding)),
      ...each('ClusterRoleBinding.rbac.authorization.k8s.io', (binding) => checkBinding(index, binding)),
      ...each('StatefulSet.apps', (set) => checkServiceName(index, set)),
      ...each('PodDisruptionBudget.policy', (budget) => checkDisruptionBudget(index, budget)),
    ];
  },
};
