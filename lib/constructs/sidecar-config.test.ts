/** What a sidecar's nginx.conf says, read back by a parser of the tests' own: who is let in, and what is asked of whom. */
import fc from 'fast-check';
import { arbitraryFleet } from '../testing/arbitrary-fleet';
import type { AppChanges } from '../testing/an-app';
import { drawFleet, drawObjects, findAll, nginxOf } from '../testing/drawn-fleet';
import { bodies, flatten, named, parseNginx, values, type Directive } from '../testing/parse-nginx';

type Apps = readonly (Omit<AppChanges, 'tenant'> & { readonly name: string })[];

const SQL = { name: 'sql', port: 3306, protocol: 'tls' } as const;
const WEB = { name: 'web', port: 8080, protocol: 'http' } as const;
const PUBLIC = { expose: 'public' } as const;

function calls(app: string, endpoint: string, localPort = 9000): NonNullable<AppChanges['egresses']>[number] {
  return { name: `${app}-${endpoint}`, to: { app, endpoint }, localPort };
}

/** `stream` of an app's sidecar in tenant acme, beside which tenant globex has the same apps. */
function streamOf(apps: Apps, app: string): readonly Directive[] {
  const objects = drawFleet({
    tenants: [
      { name: 'acme', apps },
      { name: 'globex', apps },
    ],
  });
  const [stream, ...others] = bodies(nginxOf(objects, `${app}-sidecar`, 'acme'), 'stream');
  if (stream === undefined || others.length > 0) throw new Error('not one stream');
  return stream;
}

function serverOn(stream: readonly Directive[], address: string): readonly Directive[] {
  const found = bodies(stream, 'server').filter((server) => values(server, 'listen')[0]?.split(' ')[0] === address);
  if (found.length !== 1 || found[0] === undefined) throw new Error(`${found.length} servers on ${address}`);
  return found[0];
}

/** The map that a mesh listener passes on to: lines such as `SUCCESS:CN=shop,O=acme 127.0.0.1:3306`. */
function callersOn(stream: readonly Directive[], address: string): string[] {
  const [variable = ''] = values(serverOn(stream, address), 'proxy_pass');
  const maps = named(stream, 'map').filter(({ words }) => words[2]?.text === variable);
  expect(maps.map(({ words }) => words[1]?.text)).toEqual(['$ssl_client_verify:$ssl_client_s_dn']);
  return maps.flatMap(({ body = [] }) => body.map(({ line }) => line));
}

test('the mesh lets in the callers that are declared, by their verified names, and nobody else', () => {
  const apps = [
    { name: 'db', endpoints: [SQL, { ...SQL, name: 'admin', port: 3307 }] },
    { name: 'shop', egresses: [calls('db', 'sql')] },
    { name: 'report', egresses: [calls('db', 'sql'), { ...calls('db', 'sql', 9001), name: 'again' }] },
    { name: 'operator', egresses: [calls('db', 'admin')] },
    { name: 'stranger' },
  ];
  const stream = streamOf(apps, 'db');
  expect(callersOn(stream, '33306')).toEqual([
    'default ',
    'SUCCESS:CN=report,O=acme 127.0.0.1:3306',
    'SUCCESS:CN=shop,O=acme 127.0.0.1:3306',
  ]);
  expect(callersOn(stream, '33307')).toEqual(['default ', 'SUCCESS:CN=operator,O=acme 127.0.0.1:3307']);
});

test("callers of a neighbour's endpoint of the same name are not let in", () => {
  const apps = [
    { name: 'db', endpoints: [SQL] },
    { name: 'other', endpoints: [SQL] },
    { name: 'shop', egresses: [calls('db', 'sql')] },
    { name: 'report', egresses: [calls('other', 'sql')] },
  ];
  expect(callersOn(streamOf(apps, 'db'), '33306')).toEqual(['default ', 'SUCCESS:CN=shop,O=acme 127.0.0.1:3306']);
  expect(callersOn(streamOf(apps, 'other'), '33306')).toEqual(['default ', 'SUCCESS:CN=report,O=acme 127.0.0.1:3306']);
});

