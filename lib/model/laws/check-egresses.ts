/** An egress leads to an app and an endpoint that are there. */
import type { App } from '../app';
import type { Egress } from '../egress';
import { fault, type Issue } from '../issue';
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
  const callee = apps.get(egress.to.app);
  if (callee === undefined) {
    return [
      fault(
        'egress-target',
        app.source.placeOf(['spec', 'egresses', index, 'to', 'app']),
        `egress "${egress.name}" leads to app "${egress.to.app}", which tenant "${tenant.name}" does not have${didYouMean(egress.to.app, [...apps.keys()])}`,
        `name one of its apps, or add tenants/${tenant.name}/${egress.to.app}.yaml`,
      ),
    ];
  }
  const names = callee.spec.endpoints.map(({ name }) => name);
  if (names.includes(egress.to.endpoint)) return [];
  const offered = names.length === 0 ? 'it has none' : `it has ${names.map((name) => `"${name}"`).join(', ')}`;
  return [
    fault(
      'egress-target',
      app.source.placeOf(['spec', 'egresses', index, 'to', 'endpoint']),
      `egress "${egress.name}" leads to endpoint "${egress.to.endpoint}" of app "${callee.name}", which has no such endpoint (${offered})${didYouMean(egress.to.endpoint, names)}`,
      `name an endpoint of ${callee.source.file}, or add it there`,
    ),
  ];
}
