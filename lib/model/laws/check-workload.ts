/** Fields that belong to one kind of workload stand with that kind only, and those it needs are there. */
import type { App } from '../app';
import { fault, type Issue } from '../issue';

const owners = {
  replicas: ['Deployment', 'StatefulSet'],
  schedule: ['CronJob'],
  job: ['Job', 'CronJob'],
  volumeClaimTemplates: ['StatefulSet'],
} as const;

export function checkWorkload(app: App): Issue[] {
  return [...checkOwners(app), ...checkSchedule(app), ...checkRestartPolicy(app)];
}

function checkOwners({ spec, source }: App): Issue[] {
  return Object.entries(owners).flatMap(([field, kinds]) => {
    const given = spec[field as keyof typeof owners] !== undefined;
    if (!given || kinds.some((kind) => kind === spec.workload)) return [];
    const where = source.placeOfKey(['spec', field]);
    const message = `${field} does not belong to workload ${spec.workload}, only to ${kinds.join(' and ')}`;
    return [fault('workload-field', where, message, `remove ${field} or change workload`)];
  });
}

function checkSchedule({ spec, source }: App): Issue[] {
  if (spec.workload !== 'CronJob' || spec.schedule !== undefined) return [];
  const where = source.placeOf(['spec', 'workload']);
  return [fault('workload-field', where, 'a CronJob has no schedule', 'add schedule: "0 3 * * *" or the like')];
}

function checkRestartPolicy({ spec, source }: App): Issue[] {
  const policy = spec.pod.restartPolicy;
  if (policy === undefined) return [];
  const runsToItsEnd = spec.workload === 'Job' || spec.workload === 'CronJob';
  if (runsToItsEnd === (policy !== 'Always')) return [];
  const allowed = runsToItsEnd ? 'OnFailure or Never' : 'Always';
  return [
    fault(
      'restart-policy',
      source.placeOf(['spec', 'pod', 'restartPolicy']),
      `restartPolicy ${policy} is not possible in a ${spec.workload}; allowed: ${allowed}`,
      'remove restartPolicy or change workload',
    ),
  ];
}