test('an endpoint that nobody calls lets nobody in', () => {
  expect(callersOn(streamOf([{ name: 'db', endpoints: [SQL] }], 'db'), '33306')).toEqual(['default ']);
});

test('the gate may call a public http endpoint; public TLS comes in at the edge, not through the mesh', () => {
  const apps = [
    { name: 'app', endpoints: [WEB, { ...WEB, name: 'shown', port: 81, ...PUBLIC }, { ...SQL, ...PUBLIC }] },
  ];
  const stream = streamOf(apps, 'app');
  expect(callersOn(stream, '38080')).toEqual(['default ']);
  expect(callersOn(stream, '30081')).toEqual(['default ', 'SUCCESS:CN=gate,O=acme 127.0.0.1:81']);
  expect(callersOn(stream, '33306')).toEqual(['default ']);
});

test('a mesh listener wants a certificate of this tenant over TLS 1.3 and resumes no session', () => {
  const server = serverOn(streamOf([{ name: 'db', endpoints: [SQL] }], 'db'), '33306');
  expect(server.map(({ line }) => line)).toEqual(
    expect.arrayContaining([
      'listen 33306 ssl so_keepalive=60s:15s:4',
      'ssl_certificate /etc/gatehouse/leaf/tls.crt',
      'ssl_certificate_key /etc/gatehouse/leaf/tls.key',
      'ssl_client_certificate /etc/gatehouse/trust/ca.crt',
      'ssl_verify_client on',
      'ssl_protocols TLSv1.3',
      'ssl_session_tickets off',
      'ssl_session_cache off',
    ]),
  );
});

test('only public TLS has an edge listener, with the certificate of its host and the PROXY protocol', () => {
  const apps = [
    {
      name: 'app',
      endpoints: [{ ...WEB, ...PUBLIC }, SQL, { name: 'mqtt', port: 8883, protocol: 'tls' as const, ...PUBLIC }],
    },
  ];
  const stream = streamOf(apps, 'app');
  const edges = bodies(stream, 'server').filter((server) => values(server, 'listen').join().includes('proxy_protocol'));
  expect(edges.map((server) => values(server, 'listen')[0])).toEqual([
    '48883 ssl proxy_protocol so_keepalive=60s:15s:4',
  ]);
  const edge = serverOn(stream, '48883');
  expect(values(edge, 'ssl_certificate')).toEqual(['/etc/gatehouse/leaf/edge-mqtt.crt']);
  expect(values(edge, 'ssl_certificate_key')).toEqual(['/etc/gatehouse/leaf/edge-mqtt.key']);
  expect(values(edge, 'proxy_pass')).toEqual(['127.0.0.1:8883']);
  expect(['ssl_session_tickets', 'ssl_session_cache'].map((name) => values(edge, name))).toEqual([['off'], ['off']]);
});

test('an egress listens on 127.0.0.1 and verifies whom it calls, by name, as itself', () => {
  const apps = [
    { name: 'db', endpoints: [SQL] },
    { name: 'shop', egresses: [calls('db', 'sql')] },
  ];
  const server = serverOn(streamOf(apps, 'shop'), '127.0.0.1:9000');
  expect(server.map(({ line }) => line)).toEqual(
    expect.arrayContaining([
      'listen 127.0.0.1:9000',
      'set $target_db_sql db.acme.svc.cluster.local:3306',
      'proxy_pass $target_db_sql',
      'proxy_ssl on',
      'proxy_ssl_certificate /etc/gatehouse/leaf/tls.crt',
      'proxy_ssl_certificate_key /etc/gatehouse/leaf/tls.key',
      'proxy_ssl_trusted_certificate /etc/gatehouse/trust/ca.crt',
      'proxy_ssl_verify on',
      'proxy_ssl_name db.acme.svc',
      'proxy_ssl_server_name on',
      'proxy_ssl_session_reuse off',
      'proxy_ssl_protocols TLSv1.3',
    ]),
  );
});

