/**
 * What the securityContext of a pod and of a container may not say in either place.
 * https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
 */
import { type Demand, mayNotBeRoot, mayNotBeSet, mayOnlyBe } from './demand';

const SELINUX_TYPES = ['', 'container_t', 'container_init_t', 'container_kvm_t', 'container_engine_t'];

export const SECURITY_CONTEXT_DEMANDS: readonly Demand[] = [
  mayNotBeRoot('securityContext.runAsUser'),
  mayOnlyBe('securityContext.seLinuxOptions.type', SELINUX_TYPES),
  mayOnlyBe('securityContext.seLinuxOptions.user', ['']),
  mayOnlyBe('securityContext.seLinuxOptions.role', ['']),
  mayOnlyBe('securityContext.appArmorProfile.type', ['RuntimeDefault', 'Localhost']),
  mayNotBeSet('securityContext.windowsOptions.hostProcess'),
];
