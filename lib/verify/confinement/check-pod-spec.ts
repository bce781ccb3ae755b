/**
 * What a PodSpec says for all its containers.
 * https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
 */
import { fieldAt, fieldsAt, listAt, textAt } from '../fields';
import type { PodTemplate } from '../pod-template';
import type { Finding } from '../rule';
import { listing, quote } from '../wording';
import { checkDemands, mayNotBeSet, mustBe, toDemandTree } from './demand';
import { SECURITY_CONTEXT_DEMANDS } from './security-context-demands';

const POD_DEMANDS = toDemandTree([
  mayNotBeSet('hostNetwork'),
  mayNotBeSet('hostPID'),
  mayNotBeSet('hostIPC'),
  mayNotBeSet('shareProcessNamespace'),
  // Beyond `restricted`: no app of a tenant speaks to the API server. https://kubernetes.io/docs/concepts/security/service-accounts/
  mustBe('automountServiceAccountToken', false),
  ...SECURITY_CONTEXT_DEMANDS,
]);

const VOLUME_TYPES = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'persistentVolumeClaim',
  'projected',
  'secret',
];

/** https://kubernetes.io/docs/tasks/administer-cluster/sysctl-cluster/#safe-and-unsafe-sysctls, as `restricted` lists them. */
const SAFE_SYSCTLS = [
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.ping_group_range',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_rmem',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.tcp_wmem',
];

export function checkPodSpec({ spec, containers, annotations }: PodTemplate): Finding[] {
  const findings = checkDemands(() => 'the pod', spec, POD_DEMANDS);
  if (!containers.some(({ role }) => role === 'container'))
    findings.push({ message: 'the pod template has no containers', fix: 'write spec.containers' });
  for (const volume of listAt(spec, 'volumes')) findings.push(...checkVolume(volume));
  for (const sysctl of listAt(spec, 'securityContext', 'sysctls')) findings.push(...checkSysctl(sysctl));
  for (const [key, profile] of annotations) findings.push(...checkAppArmor(key, profile));
  return findings;
}

function checkVolume(volume: unknown): Finding[] {
  const fields = fieldsAt(volume);
  const isType = (field: string): boolean => field !== 'name' && fieldAt(fields, field) !== undefined;
  return Object.keys(fields)
    .filter((field) => isType(field) && !VOLUME_TYPES.includes(field))
    .map((type) => ({
      message: `volume ${quote(fields['name'])} is of type ${quote(type)}, allowed are ${VOLUME_TYPES.join(', ')}`,
      fix: 'use a persistentVolumeClaim, or an emptyDir for what may be lost',
    }));
}

/** The way before `appArmorProfile`, which the kubelet still follows. */
function checkAppArmor(key: string, profile: string): Finding[] {
  const isFree = !key.startsWith('container.apparmor.security.beta.kubernetes.io/');
  if (isFree || profile === 'runtime/default' || profile.startsWith('localhost/')) return [];
  const message = `the pod has the annotation ${quote(key)} with ${quote(profile)}, allowed are "runtime/default" and "localhost/…"`;
  return [{ message, fix: 'remove the annotation' }];
}

function checkSysctl(sysctl: unknown): Finding[] {
  const name = textAt(sysctl, 'name') ?? '';
  if (SAFE_SYSCTLS.includes(name)) return [];
  const message = `the pod sets the sysctl ${quote(name)}, allowed are ${listing(SAFE_SYSCTLS)}`;
  return [{ message, fix: 'remove the sysctl' }];
}