test('an egress to one pod of a StatefulSet goes to its own name, at the mesh port, and verifies the name of its app', () => {
  const apps = [
    { name: 'db', workload: 'StatefulSet' as const, replicas: 2, endpoints: [SQL] },
    { name: 'shop', egresses: [{ name: 'one', to: { app: 'db', endpoint: 'sql', ordinal: 1 }, localPort: 9000 }] },
  ];
  expect(callersOn(streamOf(apps, 'db'), '33306')).toEqual(['default ', 'SUCCESS:CN=shop,O=acme 127.0.0.1:3306']);
  const server = serverOn(streamOf(apps, 'shop'), '127.0.0.1:9000');
  expect(server.map(({ line }) => line)).toEqual(
    expect.arrayContaining([
      'set $target_one db-1.db-peers.acme.svc.cluster.local:33306',
      'proxy_ssl_name db.acme.svc',
      'proxy_ssl_verify on',
    ]),
  );
});

test('endpoints and egresses whose names differ in hyphens alone do not share a variable', () => {
  const endpoints = [WEB, { ...WEB, name: 'a-b', port: 81 }, { ...WEB, name: 'a--b', port: 82 }];
  const variables = named(streamOf([{ name: 'app', endpoints }], 'app'), 'map').map(({ words }) => words[2]?.text);
  expect(new Set(variables).size).toBe(variables.length);
});

/** Every sidecar of any fleet, as [configuration, name]. */
const sidecars = arbitraryFleet().map((fleet) =>
  findAll(drawObjects(fleet), 'ConfigMap')
    .filter(({ metadata }) => metadata.labels?.['gatehouse.dev/app'] !== undefined)
    .map(({ data }) => parseNginx((data as Record<string, string>)['nginx.conf'] ?? '')),
);

function serversOf(config: readonly Directive[]): (readonly Directive[])[] {
  return flatten(config).flatMap(({ words, body }) =>
    words[0]?.text === 'server' && body !== undefined ? [body] : [],
  );
}

test('in any fleet a sidecar takes cleartext on loopback addresses only, but for the health port, and passes on nothing but TLS', () => {
  fc.assert(
    fc.property(sidecars, (configs) => {
      const open = configs
        .flatMap(serversOf)
        .filter((server) => !values(server, 'ssl_preread').includes('on'))
        .flatMap((server) => values(server, 'listen'))
        .filter((listen) => !/^127\.0\.0\.[12]:/.test(listen) && !listen.split(' ').includes('ssl'));
      expect(open.filter((listen) => listen !== '29999')).toEqual([]);
    }),
    { numRuns: 20 },
  );
});

test('in any fleet a listener that others may reach wants a client certificate or is an edge', () => {
  fc.assert(
    fc.property(sidecars, (configs) => {
      for (const server of configs.flatMap(serversOf)) {
        const listen = values(server, 'listen').join();
        if (/^127\.0\.0\.[12]:/.test(listen) || listen === '29999') continue;
        const isEdge = / proxy_protocol\b/.test(listen) && /^4\d{4} /.test(listen);
        const isMesh = /^3\d{4} ssl /.test(listen) && values(server, 'ssl_verify_client').join() === 'on';
        expect([isEdge, isMesh].filter(Boolean)).toHaveLength(1);
      }
    }),
    { numRuns: 20 },
  );
});

test('in any fleet nothing leaves a sidecar but under verified TLS, or to the app on 127.0.0.1', () => {
  fc.assert(
    fc.property(sidecars, (configs) => {
      for (const server of configs.flatMap(serversOf)) {
        for (const target of flatten(server).flatMap((directive) => values([directive], 'proxy_pass'))) {
          const isLocal = /^(http:\/\/)?127\.0\.0\.1:|^\$(callee|passed)_/.test(target);
          if (!isLocal)
            expect([values(server, 'proxy_ssl'), values(server, 'proxy_ssl_verify')]).toEqual([['on'], ['on']]);
        }
      }
    }),
    { numRuns: 20 },
  );
});
