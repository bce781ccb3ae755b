/**
 * What each container, sidecar and init container says for itself.
 * https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
 */
import { fieldAt, listAt, valueAt } from '../fields';
import type { PodContainer } from '../pod-template';
import type { Finding } from '../rule';
import { quote } from '../wording';
import { checkDemands, type Demand, mayNotBeSet, mayOnlyBe, mustBe, toDemandTree } from './demand';
import { SECURITY_CONTEXT_DEMANDS } from './security-context-demands';

const READ_ONLY_ROOT: Demand = {
  path: ['securityContext', 'readOnlyRootFilesystem'],
  isMet: (value) => typeof value === 'boolean',
  allowed: 'true is wanted, and false is allowed to those who write it',
  fix: 'set securityContext.readOnlyRootFilesystem to true, or to false where the program must write to its own disk',
};

const DROPS_ALL: Demand = {
  path: ['securityContext', 'capabilities', 'drop'],
  isMet: (value) => Array.isArray(value) && value.includes('ALL'),
  allowed: 'it must hold "ALL"',
  fix: 'set securityContext.capabilities.drop to ["ALL"]',
};

const ADDS_NOTHING: Demand = {
  path: ['securityContext', 'capabilities', 'add'],
  isMet: (value) => value === undefined || (Array.isArray(value) && value.every((name) => name === 'NET_BIND_SERVICE')),
  allowed: 'only "NET_BIND_SERVICE" may be added',
  fix: 'remove the other capabilities',
};

const CONTAINER_DEMANDS = toDemandTree([
  ...['requests.cpu', 'requests.memory', 'limits.cpu', 'limits.memory'].map(mustHaveQuantity),
  mustBe('securityContext.allowPrivilegeEscalation', false),
  READ_ONLY_ROOT,
  DROPS_ALL,
  ADDS_NOTHING,
  mayNotBeSet('securityContext.privileged'),
  mayOnlyBe('securityContext.procMount', ['Default']),
  ...SECURITY_CONTEXT_DEMANDS,
  ...['livenessProbe', 'readinessProbe', 'startupProbe', 'lifecycle.postStart', 'lifecycle.preStop'].flatMap((path) => [
    mayOnlyBe(`${path}.httpGet.host`, ['']),
    mayOnlyBe(`${path}.tcpSocket.host`, ['']),
  ]),
]);

/** Zero is as good as none: https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/ */
function mustHaveQuantity(field: string): Demand {
  return {
    path: ['resources', ...field.split('.')],
    isMet: (value) => (typeof value === 'string' && /[1-9]/.test(value)) || (typeof value === 'number' && value > 0),
    allowed: 'a quantity above zero is wanted',
    fix: `set resources.${field}`,
  };
}

/** `podContext` is the securityContext of the pod, which holds where the container's own is silent. */
export function checkContainer({ role, name, fields }: PodContainer, podContext: unknown): Finding[] {
  const subjectOf = (): string => `${role} ${quote(name)}`;
  const findings = checkDemands(subjectOf, fields, CONTAINER_DEMANDS);
  findings.push(...checkInherited(subjectOf, fieldAt(fields, 'securityContext'), podContext));
  for (const port of listAt(fields, 'ports')) findings.push(...checkHostPort(subjectOf, port));
  return findings;
}

function checkInherited(subjectOf: () => string, context: unknown, podContext: unknown): Finding[] {
  const findings: Finding[] = [];
  const nonRoot = fieldAt(context, 'runAsNonRoot') ?? fieldAt(podContext, 'runAsNonRoot');
  if (nonRoot !== true) {
    findings.push({
      message: `${subjectOf()}: securityContext.runAsNonRoot is ${quote(nonRoot)}, here and in the pod, only true is allowed`,
      fix: 'set securityContext.runAsNonRoot to true in the pod',
    });
  }
  const seccomp = valueAt(context, 'seccompProfile', 'type') ?? valueAt(podContext, 'seccompProfile', 'type');
  if (seccomp !== 'RuntimeDefault' && seccomp !== 'Localhost') {
    findings.push({
      message: `${subjectOf()}: securityContext.seccompProfile.type is ${quote(seccomp)}, here and in the pod, only "RuntimeDefault" or "Localhost" is allowed`,
      fix: 'set securityContext.seccompProfile.type to RuntimeDefault in the pod',
    });
  }
  return findings;
}

function checkHostPort(subjectOf: () => string, port: unknown): Finding[] {
  const hostPort = fieldAt(port, 'hostPort') ?? 0;
  if (hostPort === 0) return [];
  const message = `${subjectOf()}: hostPort is ${quote(hostPort)}, none is allowed`;
  return [{ message, fix: 'remove hostPort and make a Service' }];
}
