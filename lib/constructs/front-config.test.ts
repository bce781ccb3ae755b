/** What the front's nginx.conf says: one line for each tenant domain, no key, and nothing for a name that is nobody's. */
import type { FleetChanges } from '../testing/a-fleet';
import { drawFleet, nginxOf } from '../testing/drawn-fleet';
import { bodies, flatten, named, values, type Directive } from '../testing/parse-nginx';

const PUBLIC = { name: 'web', port: 8080, protocol: 'http', expose: 'public' } as const;

function frontOf(changes: FleetChanges): Directive[] {
  return nginxOf(drawFleet(changes), 'front-config', 'gatehouse-front');
}

function routesOf(config: readonly Directive[]): string[] {
  const [stream = []] = bodies(config, 'stream');
  const maps = named(stream, 'map').filter(({ words }) => words[2]?.text === '$gate');
  expect(maps.map(({ words }) => words[1]?.text)).toEqual(['$ssl_preread_server_name']);
  return maps.flatMap(({ body = [] }) => body.map(({ line }) => line));
}

test("a name that is nobody's, or none, leads nowhere", () => {
  expect(routesOf(frontOf({ tenants: [] }))).toEqual(['hostnames', 'default ']);
});

test('each domain of a tenant is one line, however many hosts it has', () => {
  const apps = ['shop', 'cart', 'api'].map((name) => ({
    name,
    endpoints: [PUBLIC, { ...PUBLIC, name: 'other', port: 81, host: `${name}.acme.example` }],
  }));
  const config = frontOf({ tenants: [{ name: 'acme', domains: ['acme.example', 'acme.test'], apps }] });
  expect(routesOf(config)).toEqual([
    'hostnames',
    'default ',
    '.acme.apps.example.com gate.acme.svc.cluster.local:8443',
    '.acme.example gate.acme.svc.cluster.local:8443',
    '.acme.test gate.acme.svc.cluster.local:8443',
  ]);
});

test('a tenant without public endpoints has no line', () => {
  const config = frontOf({
    tenants: [
      { name: 'acme', apps: [{ name: 'shop', endpoints: [PUBLIC] }] },
      {
        name: 'hidden',
        domains: ['hidden.example'],
        apps: [{ name: 'db', endpoints: [{ ...PUBLIC, expose: 'tenant' }] }],
      },
    ],
  });
  expect(routesOf(config).join()).not.toContain('hidden');
  expect(routesOf(config)).toHaveLength(3);
});

test('the domains of the platform and of the cluster are the ones that were written', () => {
  const config = frontOf({
    platform: { domain: 'p.example', clusterDomain: 'k.example', dns: { service: 'coredns', namespace: 'dns' } },
    tenants: [{ name: 'acme', apps: [{ name: 'shop', endpoints: [PUBLIC] }] }],
  });
  expect(routesOf(config)).toContain('.acme.p.example gate.acme.svc.k.example:8443');
  expect(values(bodies(config, 'stream')[0] ?? [], 'resolver')).toEqual(['coredns.dns.svc.k.example valid=5s']);
});

test('the front reads the name, hands the connection on with the PROXY protocol, and ends no TLS', () => {
  const config = frontOf({ tenants: [{ name: 'acme', apps: [{ name: 'shop', endpoints: [PUBLIC] }] }] });
  const [server = []] = bodies(bodies(config, 'stream')[0] ?? [], 'server');
  expect(server.map(({ line }) => line)).toEqual(
    expect.arrayContaining([
      'listen 8443 so_keepalive=60s:15s:4',
      'ssl_preread on',
      'proxy_protocol on',
      'proxy_pass $gate',
    ]),
  );
  const names = flatten(config).map(({ words }) => words[0]?.text ?? '');
  expect(names.filter((name) => /certificate|^proxy_ssl|^ssl_(?!preread)/.test(name))).toEqual([]);
});

test('nothing else listens but the health port', () => {
  const listens = flatten(frontOf({})).flatMap((directive) => values([directive], 'listen'));
  expect(listens).toEqual(['8443 so_keepalive=60s:15s:4', '29999']);
});
