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
  expect(maps.map(({ words }) => words[1]?.text)).toEqual(['$name']);
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

test('what is no host name leads nowhere: no byte in it lets two readers see two tenants', () => {
  const [map] = named(bodies(frontOf({}), 'stream')[0] ?? [], 'map').filter(({ words }) => words[2]?.text === '$name');
  expect(map?.words[1]?.text).toBe('$ssl_preread_server_name');
  const [otherwise, names] = map?.body ?? [];
  expect(otherwise?.line).toBe('default ');
  const [pattern = '', value] = (names?.words ?? []).map(({ text }) => text);
  expect(value).toBe('$ssl_preread_server_name');
  // As PCRE reads it, but for `\\z`.
  const isName = new RegExp(pattern.replace(/^~\*/, '').replace('\\z', '$'), 'i');
  const accepted = ['shop.acme.example', 'SHOP.Acme.example', 'shop.acme.example.', `${'a'.repeat(241)}.acme.example`];
  expect(accepted.filter((name) => !isName.test(name))).toEqual([]);
  const refused = ['', 'a\0.b', 'a\n', 'a b', '*.a', '$host', 'a/b', 'w\xe4b', `${'a'.repeat(250)}.test.`];
  expect(refused.filter((name) => isName.test(name))).toEqual([]);
});

test('connections of one address, the time for a hello and silence are bounded, by default and as the platform says', () => {
  const linesOf = (platform: FleetChanges['platform']): string[] => {
    const [stream = []] = bodies(frontOf(platform === undefined ? {} : { platform }), 'stream');
    return [...stream, ...bodies(stream, 'server').flat()].map(({ line }) => line);
  };
  const byAddress = 'limit_conn_zone $binary_remote_addr zone=connections:4m';
  expect(linesOf(undefined)).toEqual(
    expect.arrayContaining([byAddress, 'limit_conn connections 1000', 'preread_timeout 5s', 'proxy_timeout 86400s']),
  );
  const front = { connectionsPerAddress: 7, helloSeconds: 2, idleSeconds: 60 };
  expect(linesOf({ front })).toEqual(
    expect.arrayContaining([byAddress, 'limit_conn connections 7', 'preread_timeout 2s', 'proxy_timeout 60s']),
  );
});

test('every listener of the front has the limit', () => {
  const config = frontOf({
    platform: { front: { ports: [3306] } },
    tenants: [
      { name: 'acme', apps: [{ name: 'shop', endpoints: [PUBLIC, { ...PUBLIC, name: 'sql', publicPort: 3306 }] }] },
    ],
  });
  const servers = bodies(bodies(config, 'stream')[0] ?? [], 'server');
  expect(servers.map((server) => values(server, 'limit_conn'))).toEqual([['connections 1000'], ['connections 1000']]);
});

test('a process may open as many files as it has places for connections, and some', () => {
  const config = frontOf({});
  const places = Number(values(bodies(config, 'events')[0] ?? [], 'worker_connections')[0]);
  expect(Number(values(config, 'worker_rlimit_nofile')[0])).toBeGreaterThan(places);
});
