/** What settings of endpoints say in the gate's nginx.conf, and what they leave as it is. */
import { drawFleet, nginxOf, nginxTextOf } from '../../testing/drawn-fleet';
import { bodies, named, values, type Directive } from '../../testing/parse-nginx';
import type { AppChanges } from '../../testing/an-app';

type Endpoint = NonNullable<AppChanges['endpoints']>[number];

const WEB: Endpoint = { name: 'web', port: 8080, protocol: 'http', expose: 'public' };
const HOST = 'web.shop.acme.apps.example.com';

function httpOf(...endpoints: readonly Partial<Endpoint>[]): readonly Directive[] {
  const apps = [{ name: 'shop', endpoints: endpoints.map((more) => ({ ...WEB, ...more })) }];
  return bodies(nginxOf(drawFleet({ tenants: [{ apps }] }), 'gate-config'), 'http')[0] ?? [];
}

function serverOf(http: readonly Directive[], host = HOST): readonly Directive[] {
  return bodies(http, 'server').find((server) => values(server, 'server_name').includes(host)) ?? [];
}

/** Lines of each location of a host, by its head. */
function locationsOf(http: readonly Directive[], host = HOST): Record<string, string[]> {
  return Object.fromEntries(
    named(serverOf(http, host), 'location').map(({ line, body = [] }) => [
      line.slice('location '.length),
      body.map((directive) => directive.line).filter((text) => !/^(proxy_ssl_name|proxy_pass|if) /.test(text)),
    ]),
  );
}

function mapOf(http: readonly Directive[], variable: string): string[][] {
  const [map] = named(http, 'map').filter(({ words }) => words[2]?.text === variable);
  return (map?.body ?? []).map(({ words }) => words.map(({ text }) => text));
}

