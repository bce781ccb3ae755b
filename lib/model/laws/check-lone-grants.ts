/** One side of a grant without the other: nothing is opened, and whoever can agree is told the line that agrees. */
import type { App } from '../app';
import type { Fleet } from '../fleet';
import type { Call, Offer } from '../grants';
import { fault, type Issue } from '../issue';
import { didYouMean } from '../nearest-name';
import type { Tenant } from '../tenant';
import { portUses } from './check-ports';
import { hasEnded } from './check-grant-ends';
import { renderPlace } from './first-seen';
import { describeGuest, describeTarget, placeOfOffer, placeOfTarget, withdrawal } from './grant-words';

export function checkLoneOffers(fleet: Fleet, offers: readonly Offer[]): Issue[] {
  const tenants = indexByName(fleet.tenants);
  return offers.filter((offer) => !hasEnded(fleet.platform, offer)).flatMap((offer) => checkOffer(tenants, offer));
}

export function checkLoneCalls(fleet: Fleet, calls: readonly Call[]): Issue[] {
  const tenants = indexByName(fleet.tenants);
  return calls.flatMap((call) => checkCall(tenants, call));
}

function indexByName<T extends { readonly name: string }>(items: readonly T[]): ReadonlyMap<string, T> {
  return new Map(items.map((item) => [item.name, item]));
}

function checkOffer(tenants: ReadonlyMap<string, Tenant>, offer: Offer): Issue[] {
  const { endpoint, terms } = offer;
  const tenant = tenants.get(terms.tenant);
  if (tenant === undefined) {
    return [
      fault(
        'grant-target',
        placeOfOffer(offer, 'tenant'),
        `endpoint "${endpoint.name}" is granted to tenant "${terms.tenant}", which the fleet does not have${didYouMean(terms.tenant, [...tenants.keys()])}`,
        'name one of its tenants, or remove the grant',
      ),
    ];
  }
  const app = tenant.apps.find(({ name }) => name === terms.app);
  if (app === undefined) {
    const names = tenant.apps.map(({ name }) => name);
    return [
      fault(
        'grant-target',
        placeOfOffer(offer, 'app'),
        `endpoint "${endpoint.name}" is granted to app "${terms.app}", which tenant "${tenant.name}" does not have${didYouMean(terms.app, names)}`,
        'name one of its apps, or remove the grant',
      ),
    ];
  }
  return [
    fault(
      'grant-one-sided',
      placeOfOffer(offer),
      `endpoint "${endpoint.name}" is granted to ${describeGuest(offer)}, which has no egress to it`,
      `${egressToAdd(offer, app)}; or ${withdrawal(offer)}`,
    ),
  ];
}

/** The line that the importer has to write. */
function egressToAdd({ exporter, callee, endpoint }: Offer, app: App): string {
  const { spec, source } = app;
  const taken = new Set(portUses(app).map(({ port }) => port));
  let localPort = 9000;
  while (taken.has(localPort)) localPort++;
  const names = new Set(spec.egresses.map(({ name }) => name));
  const base = `${exporter.name}-${endpoint.name}`.slice(0, 36).replace(/-+$/, '');
  let name = base;
  for (let i = 2; names.has(name); i++) name = `${base}-${i}`;
  const to = `{ tenant: ${exporter.name}, app: ${callee.name}, endpoint: ${endpoint.name} }`;
  const item = `{ name: ${name}, to: ${to}, localPort: ${localPort} }`;
  return spec.egresses.length === 0
    ? `add to spec in ${source.file}: egresses: [${item}]`
    : `add to spec.egresses in ${source.file}: - ${item}`;
}

function checkCall(tenants: ReadonlyMap<string, Tenant>, call: Call): Issue[] {
  const { egress, target } = call;
  const refuse = (key: keyof typeof target, what: string, fix: string): Issue[] => [
    fault('grant-target', placeOfTarget(call, key), `egress "${egress.name}" leads to ${what}`, fix),
  ];
  const tenant = tenants.get(target.tenant);
  if (tenant === undefined) {
    const near = didYouMean(target.tenant, [...tenants.keys()]);
    return refuse(
      'tenant',
      `tenant "${target.tenant}", which the fleet does not have${near}`,
      'name one of its tenants, or remove the egress',
    );
  }
  const callee = tenant.apps.find(({ name }) => name === target.app);
  if (callee === undefined) {
    const near = didYouMean(
      target.app,
      tenant.apps.map(({ name }) => name),
    );
    return refuse(
      'app',
      `app "${target.app}", which tenant "${tenant.name}" does not have${near}`,
      'name one of its apps, or remove the egress',
    );
  }
  const index = callee.spec.endpoints.findIndex(({ name }) => name === target.endpoint);
  if (index < 0) {
    const near = didYouMean(
      target.endpoint,
      callee.spec.endpoints.map(({ name }) => name),
    );
    return refuse(
      'endpoint',
      `endpoint "${target.endpoint}", which app "${callee.name}" of tenant "${tenant.name}" does not have${near}`,
      'name one of its endpoints, or remove the egress',
    );
  }
  return [
    fault(
      'grant-one-sided',
      placeOfTarget(call),
      `egress "${egress.name}" leads to ${describeTarget(call)}, which does not grant it to app "${call.caller.name}" of tenant "${call.importer.name}"`,
      grantToAdd(call, callee, index),
    ),
  ];
}

/** The line that the exporter has to write. */
function grantToAdd({ importer, caller }: Call, callee: App, index: number): string {
  const endpoint = callee.spec.endpoints[index];
  const place = renderPlace(callee.source.placeOf(['spec', 'endpoints', index]));
  const item = `{ tenant: ${importer.name}, app: ${caller.name} }`;
  const where = `endpoint "${endpoint?.name ?? ''}" (${place})`;
  return endpoint === undefined || endpoint.grants.length === 0
    ? `add to ${where}: grants: [${item}]; or remove the egress`
    : `add to grants of ${where}: - ${item}; or remove the egress`;
}
