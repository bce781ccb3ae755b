/** Which names objects of a kind may have; DNS subdomains unless the API server is stricter or more generous. */
import {
  CRON_JOB_NAME,
  JOB_NAME,
  LABEL_1035,
  LABEL_1123,
  type NameFormat,
  PATH_SEGMENT,
  STATEFUL_SET_NAME,
  SUBDOMAIN,
} from './name-format';

const FORMATS: ReadonlyMap<string, NameFormat> = new Map([
  ['Service', LABEL_1035],
  ['Namespace', LABEL_1123],
  ['StatefulSet.apps', STATEFUL_SET_NAME],
  ['CronJob.batch', CRON_JOB_NAME],
  ['Job.batch', JOB_NAME],
  ['Role.rbac.authorization.k8s.io', PATH_SEGMENT],
  ['ClusterRole.rbac.authorization.k8s.io', PATH_SEGMENT],
  ['RoleBinding.rbac.authorization.k8s.io', PATH_SEGMENT],
  ['ClusterRoleBinding.rbac.authorization.k8s.io', PATH_SEGMENT],
  // IPv6 addresses are names of these.
  ['IPAddress.networking.k8s.io', PATH_SEGMENT],
]);

export function nameFormatOf(groupKind: string): NameFormat {
  return FORMATS.get(groupKind) ?? SUBDOMAIN;
}
