/** What a gate's nginx.conf says: which name leads where, as whom, and what the app learns of the client. */
import type { PlatformChanges } from '../testing/a-platform';
import type { TenantChanges } from '../testing/a-tenant';
import { drawFleet, nginxOf, nginxTextOf } from '../testing/drawn-fleet';
import { bodies, flatten, named, values, type Directive } from '../testing/parse-nginx';

const HTTP = { name: 'web', port: 8080, protocol: 'http', expose: 'public' } as const;
const TLS = { name: 'sql', port: 3306, protocol: 'tls', expose: 'public' } as const;
const SHOP = 'shop.acme.apps.example.com';

function gateOf(tenant: TenantChanges, platform: PlatformChanges = {}): Directive[] {
  return nginxOf(drawFleet({ platform, tenants: [tenant] }), 'gate-config');
}

function partOf(config: readonly Directive[], name: 'stream' | 'http'): readonly Directive[] {
  const [part, ...others] = bodies(config, name);
  if (part === undefined || others.length > 0) throw new Error(`not one ${name}`);
  return part;
}

/** `location` -> where it leads, of the server of that host. */
function routesOf(config: readonly Directive[], host: string): Record<string, string> {
  const servers = bodies(partOf(config, 'http'), 'server').filter(
    (server) => values(server, 'server_name').join() === host,
  );
  expect(servers).toHaveLength(1);
  return Object.fromEntries(
    named(servers[0] ?? [], 'location').map(({ line, body = [] }) => [
      line.slice('location '.length),
      [...values(body, 'proxy_pass'), ...values(body, 'return')].join(),
    ]),
  );
}

function mapOf(context: readonly Directive[], variable: string): string[] {
  const maps = named(context, 'map').filter(({ words }) => words[2]?.text === variable);
  return maps.flatMap(({ body = [] }) => body.map(({ line }) => line));
}

test('a name that is not here gets no handshake', () => {
  const config = gateOf({ apps: [{ name: 'shop', endpoints: [HTTP, TLS] }] });
  expect(mapOf(partOf(config, 'stream'), '$next')).toEqual([
    'hostnames',
    'default 127.0.0.1:8444',
    `sql.${SHOP} shop.acme.svc.cluster.local:43306`,
  ]);
  const servers = bodies(partOf(config, 'http'), 'server');
  const byDefault = servers.filter((server) => values(server, 'listen').join().includes('default_server'));
  expect(byDefault.map((server) => server.map(({ line }) => line))).toEqual([
    ['listen 127.0.0.1:8444 ssl proxy_protocol default_server', 'ssl_reject_handshake on', 'return 421'],
  ]);
});

test('paths are whole segments, and what no endpoint has is not found', () => {
  const config = gateOf({ apps: [{ name: 'shop', endpoints: [{ ...HTTP, path: '/api/v1' }] }] });
  expect(routesOf(config, `web.${SHOP}`)).toEqual({
    '= /api/v1': 'https://web.shop',
    '/api/v1/': 'https://web.shop',
    '/': '404',
  });
});

test('two endpoints of different apps share a host by path, each under its own name', () => {
  const host = 'www.acme.apps.example.com';
  const config = gateOf({
    apps: [
      { name: 'shop', endpoints: [{ ...HTTP, host }] },
      { name: 'cart', endpoints: [{ ...HTTP, name: 'api', host, path: '/cart' }] },
    ],
  });
  expect(routesOf(config, host)).toEqual({
    '/': 'https://web.shop',
    '= /cart': 'https://api.cart',
    '/cart/': 'https://api.cart',
  });
  const locations = flatten(config).filter(({ words }) => words[0]?.text === 'location');
  const pairs = locations.flatMap(({ body = [] }) =>
    values(body, 'proxy_pass').map((to) => `${to} ${values(body, 'proxy_ssl_name').join()}`),
  );
  expect(new Set(pairs)).toEqual(new Set(['https://web.shop shop.acme.svc', 'https://api.cart cart.acme.svc']));
});

test('each endpoint has an upstream of its own, so that no connection is reused for another callee', () => {
  const endpoints = [HTTP, { ...HTTP, name: 'api', port: 8081 }];
  const http = partOf(
    gateOf({
      apps: [
        { name: 'shop', endpoints },
        { name: 'cart', endpoints },
      ],
    }),
    'http',
  );
  const upstreams = named(http, 'upstream').map(({ line, body = [] }) => [line, values(body, 'server').join()]);
  expect(upstreams).toEqual([
    ['upstream web.cart', 'cart.acme.svc.cluster.local:8080 resolve max_fails=0'],
    ['upstream api.cart', 'cart.acme.svc.cluster.local:8081 resolve max_fails=0'],
    ['upstream web.shop', 'shop.acme.svc.cluster.local:8080 resolve max_fails=0'],
    ['upstream api.shop', 'shop.acme.svc.cluster.local:8081 resolve max_fails=0'],
  ]);
});

test("a host's TLS ends with the host's own certificate", () => {
  const http = partOf(gateOf({ apps: [{ name: 'shop', endpoints: [HTTP] }] }), 'http');
  const [server] = bodies(http, 'server').filter(
    (candidate) => values(candidate, 'server_name').join() === `web.${SHOP}`,
  );
  expect(values(server ?? [], 'ssl_certificate')).toEqual([`/etc/gatehouse/leaf/host-web.${SHOP}.crt`]);
  expect(values(server ?? [], 'ssl_certificate_key')).toEqual([`/etc/gatehouse/leaf/host-web.${SHOP}.key`]);
});

