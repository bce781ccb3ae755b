/** Each front engine has its own settings, and what an engine does not do is not left standing as if it did. */
import type { Fleet } from '../fleet';
import { hasListenerSets } from '../front-engine';
import { fault, type Issue } from '../issue';
import { usualFront, type FrontSettings } from '../front';
import type { Platform } from '../platform';
import type { Tenant } from '../tenant';
import { publicDomainsOf } from '../names';
import { usedPublicPorts } from '../public-ports';
import { publicRoutes } from '../public-routes';

type Engine = FrontSettings['engine'];

const OWN_SETTINGS = { 'gateway-api': 'gatewayApi', k8sniff: 'k8sniff' } as const;

const EXAMPLES = {
  gatewayApi: 'gatewayApi: { className: NAME, dataPlane: { namespace: NAME, podLabels: { … } } }',
  k8sniff: 'k8sniff: { image: NAME:TAG }',
} as const;

/** Of the nginx front alone, and which other engine does the same. */
const NGINX_SETTINGS: readonly {
  readonly name: 'connectionsPerAddress' | 'helloSeconds' | 'idleSeconds' | 'replicas';
  readonly also: readonly Engine[];
}[] = [
  { name: 'connectionsPerAddress', also: [] },
  { name: 'helloSeconds', also: [] },
  { name: 'idleSeconds', also: [] },
  { name: 'replicas', also: ['k8sniff'] },
];

/** Gateway API, maxItems: listeners of a ListenerSet and of a Gateway, and what a route may name. A domain takes two: itself, and all below it. */
const MOST_LISTENERS = 64;
const MOST_PARENTS = 32;
const MOST_HOSTS = 1024;

export function checkFrontEngine({ platform, tenants }: Fleet): Issue[] {
  return [
    ...checkOwnSettings(platform),
    ...checkNginxSettings(platform),
    ...checkDataPlane(platform, tenants),
    ...tenants.flatMap((tenant) => [...checkDomains(platform, tenant), ...checkHostCount(platform, tenant)]),
    ...checkGatewayListeners({ platform, tenants }),
  ];
}

function checkOwnSettings({ spec: { front }, source }: Platform): Issue[] {
  return Object.entries(OWN_SETTINGS).flatMap(([engine, name]) => {
    const isEngine = front.engine === engine;
    if (isEngine === (front[name] !== undefined)) return [];
    if (isEngine) {
      const message = `front engine "${engine}" needs ${name}, which is not there`;
      return [fault('front-engine', source.placeOf(['spec', 'front', 'engine']), message, `add ${EXAMPLES[name]}`)];
    }
    const message = `${name} is there, and front engine "${front.engine}" does not use it`;
    const fix = `remove ${name}, or write engine: ${engine}`;
    return [fault('front-engine', source.placeOfKey(['spec', 'front', name]), message, fix)];
  });
}

function checkNginxSettings({ spec: { front }, source }: Platform): Issue[] {
  if (front.engine === 'nginx') return [];
  return NGINX_SETTINGS.flatMap(({ name, also }) => {
    const value = front[name];
    if (also.includes(front.engine) || value === usualFront[name]) return [];
    const message = `front engine "${front.engine}" does not do what ${name}: ${value} says; engine "nginx" does`;
    const fix = `remove ${name}, and set such a limit in the engine itself where it has one`;
    return [fault('front-engine', source.placeOfKey(['spec', 'front', name]), message, fix)];
  });
}

/** Who may put labels on pods there could make himself the front. */
function checkDataPlane({ spec: { front }, source }: Platform, tenants: readonly Tenant[]): Issue[] {
  const namespace = front.gatewayApi?.dataPlane.namespace;
  if (front.engine !== 'gateway-api' || !tenants.some(({ name }) => name === namespace)) return [];
  const message = `the data plane's namespace "${String(namespace)}" is a tenant's, whose own pods could call any gate`;
  const fix = 'name a namespace in which no tenant makes pods';
  const at = source.placeOf(['spec', 'front', 'gatewayApi', 'dataPlane', 'namespace']);
  return [fault('front-engine', at, message, fix)];
}

function checkDomains(platform: Platform, tenant: Tenant): Issue[] {
  if (platform.spec.front.engine !== 'gateway-api' || usedPublicPorts(platform, tenant).length === 0) return [];
  const most = (hasListenerSets(platform) ? MOST_LISTENERS : MOST_PARENTS) / 2;
  const count = publicDomainsOf(platform, tenant).length;
  if (count <= most) return [];
  const holder = hasListenerSets(platform) ? 'a ListenerSet' : 'a TLSRoute';
  const message = `tenant "${tenant.name}" has ${count} domains with its own under the platform's; front engine "gateway-api" has room for ${most} in ${holder}`;
  const fix = 'give some of them to another tenant, or write front.engine: nginx';
  return [fault('front-engine', tenant.source.placeOf(['spec', 'domains', most - 1]), message, fix)];
}

/** Gateway API: hostnames of a TLSRoute, maxItems. */
function checkHostCount(platform: Platform, tenant: Tenant): Issue[] {
  if (platform.spec.front.engine !== 'gateway-api') return [];
  return usedPublicPorts(platform, tenant).flatMap((publicPort) => {
    const routes = publicRoutes(platform, tenant).filter((route) => route.publicPort === publicPort);
    const count = new Set(routes.map(({ host }) => host)).size;
    if (count <= MOST_HOSTS) return [];
    const message = `tenant "${tenant.name}" has ${count} hosts on public port ${publicPort}; front engine "gateway-api" has room for ${MOST_HOSTS} in a TLSRoute`;
    const fix = 'let endpoints share hosts by path, or write front.engine: nginx';
    return [fault('front-engine', tenant.source.placeOf(['metadata', 'name']), message, fix)];
  });
}

/** All tenants' in one list, and one that is nobody's. */
function checkGatewayListeners({ platform, tenants }: Fleet): Issue[] {
  if (platform.spec.front.engine !== 'gateway-api' || hasListenerSets(platform)) return [];
  const counts = tenants.map(
    (tenant) => 2 * publicDomainsOf(platform, tenant).length * usedPublicPorts(platform, tenant).length,
  );
  const total = 1 + counts.reduce((sum, count) => sum + count, 0);
  if (total <= MOST_LISTENERS) return [];
  const message = `the fleet needs ${total} listeners, two for each domain and public port of a tenant; a Gateway has room for ${MOST_LISTENERS}`;
  const fix = 'write listeners: sets, with an implementation that knows ListenerSets';
  return [fault('front-engine', platform.source.placeOf(['spec', 'front', 'gatewayApi', 'listeners']), message, fix)];
}
