/** An egress leads to an app and an endpoint of its tenant that are there, and to a pod that there will be. */
import type { App } from '../app';
import { targetOf, type Egress, type EgressTarget } from '../egress';
import { fault, type Issue, type Place } from '../issue';
import { didYouMean } from '../nearest-name';
import type { Tenant } from '../tenant';

/** Needs all apps of the tenant, and nothing that its own document says. */
export function checkEgresses(tenant: Pick<Tenant, 'name' | 'apps'>): Issue[] {
  const apps = new Map(tenant.apps.map((app) => [app.name, app]));
  return tenant.apps.flatMap((app) =>
    app.spec.egresses.flatMap((egress, index) => checkEgress(tenant, apps, app, egress, index)),
  );
}

function checkEgress(
  tenant: Pick<Tenant, 'name'>,
  apps: ReadonlyMap<string, App>,
  app: App,
  egress: Egress,
  index: number,
): Issue[] {
  const target = targetOf(egress);
  if (target?.kind !== 'app') return [];
  const callee = apps.get(target.app);
  if (callee === undefined) {
    return [
      fault(
        'egress-target',
        app.source.placeOf(['spec', 'egresses', index, 'to', 'app']),
        `egress "${egress.name}" leads to app "${target.app}", which tenant "${tenant.name}" does not have${didYouMean(target.app, [...apps.keys()])}`,
        `name one of its apps, or add tenants/${tenant.name}/${target.app}.yaml`,
      ),
    ];
  }
  const path = ['spec', 'egresses', index, 'to'];
  const where = (key: string): Place => app.source.placeOf([...path, key]);
  return [...checkEndpoint(egress, target, callee, where), ...checkOrdinal(egress, target, callee, where)];
}

type AppTarget = Extract<EgressTarget, { kind: 'app' }>;
type Where = (key: string) => Place;

function checkEndpoint(egress: Egress, target: AppTarget, callee: App, where: Where): Issue[] {
  const names = callee.spec.endpoints.map(({ name }) => name);
  if (names.includes(target.endpoint)) return [];
  const offered = names.length === 0 ? 'it has none' : `it has ${names.map((name) => `"${name}"`).join(', ')}`;
  return [
    fault(
      'egress-target',
      where('endpoint'),
      `egress "${egress.name}" leads to endpoint "${target.endpoint}" of app "${callee.name}", which has no such endpoint (${offered})${didYouMean(target.endpoint, names)}`,
      `name an endpoint of ${callee.source.file}, or add it there`,
    ),
  ];
}

/** Only a StatefulSet's pods have names that stay, `<app>-0` and on (Kubernetes, "StatefulSet": Ordinal Index). */
function checkOrdinal(egress: Egress, { ordinal }: AppTarget, callee: App, where: Where): Issue[] {
  if (ordinal === undefined) return [];
  const { workload, replicas = 1 } = callee.spec;
  const refuse = (what: string, fix: string): Issue[] => [
    fault('egress-ordinal', where('ordinal'), `egress "${egress.name}" leads to pod ${ordinal} of ${what}`, fix),
  ];
  if (workload !== 'StatefulSet') {
    return refuse(
      `app "${callee.name}", a ${workload}, whose pods have no numbers`,
      `remove ordinal, or write workload: StatefulSet in ${callee.source.file}`,
    );
  }
  if (ordinal < replicas) return [];
  const there = replicas === 0 ? 'none' : `0 to ${replicas - 1}`;
  return refuse(
    `StatefulSet "${callee.name}", which has ${replicas} (allowed: ${there})`,
    `name one that is there, or raise replicas in ${callee.source.file}`,
  );
}
