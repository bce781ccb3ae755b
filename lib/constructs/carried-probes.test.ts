/** What the health listener asks an app on behalf of kubelet, and that not a byte of the answer comes back. */
import { podSpec } from '../model/pod';
import { drawFleet, nginxOf } from '../testing/drawn-fleet';
import { bodies, flatten, named, values, type Directive } from '../testing/parse-nginx';

type HttpGet = Record<string, unknown>;

/** Locations of the health listener, by what stands after `location`. */
function locationsFor(httpGet: HttpGet, container: Record<string, unknown> = {}): Map<string, readonly Directive[]> {
  const probed = { name: 'main', image: 'registry.example/app:1', livenessProbe: { httpGet }, ...container };
  const pod = { containers: [probed] } as { containers: [{ name: string; image: string }] };
  const http = bodies(nginxOf(drawFleet({ tenants: [{ apps: [{ name: 'shop', pod }] }] }), 'shop-sidecar'), 'http');
  const [health = []] = http.flatMap((server) => bodies(server, 'server'));
  return new Map(named(health, 'location').map(({ line, body = [] }) => [line.slice('location '.length), body]));
}

const OUTER = '= /gatehouse/probe/main/livenessProbe';
const INNER = '= /gatehouse/probe/main/livenessProbe/app';

function innerOf(httpGet: HttpGet, container: Record<string, unknown> = {}): readonly Directive[] {
  return locationsFor(httpGet, container).get(INNER) ?? [];
}

test('the app is asked at the path and the port of its probe, on 127.0.0.1', () => {
  expect(values(innerOf({ path: '/health?deep=1', port: 8080 }), 'proxy_pass')).toEqual([
    'http://127.0.0.1:8080/health?deep=1',
  ]);
  expect(values(innerOf({ port: 8080 }), 'proxy_pass')).toEqual(['http://127.0.0.1:8080/']);
});

test('a port that is called by its name is looked up in the container', () => {
  const ports = [
    { name: 'other', containerPort: 1 },
    { name: 'admin', containerPort: 9000 },
  ];
  expect(values(innerOf({ port: 'admin' }, { ports }), 'proxy_pass')).toEqual(['http://127.0.0.1:9000/']);
});

test("the probe's headers are sent, and kubelet's Host unless the probe names one", () => {
  const headersOf = (httpHeaders: unknown): string[] =>
    values(innerOf({ port: 8080, httpHeaders }), 'proxy_set_header');
  expect(headersOf([{ name: 'X-Probe', value: 'a; b {}' }])).toEqual([
    'Content-Length ',
    'Host $http_host',
    'X-Probe a; b {}',
  ]);
  expect(headersOf([{ name: 'HOST', value: 'app.example' }])).toEqual(['Content-Length ', 'HOST app.example']);
});

test('a header name that nginx has no room for is refused', () => {
  const accepts = (name: string): boolean =>
    podSpec.safeParse({
      containers: [
        { name: 'a', image: 'b', readinessProbe: { httpGet: { port: 1, httpHeaders: [{ name, value: '' }] } } },
      ],
    }).success;
  expect([46, 47].map((length) => accepts('x'.repeat(length)))).toEqual([true, false]);
});

test('kubelet gets an empty answer: the response of the app is looked at, never proxied', () => {
  const locations = locationsFor({ path: '/health', port: 8080 });
  const outer = locations.get(OUTER) ?? [];
  expect(outer.map(({ line }) => line)).toEqual([`auth_request ${INNER.slice(2)}`, 'try_files  =204']);
  expect(named(locations.get(INNER) ?? [], 'internal')).toHaveLength(1);
  for (const [name, body] of locations) {
    const isProxied = flatten(body).some(({ line }) => line.startsWith('proxy_pass '));
    expect(isProxied).toBe(name === INNER);
  }
});

test('what kubelet takes for a yes is a yes: redirections too', () => {
  const inner = innerOf({ port: 8080 });
  expect(values(inner, 'proxy_intercept_errors')).toEqual(['on']);
  expect(values(inner, 'error_page')).toEqual(['300 301 302 303 304 307 308 =204 /gatehouse/alive']);
  const alive = locationsFor({ port: 8080 }).get('= /gatehouse/alive') ?? [];
  expect(alive.map(({ line }) => line)).toEqual(['internal', 'return 204']);
});

test('without an httpGet probe the health listener knows its own two locations only', () => {
  const locations = locationsFor({ port: 8080 }, { livenessProbe: { exec: { command: ['true'] } } });
  expect([...locations.keys()]).toEqual(['= /ready', '/']);
});

test('probes of every container and kind have locations of their own', () => {
  const probe = (port: number): { httpGet: { path: string; port: number } } => ({ httpGet: { path: '/', port } });
  const image = 'registry.example/app:1';
  const pod = {
    initContainers: [{ name: 'proxy', image, restartPolicy: 'Always', startupProbe: probe(1001) }],
    containers: [
      { name: 'a', image, readinessProbe: probe(1002), livenessProbe: probe(1003) },
      { name: 'b', image, readinessProbe: probe(1004) },
    ],
  };
  const all = flatten(nginxOf(drawFleet({ tenants: [{ apps: [{ name: 'shop', pod }] }] }), 'shop-sidecar'));
  const asked = all.flatMap(({ line, body = [] }) => values(body, 'proxy_pass').map((to) => `${line} -> ${to}`));
  expect(asked.filter((line) => line.includes('/probe/'))).toEqual([
    'location = /gatehouse/probe/proxy/startupProbe/app -> http://127.0.0.1:1001/',
    'location = /gatehouse/probe/a/livenessProbe/app -> http://127.0.0.1:1003/',
    'location = /gatehouse/probe/a/readinessProbe/app -> http://127.0.0.1:1002/',
    'location = /gatehouse/probe/b/readinessProbe/app -> http://127.0.0.1:1004/',
  ]);
});