test("the client's address is told once, by the gate: what the client says of it is overwritten", () => {
  const config = gateOf({ apps: [{ name: 'shop', endpoints: [HTTP, { ...HTTP, name: 'api', path: '/a' }] }] });
  const headers = values(partOf(config, 'http'), 'proxy_set_header');
  expect(headers).toEqual(
    expect.arrayContaining([
      'X-Forwarded-For $remote_addr',
      'X-Real-IP $remote_addr',
      'X-Forwarded-Host $host',
      'X-Forwarded-Proto https',
    ]),
  );
  // One proxy_set_header further in would undo all of them there.
  expect(flatten(config).filter(({ words }) => words[0]?.text === 'proxy_set_header')).toHaveLength(headers.length);
  expect(JSON.stringify(config)).not.toContain('$proxy_add_x_forwarded_for');
});

test("the client's address is taken from the PROXY header of peers in the pod networks only", () => {
  const podNetworks = ['10.244.0.0/16', 'fd00::/48'];
  const config = gateOf({ apps: [{ name: 'shop', endpoints: [HTTP] }] }, { podNetworks });
  const [server = [], ...others] = bodies(partOf(config, 'stream'), 'server');
  expect(others).toEqual([]);
  expect(values(server, 'listen')).toEqual(['8443 proxy_protocol so_keepalive=60s:15s:4']);
  expect(values(server, 'set_real_ip_from')).toEqual(podNetworks);
  // The http part is told by the stream part, over loopback, and believes nobody else.
  expect(values(server, 'proxy_protocol')).toEqual(['on']);
  expect(values(partOf(config, 'http'), 'set_real_ip_from')).toEqual(['127.0.0.1']);
  expect(values(partOf(config, 'http'), 'real_ip_header')).toEqual(['proxy_protocol']);
});

test('the gate calls as itself, verifies whom it calls, and resumes no session', () => {
  const http = partOf(gateOf({ apps: [{ name: 'shop', endpoints: [HTTP] }] }), 'http');
  expect(http.map(({ line }) => line)).toEqual(
    expect.arrayContaining([
      'proxy_ssl_certificate /etc/gatehouse/leaf/identity-gate.crt',
      'proxy_ssl_certificate_key /etc/gatehouse/leaf/identity-gate.key',
      'proxy_ssl_trusted_certificate /etc/gatehouse/trust/ca.crt',
      'proxy_ssl_verify on',
      'proxy_ssl_server_name on',
      'proxy_ssl_session_reuse off',
      'proxy_ssl_protocols TLSv1.3',
      // Towards clients; of the whole http part, which no server overrides.
      'ssl_session_tickets off',
      'ssl_session_cache off',
    ]),
  );
  expect(flatten(http).filter(({ line }) => /^ssl_session/.test(line))).toHaveLength(2);
});

test('nothing listens for others but the gate itself, behind the PROXY protocol, and its health', () => {
  const config = gateOf({ apps: [{ name: 'shop', endpoints: [HTTP, TLS] }] });
  const listens = flatten(config).flatMap((directive) => values([directive], 'listen'));
  expect(listens.filter((listen) => !listen.startsWith('127.0.0.1:'))).toEqual([
    '8443 proxy_protocol so_keepalive=60s:15s:4',
    '29999',
  ]);
});

test('endpoints for the tenant alone are not in the gate', () => {
  const quiet = { name: 'quiet', port: 7777, protocol: 'http', expose: 'tenant' } as const;
  const objects = drawFleet({ tenants: [{ apps: [{ name: 'shop', endpoints: [HTTP, quiet] }] }] });
  expect(nginxTextOf(objects, 'gate-config')).not.toMatch(/quiet|7777/);
});

test("one tenant's hosts, apps and domains never stand in another's gate", () => {
  const objects = drawFleet({
    tenants: [
      {
        name: 'acme',
        domains: ['acme.example'],
        apps: [{ name: 'shop', endpoints: [{ ...HTTP, host: 'acme.example' }] }],
      },
      {
        name: 'globex',
        domains: ['globex.example'],
        apps: [{ name: 'bank', endpoints: [{ ...TLS, host: 'globex.example' }] }],
      },
    ],
  });
  expect(nginxTextOf(objects, 'gate-config', 'acme')).not.toMatch(/globex|bank/);
  expect(nginxTextOf(objects, 'gate-config', 'globex')).not.toMatch(/acme|shop/);
});

test('the gate takes so many public connections and no more, whoever they come from, and has places for each of their legs', () => {
  const gate = (platform: PlatformChanges): Directive[] =>
    gateOf({ apps: [{ name: 'shop', endpoints: [HTTP] }] }, platform);
  const limits = (config: readonly Directive[]): string[] =>
    bodies(partOf(config, 'stream'), 'server').flatMap((server) => values(server, 'limit_conn'));
  expect(values(partOf(gate({}), 'stream'), 'limit_conn_zone')).toEqual(['$hostname zone=connections:4m']);
  expect(limits(gate({}))).toEqual(['connections 2000']);
  const few = gate({ gate: { connections: 30 } });
  expect(limits(few)).toEqual(['connections 30']);
  expect(Number(values(bodies(few, 'events')[0] ?? [], 'worker_connections')[0])).toBeGreaterThanOrEqual(4 * 30);
});
