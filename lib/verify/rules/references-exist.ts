import { checkRoleKind, roleOfBinding, subjectOfBinding } from '../references/check-binding';
import { checkNamespaces } from '../references/check-namespaces';
import { checkMounts, referenceOfPod } from '../references/check-pod';
import { checkOwnSelector, podsOfBudget, serviceOfSet } from '../references/check-selectors';
import { checkExternalReferences } from '../references/external-references';
import { type Rule, toIssues } from '../rule';

/**
 * The API server takes an object that refers to nothing; the pod then waits for ever in ContainerCreating, and the binding
 * or budget does nothing. What somebody else makes is named in an annotation: see `references/external-references.ts`.
 */
export const referencesExist: Rule = {
  id: 'references-exist',
  summary:
    'Every namespace, ServiceAccount, ConfigMap, Secret, key, claim, volume, role, governing Service and selected pod that an object refers to is there, or is named in the annotation `gatehouse.dev/external-references`',
  faults: (object) => {
    if (object.template === undefined) return checkRoleKind(object);
    return [...checkExternalReferences(object.template), ...checkMounts(object), ...checkOwnSelector(object)];
  },
  needs: [referenceOfPod, roleOfBinding, subjectOfBinding, serviceOfSet, podsOfBudget],
  conclude: (tree) =>
    checkNamespaces(tree).flatMap(({ path, finding }) => toIssues(referencesExist.id, path, [finding])),
};
