import { checkContainer } from '../confinement/check-container';
import { checkPodSpec } from '../confinement/check-pod-spec';
import type { PodTemplate } from '../pod-template';
import type { Finding, Rule } from '../rule';

/**
 * What Pod Security admission would refuse, long before a pod fails to start, and two things more: the resources without
 * which neighbours take each other's, and no token for the API server.
 * https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
 */
export const containersConfined: Rule = {
  id: 'containers-confined',
  summary:
    'Every pod meets Pod Security `restricted`, shares nothing with its node, holds no ServiceAccount token, and every container has requests and limits and says whether its root file system is read-only',
  faults: ({ template }) => (template === undefined ? [] : checkTemplate(template)),
};

function checkTemplate(template: PodTemplate): Finding[] {
  const findings = checkPodSpec(template);
  for (const container of template.containers)
    findings.push(...checkContainer(container, template.spec['securityContext']));
  return findings;
}