test('without settings there is nothing of them', () => {
  const text = nginxTextOf(drawFleet({ tenants: [{ apps: [{ name: 'shop', endpoints: [WEB] }] }] }), 'gate-config');
  expect(text).not.toMatch(
    /limit_req|concurrent|allow |deny|client_network|\$path_|request_uri|Strict-Transport|body_timeout|if \(/,
  );
});

test('each limit stands in every location of its endpoint, and in no other', () => {
  const limits = {
    concurrent: 3,
    requests: { perSecond: 10, burst: 5 },
    bodyKibibytes: 64,
    idleSeconds: 90,
    uploadIdleSeconds: 7,
  };
  const http = httpOf({ path: '/api', limits }, { name: 'rest', port: 8081, host: HOST });
  const lines = [
    'limit_conn concurrent.web.shop 3',
    'limit_conn_log_level info',
    'limit_conn_status 429',
    'limit_req zone=requests.web.shop burst=5 nodelay',
    'limit_req_status 429',
    'limit_req_log_level info',
    'client_max_body_size 64k',
    'proxy_read_timeout 90s',
    'proxy_send_timeout 90s',
    'client_body_timeout 7s',
  ];
  expect(locationsOf(http)).toEqual({ '= /api': lines, '/api/': lines, '/': [] });
});

test('a client is counted as an address of IPv4 or a network of IPv6, once for all hosts of an endpoint', () => {
  const hosts = ['www.acme.apps.example.com'];
  const http = httpOf({ hosts, limits: { concurrent: 3, requests: { perSecond: 10 } } });
  expect(values(http, 'limit_conn_zone')).toEqual(['$client_network zone=concurrent.web.shop:1m']);
  expect(values(http, 'limit_req_zone')).toEqual(['$client_network zone=requests.web.shop:1m rate=10r/s']);
  expect(mapOf(http, '$client_network')).toEqual([
    ['default', '$binary_remote_addr'],
    ['~(?s)^(.{8}).{8}$', '$1'],
  ]);
  expect(locationsOf(http, hosts[0])).toEqual(locationsOf(http));
  expect(named(http, 'upstream')).toHaveLength(1);
});

test('who is not in an allowed network is refused', () => {
  const http = httpOf({ allowFrom: ['10.0.0.0/8', '2001:db8::/32'] });
  expect(locationsOf(http)['/']).toEqual(['allow 10.0.0.0/8', 'allow 2001:db8::/32', 'deny all']);
});

test('each host has a server, a certificate and the paths of the endpoints that have it', () => {
  const www = 'www.acme.apps.example.com';
  const http = httpOf({ hosts: [www] }, { name: 'api', port: 8081, host: HOST, path: '/api' });
  expect(Object.keys(locationsOf(http))).toEqual(['/', '= /api', '/api/']);
  expect(Object.keys(locationsOf(http, www))).toEqual(['/']);
  expect(values(serverOf(http, www), 'ssl_certificate')).toEqual([`/etc/gatehouse/leaf/host-${www}.crt`]);
});

test('a policy of transport security is the host’s, whichever endpoint says it', () => {
  const http = httpOf(
    { name: 'rest', port: 8081, host: HOST },
    { path: '/api', hsts: { days: 365, includeSubdomains: true, preload: true } },
    { name: 'other', port: 8082 },
  );
  expect(values(serverOf(http), 'add_header')).toEqual([
    'Strict-Transport-Security max-age=31536000; includeSubDomains; preload always',
  ]);
  expect(values(serverOf(http), 'proxy_hide_header')).toEqual(['Strict-Transport-Security']);
  expect(values(serverOf(http, 'other.shop.acme.apps.example.com'), 'add_header')).toEqual([]);
  // One in a location would undo it there (ngx_http_headers_module).
  expect(named(serverOf(http), 'location').flatMap(({ body = [] }) => values(body, 'add_header'))).toEqual([]);
});

/** The path that is sent on for a request target, by the map that stands in the configuration; undefined where all are. */
function passed(http: readonly Directive[], variable: string, target: string): string | undefined {
  const entries = mapOf(http, variable);
  for (const [key = '', value = ''] of entries.slice(1)) {
    // nginx reads \\ in quotes as \, as parseNginx does not.
    const pattern = new RegExp(key.replace(/^~\*?/, '').replaceAll('\\\\', '\\'), key.startsWith('~*') ? 'i' : '');
    const match = pattern.exec(target);
    if (match !== null) return value.replace('$1', () => match[1] ?? '');
  }
  return entries[0]?.[1];
}

test.each([
  ['/api', '/v2', '/api', '/v2'],
  ['/api', '/v2', '/api?x=..', '/v2?x=..'],
  ['/api', '/v2', '/api/a%2Fb?c', '/v2/a%2Fb?c'],
  ['/api', '/', '/api', '/'],
  ['/api', '/', '/api?x', '/?x'],
  ['/api', '/', '/api/x', '/x'],
  ['/', '/v2', '/', '/v2/'],
  ['/', '/v2', '/x', '/v2/x'],
  ['/a.b', '/v2', '/a.b/x', '/v2/x'],
  ['/a.b', '/v2', '/aXb/x', ''],
  ['/api', '/v2', '/apis', ''],
  ['/api', '/v2', '/x/../api', ''],
  ['/api', '/v2', '/api/..;/x', ''],
  ['/api', '/v2', '/api/%2E%2e/x', ''],
  ['/api', '/v2', '/api/x\\..\\y', ''],
  ['/api', '/v2', '/api/x/%5C.%5c', ''],
  ['/api', '/v2', '/api/x#/y', ''],
  ['/api', '/v2', '/api//x', ''],
  ['/api', '/v2', '/api/...', '/v2/...'],
  ['/api', '/v2', '/api/.well-known', '/v2/.well-known'],
  ['/api', undefined, '/api//x', '/api//x'],
  ['/api', undefined, '/api/x/..', ''],
  ['/api', undefined, '//api/x', ''],
])('of path %s and rewrite %s, %s becomes "%s"', (path, rewrite, target, expected) => {
  const http = httpOf({ path, ...(rewrite === undefined ? {} : { rewrite }) });
  expect(passed(http, '$path_web_shop', target)).toBe(expected);
});

test('what is refused is refused before anything else, and what is rewritten is sent on as the map says', () => {
  const http = httpOf({ path: '/api', rewrite: '/v2' }, { name: 'plain', port: 8081, host: HOST, path: '/plain' });
  const bodiesOf = (head: string): string[] =>
    named(serverOf(http), 'location')
      .filter(({ line }) => line === `location ${head}`)
      .flatMap(({ body = [] }) =>
        body.map(({ line, body: inner = [] }) => [line, ...inner.map((in_) => in_.line)].join(': ')),
      );
  expect(bodiesOf('/api/')[0]).toBe('if ($path_web_shop ~ ^$): return 400');
  expect(bodiesOf('/api/')).toContain('proxy_pass https://web.shop$path_web_shop');
  expect(bodiesOf('/plain/')[0]).toBe('if ($path_plain_shop ~ ^$): return 400');
  expect(bodiesOf('/plain/')).toContain('proxy_pass https://plain.shop');
});

test('no two endpoints share a variable, whatever hyphens their names have', () => {
  const pairs = [
    ['a', 'b-c'],
    ['a-b', 'c'],
    ['a', 'b--c'],
    ['a--b', 'c'],
  ];
  const apps = pairs.map(([name = '', app = '']) => ({ name: app, endpoint: { ...WEB, name, path: '/x' } }));
  const byApp = [...new Set(apps.map(({ name }) => name))].map((name) => ({
    name,
    endpoints: apps.filter((app) => app.name === name).map(({ endpoint }, i) => ({ ...endpoint, port: 8080 + i })),
  }));
  const http = bodies(nginxOf(drawFleet({ tenants: [{ apps: byApp }] }), 'gate-config'), 'http')[0] ?? [];
  const variables = named(http, 'map').flatMap(({ words }) => words[2]?.text ?? []);
  expect(variables.filter((name) => name.startsWith('$path_')).sort()).toEqual([
    '$path_a____b_c',
    '$path_a__b_c',
    '$path_a_b____c',
    '$path_a_b__c',
  ]);
});
