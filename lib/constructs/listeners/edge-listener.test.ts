/** What settings of an endpoint say where its sidecar ends the public TLS. */
import type { AppChanges } from '../../testing/an-app';
import { drawFleet, find, nginxOf, secretOf } from '../../testing/drawn-fleet';
import { bodies, named, values, type Directive } from '../../testing/parse-nginx';

type Endpoint = NonNullable<AppChanges['endpoints']>[number];

const SQL: Endpoint = { name: 'sql', port: 3306, protocol: 'tls', expose: 'public' };
const FURTHER = 'db.acme.apps.example.com';

function streamOf(more: Partial<Endpoint>, ...others: readonly Endpoint[]): readonly Directive[] {
  const apps = [{ name: 'shop', endpoints: [{ ...SQL, ...more }, ...others] }];
  return bodies(nginxOf(drawFleet({ tenants: [{ apps }] }), 'shop-sidecar'), 'stream')[0] ?? [];
}

function edgesOf(stream: readonly Directive[], port = 43306): (readonly Directive[])[] {
  return bodies(stream, 'server').filter((server) => values(server, 'listen').join().startsWith(`${port} `));
}

test('without settings there is one server, and nothing of them', () => {
  const [edge = [], ...others] = edgesOf(streamOf({}));
  expect(others).toEqual([]);
  expect(edge.map(({ line }) => line)).toEqual([
    'listen 43306 ssl proxy_protocol so_keepalive=60s:15s:4',
    'ssl_certificate /etc/gatehouse/leaf/edge-sql.crt',
    'ssl_certificate_key /etc/gatehouse/leaf/edge-sql.key',
    'ssl_session_tickets off',
    'ssl_session_cache off',
    'proxy_connect_timeout 5s',
    'proxy_timeout 1d',
    'proxy_socket_keepalive on',
    'proxy_pass 127.0.0.1:3306',
  ]);
});

test('a further host has a server of its own with its own certificate; what a listener is stands in the first', () => {
  const edges = edgesOf(streamOf({ hosts: [FURTHER] }));
  expect(edges.map((edge) => [...values(edge, 'listen'), ...values(edge, 'server_name')])).toEqual([
    ['43306 ssl proxy_protocol so_keepalive=60s:15s:4'],
    ['43306 ssl proxy_protocol', FURTHER],
  ]);
  expect(edges.flatMap((edge) => values(edge, 'ssl_certificate'))).toEqual([
    '/etc/gatehouse/leaf/edge-sql.crt',
    `/etc/gatehouse/leaf/edge-sql.${FURTHER}.crt`,
  ]);
  expect(edges.flatMap((edge) => values(edge, 'proxy_pass'))).toEqual(['127.0.0.1:3306', '127.0.0.1:3306']);
});

test('the certificates lie where they are looked for, and the gate leads every host to the same listener', () => {
  const apps = [{ name: 'shop', endpoints: [{ ...SQL, hosts: [FURTHER] }] }];
  const objects = drawFleet({ tenants: [{ apps }] });
  expect(secretOf(find(objects, 'Secret', 'shop-leaf'))).toMatchObject({
    'edge-sql.key': expect.stringContaining('acme/host/sql.shop.acme.apps.example.com') as unknown,
    [`edge-sql.${FURTHER}.key`]: expect.stringContaining(`acme/host/${FURTHER}`) as unknown,
  });
  const [stream = []] = bodies(nginxOf(objects, 'gate-config'), 'stream');
  const [map] = named(stream, 'map').filter(({ words }) => words[2]?.text === '$next');
  expect(map?.body?.map(({ line }) => line)).toEqual([
    'hostnames',
    'default 127.0.0.1:8444',
    'sql.shop.acme.apps.example.com shop.acme.svc.cluster.local:43306',
    `${FURTHER} shop.acme.svc.cluster.local:43306`,
  ]);
});

test('limits and networks hold for every host, by the address that the gate tells', () => {
  const limits = { concurrent: 3, idleSeconds: 90 };
  const stream = streamOf({ hosts: [FURTHER], limits, allowFrom: ['10.0.0.0/8'] });
  expect(values(stream, 'limit_conn_zone')).toEqual(['$client_network zone=concurrent.sql:1m']);
  for (const edge of edgesOf(stream)) {
    expect(edge.map(({ line }) => line)).toEqual(
      expect.arrayContaining([
        'set_real_ip_from 0.0.0.0/0',
        'set_real_ip_from ::/0',
        'allow 10.0.0.0/8',
        'deny all',
        'limit_conn concurrent.sql 3',
        'proxy_timeout 90s',
      ]),
    );
    expect(values(edge, 'proxy_timeout')).toEqual(['90s']);
  }
});

test('they are the public clients’: calls within the tenant are not counted', () => {
  const stream = streamOf({ limits: { concurrent: 3 }, allowFrom: ['10.0.0.0/8'] }, { ...SQL, name: 'more', port: 81 });
  const mesh = bodies(stream, 'server').filter((server) => values(server, 'ssl_verify_client').includes('on'));
  expect(mesh).toHaveLength(2);
  expect(mesh.flatMap((server) => [...values(server, 'limit_conn'), ...values(server, 'allow')])).toEqual([]);
  expect(edgesOf(stream, 40081).flatMap((edge) => values(edge, 'limit_conn'))).toEqual([]);
});
