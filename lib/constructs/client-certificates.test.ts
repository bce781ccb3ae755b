/** Client certificates: who is asked for them, and what an app is told that no client can say itself. */
import { drawFleet, find, dataOf, nginxOf } from '../testing/drawn-fleet';
import { bodies, named, values, type Directive } from '../testing/parse-nginx';

const HTTP = { name: 'web', port: 8080, protocol: 'http', expose: 'public' } as const;
const TLS = { name: 'sql', port: 3306, protocol: 'tls', expose: 'public' } as const;
const HOST = 'shop.acme.apps.example.com';
const objects = drawFleet({
  tenants: [
    {
      name: 'acme',
      apps: [
        {
          name: 'shop',
          endpoints: [
            HTTP,
            { ...HTTP, name: 'members', port: 81, clientCertificates: { mode: 'required', ca: 'A' } },
            {
              ...HTTP,
              name: 'guests',
              port: 82,
              alpn: ['http/1.1'],
              clientCertificates: { mode: 'optional', ca: 'B' },
            },
            { ...TLS, alpn: ['postgresql', 'x'], clientCertificates: { mode: 'required', ca: 'C\n' } },
            { ...TLS, name: 'open', port: 3307 },
          ],
        },
      ],
    },
    { name: 'globex', apps: [{ name: 'shop', endpoints: [HTTP] }] },
  ],
});
const TRUST = '/etc/gatehouse/config/clients';

function partOf(configMap: string, part: 'http' | 'stream', tenant = 'acme'): readonly Directive[] {
  const [context = []] = bodies(nginxOf(objects, configMap, tenant), part);
  return context;
}

/** Lines of each server that begin so, by the value of another directive. */
function linesOf(context: readonly Directive[], by: string, prefix: RegExp): Record<string, string[]> {
  return Object.fromEntries(
    bodies(context, 'server')
      .filter((server) => values(server, 'ssl_certificate').length > 0)
      .map((server) => [values(server, by).join(), server.map(({ line }) => line).filter((line) => prefix.test(line))]),
  );
}

test('each host asks as its endpoints say, and no other', () => {
  expect(linesOf(partOf('gate-config', 'http'), 'server_name', /^(ssl_(client|verify)|http2)/)).toEqual({
    [`web.${HOST}`]: ['http2 on'],
    [`members.${HOST}`]: [
      'http2 on',
      `ssl_client_certificate ${TRUST}.members.shop.crt`,
      'ssl_verify_client on',
      'ssl_verify_depth 4',
    ],
    [`guests.${HOST}`]: [
      `ssl_client_certificate ${TRUST}.guests.shop.crt`,
      'ssl_verify_client optional',
      'ssl_verify_depth 4',
    ],
  });
});

test('so does each edge listener, which offers the application protocols of its endpoint', () => {
  const edges = linesOf(partOf('shop-sidecar', 'stream'), 'listen', /^ssl_(client|verify|alpn)/);
  expect(Object.fromEntries(Object.entries(edges).filter(([listen]) => listen.startsWith('4')))).toEqual({
    '43306 ssl proxy_protocol so_keepalive=60s:15s:4': [
      `ssl_client_certificate ${TRUST}.sql.shop.crt`,
      'ssl_verify_client on',
      'ssl_verify_depth 4',
      'ssl_alpn postgresql x',
    ],
    '43307 ssl proxy_protocol so_keepalive=60s:15s:4': [],
  });
});

test('authorities lie beside the configuration that names them', () => {
  const filesOf = (configMap: string): Record<string, string> =>
    Object.fromEntries(
      Object.entries(dataOf(find(objects, 'ConfigMap', configMap, 'acme'))).filter(([file]) => file !== 'nginx.conf'),
    );
  expect(filesOf('gate-config')).toEqual({ 'clients.members.shop.crt': 'A\n', 'clients.guests.shop.crt': 'B\n' });
  expect(filesOf('shop-sidecar')).toEqual({ 'clients.sql.shop.crt': 'C\n' });
});

test('the app is told of a verified client by the server that answers, and of nobody else', () => {
  const http = partOf('gate-config', 'http');
  const maps = Object.fromEntries(
    named(http, 'map').map(({ words, body = [] }) => [
      `${words[1]?.text ?? ''} ${words[2]?.text ?? ''}`,
      body.map(({ line }) => line),
    ]),
  );
  const verified = (variable: string): string[] => [
    'default ',
    `members.${HOST}:SUCCESS ${variable}`,
    `guests.${HOST}:SUCCESS ${variable}`,
  ];
  expect(maps).toMatchObject({
    '$server_name $client_verify': [
      'default ',
      `members.${HOST} $ssl_client_verify`,
      `guests.${HOST} $ssl_client_verify`,
    ],
    '$server_name:$client_verify $client_subject': verified('$ssl_client_s_dn'),
    '$server_name:$client_verify $client_issuer': verified('$ssl_client_i_dn'),
    '$server_name:$client_verify $client_serial': verified('$ssl_client_serial'),
  });
  expect(values(http, 'proxy_set_header').filter((line) => line.includes('Client'))).toEqual([
    'X-Client-Verify $client_verify',
    'X-Client-Subject $client_subject',
    'X-Client-Issuer $client_issuer',
    'X-Client-Serial $client_serial',
    'Client-Cert ',
    'Client-Cert-Chain ',
  ]);
});

test('no location and no server says headers of its own, which would let those of clients through', () => {
  const inner = bodies(partOf('gate-config', 'http'), 'server').flatMap((server) => [
    ...values(server, 'proxy_set_header'),
    ...bodies(server, 'location').flatMap((location) => values(location, 'proxy_set_header')),
  ]);
  expect(inner).toEqual([]);
});

test('a tenant that asks nobody has nothing of it', () => {
  expect(JSON.stringify(partOf('gate-config', 'http', 'globex'))).not.toMatch(/client_verify|ssl_client|Client/);
});
