/** Any valid fleet: names, hosts, paths and ports as wild as the schema allows, and names that are words of Gatehouse. */
import fc from 'fast-check';
import type { Fleet } from '../model/fleet';
import { checkFleet } from '../model/laws/check-fleet';
import { protocolNames, protocols } from '../model/protocols';
import { aFleet } from './a-fleet';
import type { PlatformChanges } from './a-platform';
import { drawnSettings, toSettings } from './arbitrary-settings';
import type { TenantChanges } from './a-tenant';
import type { AppChanges } from './an-app';
import { arbitraryEndpointTls } from './arbitrary-endpoint-tls';
import { visits, withGrants } from './with-grants';

type App = Omit<AppChanges, 'tenant'> & { readonly name: string };
type Endpoint = NonNullable<AppChanges['endpoints']>[number];

const DOMAIN = 'apps.example.com';
const PUBLIC_PORTS = [3306, 636, 9443];

const label = fc.oneof(
  { weight: 3, arbitrary: fc.stringMatching(/^[a-z]([-a-z0-9]{0,8}[a-z0-9])?$/) },
  { weight: 1, arbitrary: fc.stringMatching(/^[a-z][-a-z0-9]{36,38}[a-z0-9]$/) },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      'to',
      'from',
      'in',
      'out',
      'a',
      'a-b',
      'a--b',
      'front',
      'internet',
      'dns',
      'default-deny',
      'trust',
      'host',
      'listener',
      'server',
      'xn--p1ai',
    ),
  },
);
const appName = fc.oneof(label, fc.constantFrom('gate-config', 'gate-leaves', 'x-sidecar', 'app-a'));
const segment = fc.stringMatching(/^[A-Za-z0-9_~-][A-Za-z0-9._~-]{0,8}$/);
const path = fc.oneof(
  fc.constant('/'),
  fc.array(segment, { minLength: 1, maxLength: 3 }).map((segments) => `/${segments.join('/')}`),
);

/** `ports`, all different in their last four digits, are handed out one by one. */
const endpoint = fc.record({
  name: label,
  protocol: fc.oneof(fc.constantFrom('http' as const, 'tls' as const), fc.constantFrom(...protocolNames)),
  expose: fc.constantFrom('tenant' as const, 'public' as const, 'public' as const, 'local' as const),
  tls: arbitraryEndpointTls,
  host: fc.option(fc.tuple(fc.array(label, { maxLength: 2 }), fc.boolean()), { nil: undefined }),
  path: fc.option(path, { nil: undefined }),
  settings: fc.option(drawnSettings, { nil: undefined, freq: 2 }),
  publicPort: fc.option(fc.constantFrom(443, ...PUBLIC_PORTS), { nil: undefined }),
  port: fc.integer({ min: 1024, max: 9999 }).chain((low) => fc.constantFrom(low, low + 10_000, low + 20_000)),
});

const outside = fc.oneof(
  fc.record({
    fqdn: fc.constantFrom('api.example.net', 'a-b.example.org', '*.s3.example.net', 'xn--p1ai.example.net'),
    port: fc.constantFrom(443, 5432, 29999),
    isOriginated: fc.boolean(),
    hasFiles: fc.boolean(),
  }),
  fc.record({
    cidr: fc.constantFrom(
      '203.0.113.0/24',
      '203.0.113.10/32',
      '10.20.0.0/16',
      '10.0.0.0/8',
      '2001:db8::/32',
      'fd00::/16',
    ),
    ports: fc.uniqueArray(fc.constantFrom(443, 5432), { minLength: 1 }),
  }),
);

interface DrawnApp {
  readonly name: string;
  readonly workload: NonNullable<AppChanges['workload']>;
  readonly replicas: number | undefined;
  readonly endpoints: readonly (typeof endpoint extends fc.Arbitrary<infer E> ? E : never)[];
  /** What it calls, by index into all endpoints of the tenant. */
  readonly calls: readonly number[];
  readonly outside: readonly (typeof outside extends fc.Arbitrary<infer O> ? O : never)[];
  readonly hasProbe: boolean;
}

const app: fc.Arbitrary<DrawnApp> = fc.record({
  name: appName,
  workload: fc.constantFrom('Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob'),
  replicas: fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }),
  endpoints: fc.uniqueArray(endpoint, { maxLength: 3, selector: ({ name }) => name }),
  calls: fc.array(fc.nat({ max: 20 }), { maxLength: 3 }),
  outside: fc.array(outside, { maxLength: 3 }),
  hasProbe: fc.boolean(),
});

const tenant = fc.record({
  name: label,
  apps: fc.uniqueArray(app, { maxLength: 4, selector: ({ name }) => name }),
  ownDomain: fc.boolean(),
});

