/** gRPC in the gate: who it calls as whom, in HTTP/2, and how long a stream may be silent. */
import { drawFleet, nginxOf } from '../../testing/drawn-fleet';
import { bodies, flatten, named, values, type Directive } from '../../testing/parse-nginx';

const HOST = 'shop.acme.apps.example.com';
const WEB = { name: 'web', port: 8080, protocol: 'http', expose: 'public', host: HOST } as const;
const RPC = {
  name: 'rpc',
  port: 50051,
  protocol: 'grpc',
  expose: 'public',
  host: HOST,
  path: '/shop.v1.Orders',
} as const;
const objects = drawFleet({ tenants: [{ apps: [{ name: 'shop', endpoints: [WEB, RPC] }] }] });

function locations(): Record<string, readonly Directive[]> {
  const http = bodies(nginxOf(objects, 'gate-config'), 'http')[0] ?? [];
  const all = flatten(http).filter(({ words, body }) => words[0]?.text === 'location' && body !== undefined);
  return Object.fromEntries(all.map(({ line, body = [] }) => [line, body]));
}

test('a service of gRPC is a path beside the pages of the same host', () => {
  const ways = Object.entries(locations()).map(([line, body]) => [line, values(body, 'grpc_pass').join()]);
  expect(ways.filter(([, to]) => to !== '')).toEqual([
    ['location = /shop.v1.Orders', 'grpcs://rpc.shop'],
    ['location /shop.v1.Orders/', 'grpcs://rpc.shop'],
  ]);
});

test('the gate calls it as itself, verifies whom it calls, and resumes no session', () => {
  const lines = (locations()['location /shop.v1.Orders/'] ?? []).map(({ line }) => line);
  expect(lines).toEqual(
    expect.arrayContaining([
      'grpc_ssl_certificate /etc/gatehouse/leaf/identity-gate.crt',
      'grpc_ssl_certificate_key /etc/gatehouse/leaf/identity-gate.key',
      'grpc_ssl_trusted_certificate /etc/gatehouse/trust/ca.crt',
      'grpc_ssl_verify on',
      'grpc_ssl_name shop.acme.svc',
      'grpc_ssl_server_name on',
      'grpc_ssl_session_reuse off',
      'grpc_ssl_protocols TLSv1.3',
    ]),
  );
});

test('what the client says of its own address is overwritten', () => {
  const headers = values(locations()['location /shop.v1.Orders/'] ?? [], 'grpc_set_header');
  expect(headers).toEqual(
    expect.arrayContaining(['X-Forwarded-For $remote_addr', 'X-Real-IP $remote_addr', 'Forwarded ']),
  );
});

test('its upstream is its own, and its mesh listener offers HTTP/2, which no other does', () => {
  const http = bodies(nginxOf(objects, 'gate-config'), 'http')[0] ?? [];
  expect(named(http, 'upstream').map(({ line }) => line)).toEqual(['upstream web.shop', 'upstream rpc.shop']);
  const stream = bodies(nginxOf(objects, 'shop-sidecar'), 'stream')[0] ?? [];
  const offers = bodies(stream, 'server').map((server) => [
    values(server, 'listen')[0]?.split(' ')[0],
    ...values(server, 'ssl_alpn'),
  ]);
  expect(offers).toEqual([['38080'], ['30051', 'h2']]);
});

test('a public client is offered the names that its protocol insists on, and where there are none, nothing', () => {
  const offersOf = (protocol: 'postgres' | 'mqtt' | 'redis'): string[] => {
    const endpoints = [{ name: 'any', port: 5000, protocol, expose: 'public' as const }];
    const drawn = drawFleet({ tenants: [{ apps: [{ name: 'shop', endpoints }] }] });
    const servers = bodies(bodies(nginxOf(drawn, 'shop-sidecar'), 'stream')[0] ?? [], 'server');
    return servers
      .filter((server) => values(server, 'listen')[0]?.startsWith('45000'))
      .flatMap((server) => values(server, 'ssl_alpn'));
  };
  expect([offersOf('postgres'), offersOf('mqtt'), offersOf('redis')]).toEqual([
    ['postgresql'],
    ['mqtt x-amzn-mqtt-ca'],
    [],
  ]);
});
