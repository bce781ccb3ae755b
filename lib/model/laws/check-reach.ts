/** Who is meant to call an endpoint, and who would like to: nobody, the platform's monitoring app, or callers who could speak for others. */
import type { App } from '../app';
import { targetOf } from '../egress';
import { hasEdge, type Endpoint } from '../endpoint';
import type { Fleet } from '../fleet';
import { fault, type Issue } from '../issue';
import { didYouMean } from '../nearest-name';
import type { Monitoring, Platform } from '../platform';
import type { Tenant } from '../tenant';
import { renderPlace } from './first-seen';

export function checkReach({ platform, tenants }: Fleet): Issue[] {
  const { monitoring } = platform.spec;
  return [
    ...(monitoring === undefined ? [] : checkMonitoring(platform, monitoring, tenants)),
    ...tenants.flatMap((tenant) => [
      ...tenant.apps.flatMap((app) =>
        app.spec.endpoints.flatMap((endpoint, index) => checkEndpoint(monitoring, app, endpoint, index)),
      ),
      ...checkEgresses(monitoring, tenant),
    ]),
  ];
}

function checkMonitoring({ source }: Platform, { tenant, app }: Monitoring, tenants: readonly Tenant[]): Issue[] {
  const known = tenants.find(({ name }) => name === tenant);
  if (known === undefined) {
    const near = didYouMean(
      tenant,
      tenants.map(({ name }) => name),
    );
    const message = `monitoring is the matter of tenant "${tenant}", which the fleet does not have${near}`;
    return [fault('monitoring', source.placeOf(['spec', 'monitoring', 'tenant']), message, 'name one of its tenants')];
  }
  const names = known.apps.map(({ name }) => name);
  if (names.includes(app)) return [];
  const message = `monitoring is the matter of app "${app}", which tenant "${tenant}" does not have${didYouMean(app, names)}`;
  return [fault('monitoring', source.placeOf(['spec', 'monitoring', 'app']), message, 'name one of its apps')];
}

function checkEndpoint(monitoring: Monitoring | undefined, app: App, endpoint: Endpoint, index: number): Issue[] {
  const { name, expose, grants, clientCertificates } = endpoint;
  const where = (field: string): Issue['where'] => app.source.placeOf(['spec', 'endpoints', index, field]);
  const issues: Issue[] = [];
  if (expose === 'monitoring' && monitoring === undefined) {
    const message = `endpoint "${name}" says expose: monitoring, and the platform names no monitoring app`;
    const fix = 'add monitoring: { tenant: TENANT, app: APP } to spec of the platform, or write another expose';
    issues.push(fault('monitoring', where('expose'), message, fix));
  }
  if (grants.length > 0 && (expose === 'local' || expose === 'monitoring')) {
    const message = `endpoint "${name}" has grants and says expose: ${expose}, which lets nobody else in`;
    issues.push(fault('endpoint-field', where('grants'), message, 'remove grants, or write expose: tenant'));
  }
  if (grants.length > 0 && clientCertificates !== undefined && !hasEdge(endpoint)) {
    const message = `endpoint "${name}" has grants and clientCertificates: guests call the app without the gate, and could write the X-Client-… headers of anybody`;
    issues.push(fault('endpoint-field', where('grants'), message, 'give the guests an endpoint of their own'));
  }
  return issues;
}

/** Egresses within the tenant to what is not for its apps. */
function checkEgresses(monitoring: Monitoring | undefined, { name: tenant, apps }: Tenant): Issue[] {
  const byName = new Map(apps.map((app) => [app.name, app]));
  return apps.flatMap((app) =>
    app.spec.egresses.flatMap((egress, index): Issue[] => {
      const target = targetOf(egress);
      if (target?.kind !== 'app') return [];
      const callee = byName.get(target.app);
      const position = callee?.spec.endpoints.findIndex(({ name }) => name === target.endpoint) ?? -1;
      const endpoint = callee?.spec.endpoints[position];
      if (callee === undefined || endpoint === undefined) return [];
      const isMonitor = monitoring?.tenant === tenant && monitoring.app === app.name;
      const whose = endpoint.expose === 'local' ? 'its own pod' : "the platform's monitoring app";
      if (endpoint.expose !== 'local' && (endpoint.expose !== 'monitoring' || isMonitor)) return [];
      const place = renderPlace(callee.source.placeOf(['spec', 'endpoints', position, 'expose']));
      const where = app.source.placeOf(['spec', 'egresses', index, 'to', 'endpoint']);
      const message = `egress "${egress.name}" leads to endpoint "${endpoint.name}" of app "${callee.name}", which says expose: ${endpoint.expose} (${place}): nobody but ${whose} may call it`;
      return [fault('egress-target', where, message, 'write expose: tenant there, or remove the egress')];
    }),
  );
}