/** The platform's settings of its front. */
const front = fc.record({
  redirect: fc.option(fc.constant({ port: 80 }), { nil: undefined }),
  dnsRecords: fc.constantFrom<PlatformChanges['dnsRecords']>(
    undefined,
    { kind: 'annotation' },
    { kind: 'DNSEndpoint', targets: ['203.0.113.1', '2001:db8::1'] },
  ),
});

/** One to three tenants with up to four apps each, which call one another, without issues. */
export function arbitraryFleet(): fc.Arbitrary<Fleet> {
  return fc
    .tuple(fc.uniqueArray(tenant, { minLength: 1, maxLength: 3, selector: ({ name }) => name }), front, visits)
    .map(([tenants, { redirect, dnsRecords }, all]) =>
      aFleet({
        platform: {
          domain: DOMAIN,
          front: { ports: PUBLIC_PORTS, ...(redirect && { redirect }) },
          ...(dnsRecords && { dnsRecords }),
        },
        tenants: withGrants(tenants.map(toTenant), all),
      }),
    )
    .filter((fleet) => checkFleet(fleet).length === 0);
}

function toTenant({ name, apps, ownDomain }: { name: string; apps: DrawnApp[]; ownDomain: boolean }): TenantChanges {
  const own = `${name}.example`;
  const named = apps.filter((candidate) => candidate.name !== 'gate' && candidate.name !== 'egress');
  const offered = named.flatMap((callee) =>
    callee.endpoints
      .filter(({ expose }) => expose !== 'local')
      .map((target) => ({ app: callee.name, endpoint: target.name })),
  );
  return {
    name,
    domains: ownDomain ? [own] : [],
    apps: named.map((drawn, place) => toApp(drawn, place, ownDomain ? own : `${name}.${DOMAIN}`, offered)),
  };
}

function toApp(
  drawn: DrawnApp,
  place: number,
  domain: string,
  offered: readonly { app: string; endpoint: string }[],
): App {
  const { name, workload, replicas, endpoints, calls, hasProbe } = drawn;
  const called = offered.length === 0 ? [] : calls.map((call, i) => egress(offered[call % offered.length], i));
  const runsOn = workload === 'Deployment' || workload === 'StatefulSet';
  const probe = hasProbe ? { readinessProbe: { httpGet: { path: '/ready?a=b&c=%20', port: 8080 } } } : {};
  return {
    name,
    workload,
    ...(runsOn && replicas !== undefined ? { replicas } : {}),
    ...(workload === 'CronJob' ? { schedule: '@daily' } : {}),
    pod: { containers: [{ name: 'main', image: 'registry.example/app:1', ...probe }] },
    endpoints: endpoints.map(({ host, ...rest }): Endpoint => toEndpoint(rest, host, domain, place)),
    egresses: [...called, ...drawn.outside.map(outwards)],
  };
}

/** Hosts and paths go with what is public; each app has its own host unless it shares the tenant's bare domain by path. */
function toEndpoint(
  {
    name,
    protocol,
    expose,
    tls,
    path: wanted,
    publicPort,
    port,
    settings,
  }: Omit<DrawnApp['endpoints'][number], 'host'>,
  host: DrawnApp['endpoints'][number]['host'],
  domain: string,
  place: number,
): Endpoint {
  const base = { name, protocol, expose, port };
  if (expose !== 'public') return base;
  const [labels, isShared] = host ?? [[], false];
  const own = [...labels, ...(isShared ? [] : [`e${place}`, name]), domain].join('.');
  const endpoint = {
    ...base,
    ...(host === undefined ? {} : { host: own }),
    ...(protocols[protocol].hasPaths && tls.tls === undefined && wanted !== undefined ? { path: wanted } : {}),
    // Who shares a host by path shares its port, too.
    ...(publicPort !== undefined && !isShared ? { publicPort } : {}),
    ...tls,
  };
  if (settings === undefined) return endpoint;
  return { ...endpoint, ...toSettings(settings, endpoint, (label) => [label, `f${place}`, name, domain].join('.')) };
}

function outwards(target: DrawnApp['outside'][number], i: number): NonNullable<AppChanges['egresses']>[number] {
  const name = `o${i}`;
  if ('cidr' in target) return { name, to: { cidr: target.cidr, ports: target.ports } };
  const { fqdn, port, isOriginated, hasFiles } = target;
  const base = { name, to: { fqdn, port }, localPort: 50_200 + i };
  if (!isOriginated || fqdn.startsWith('*')) return base;
  const files = { ca: { configMap: 'authorities', key: 'ca.pem' }, clientCertificate: { secret: 'client' } };
  return { ...base, tls: 'originate', ...(hasFiles ? files : {}) };
}

function egress(
  target: { app: string; endpoint: string } | undefined,
  i: number,
): NonNullable<AppChanges['egresses']>[number] {
  if (target === undefined) throw new Error('no target');
  return { name: `e${i}`, to: target, localPort: 50_100 + i };
}
