/** Each front engine has its own settings, and what an engine does not do is not left standing as if it did. */
import type { Fleet } from '../fleet';
import { fault, type Issue } from '../issue';
import { usualFront, type FrontSettings, type Platform } from '../platform';
import type { Tenant } from '../tenant';
import { publicDomainsOf } from '../names';
import { usedPublicPorts } from '../public-ports';

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

/** Gateway API: `listeners` of a ListenerSet, maxItems. Two for each domain: itself, and all below it. */
const MOST_DOMAINS = 64 / 2;

export function checkFrontEngine({ platform, tenants }: Fleet): Issue[] {
  return [
    ...checkOwnSettings(platform),
    ...checkNginxSettings(platform),
    ...checkDataPlane(platform, tenants),
    ...tenants.flatMap((tenant) => checkDomains(platform, tenant)),
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
  const count = publicDomainsOf(platform, tenant).length;
  if (count <= MOST_DOMAINS) return [];
  const message = `tenant "${tenant.name}" has ${count} domains with its own under the platform's; front engine "gateway-api" has room for ${MOST_DOMAINS} in a ListenerSet`;
  const fix = 'give some of them to another tenant, or write front.engine: nginx';
  return [fault('front-engine', tenant.source.placeOf(['spec', 'domains', MOST_DOMAINS - 1]), message, fix)];
}
