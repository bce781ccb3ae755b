import { aFleet } from '../../testing/a-fleet';
import type { AppChanges } from '../../testing/an-app';
import { renderIssue, sortIssues } from '../issue';
import { checkFleet } from './check-fleet';

type Endpoint = NonNullable<AppChanges['endpoints']>[number];

const WEB = { name: 'web', port: 8080, protocol: 'http' } as const;
const PUBLIC = { ...WEB, expose: 'public' } as const;
const SQL = { name: 'sql', port: 3306, protocol: 'tls', expose: 'public' } as const;
const HOST = 'www.acme.apps.example.com';
const CLIENTS = { mode: 'required', ca: 'x' } as const;

function faultsOf(endpoints: readonly Endpoint[], others: readonly Omit<AppChanges, 'tenant'>[] = []): string[] {
  const apps = [{ endpoints: [...endpoints] }, ...others];
  return sortIssues(checkFleet(aFleet({ tenants: [{ apps }] }))).map(renderIssue);
}

test.each<[string, readonly Endpoint[], string[]]>([
  [
    'fields of public endpoints on others',
    [{ ...WEB, tls: 'app', certificate: { secret: 'x' }, clientCertificates: CLIENTS, alpn: ['h2', 'http/1.1'] }],
    [
      'tenants/acme/shop.yaml:14:12 tls belongs to public endpoints only; remove tls or write expose: public',
      'tenants/acme/shop.yaml:16:9 certificate belongs to public endpoints only; remove certificate or write expose: public',
      'tenants/acme/shop.yaml:18:9 clientCertificates belongs to public endpoints only; remove clientCertificates or write expose: public',
      'tenants/acme/shop.yaml:21:9 alpn belongs to public endpoints only; remove alpn or write expose: public',
    ],
  ],
  [
    'what nobody but the app could see to',
    [{ ...PUBLIC, tls: 'app', path: '/api', certificate: { secret: 'x' }, alpn: ['http/1.1'] }],
    [
      'tenants/acme/shop.yaml:16:13 path has no effect with tls: app, where nobody but the app reads the connection; remove path, and let the app see to it, or remove tls: app',
      'tenants/acme/shop.yaml:18:9 certificate has no effect with tls: app, where nobody but the app reads the connection; remove certificate, and let the app see to it, or remove tls: app',
      'tenants/acme/shop.yaml:20:9 alpn has no effect with tls: app, where nobody but the app reads the connection; remove alpn, and let the app see to it, or remove tls: app',
    ],
  ],
  [
    'a certificate from nowhere, and one from two places',
    [
      { ...PUBLIC, certificate: {} },
      { ...SQL, certificate: { secret: 'x', issuer: { name: 'letsencrypt' } } },
    ],
    [
      'tenants/acme/shop.yaml:15:20 certificate names neither a secret nor an issuer; name one of the two',
      'tenants/acme/shop.yaml:21:9 certificate names both a secret and an issuer; name one of the two',
    ],
  ],
  [
    "an identity's Secret as a public certificate",
    [{ ...PUBLIC, certificate: { secret: 'shop-leaf' } }],
    [
      'tenants/acme/shop.yaml:16:17 Secret "shop-leaf" holds the keys of an identity, and strangers would be shown its certificate; refer to a Secret of your own',
    ],
  ],
  [
    'HTTP/2 alone in the gate',
    [{ ...PUBLIC, alpn: ['h2'] }],
    [
      'tenants/acme/shop.yaml:16:9 alpn [h2] is not possible where the gate ends TLS; allowed: [h2, http/1.1], [http/1.1]; write one of these, or remove alpn',
    ],
  ],
  [
    'two words for one host',
    [
      { ...PUBLIC, host: HOST, certificate: { secret: 'x' }, clientCertificates: CLIENTS },
      { ...PUBLIC, name: 'api', port: 81, host: HOST, path: '/api', certificate: { secret: 'y' } },
    ],
    [
      `tenants/acme/shop.yaml:21:7 clientCertificates of endpoint "api" is not that of endpoint "web" (tenants/acme/shop.yaml:11:7), with which it shares host "${HOST}"; say the same at both, or give each its own host`,
      `tenants/acme/shop.yaml:28:9 certificate of endpoint "api" is not that of endpoint "web" (tenants/acme/shop.yaml:11:7), with which it shares host "${HOST}"; say the same at both, or give each its own host`,
    ],
  ],
  [
    'a path on a host whose TLS an app ends',
    [
      { ...PUBLIC, host: HOST, tls: 'app' },
      { ...PUBLIC, name: 'api', port: 81, host: HOST, path: '/api' },
    ],
    [
      `tenants/acme/shop.yaml:21:13 host "${HOST}" is shared with an endpoint whose TLS the gate does not end (tenants/acme/shop.yaml:15:13); give each of the two its own host`,
    ],
  ],
  [
    'a host too long for the name of a Secret',
    [
      {
        ...PUBLIC,
        host: `${['a', 'b', 'c', 'd'].map((letter) => letter.repeat(54)).join('.')}.acme.apps.example.com`,
        certificate: { issuer: { name: 'letsencrypt' } },
      },
    ],
    [
      `tenants/acme/shop.yaml:17:9 the Secret "${['a', 'b', 'c', 'd'].map((letter) => letter.repeat(54)).join('.')}.acme.apps.example.com.public-certificate" of the certificate has 260 characters; Kubernetes allows 253; choose a shorter host`,
    ],
  ],
])('%s is refused', (_, endpoints, faults) => {
  expect(faultsOf(endpoints)).toEqual(faults);
});

test('an egress to a local endpoint is refused, with the place that says so', () => {
  const till = { name: 'till', egresses: [{ name: 'web', to: { app: 'shop', endpoint: 'web' }, localPort: 9000 }] };
  expect(faultsOf([{ ...WEB, expose: 'local' }], [till])).toEqual([
    'tenants/acme/till.yaml:14:19 egress "web" leads to endpoint "web" of app "shop", which says expose: local (tenants/acme/shop.yaml:14:15): nobody but its own pod may call it; write expose: tenant there, or remove the egress',
  ]);
});

test('an app that mounts the key of a host is refused', () => {
  const volumes = [{ name: 'key', secret: { secretName: `${HOST}.public-certificate` } }];
  const pod = { containers: [{ name: 'spy', image: 'registry.example/app:1' }], volumes };
  expect(faultsOf([], [{ name: 'spy', pod }])).toEqual([
    `tenants/acme/spy.yaml:13:23 Secret "${HOST}.public-certificate" holds the keys of an identity; refer to a Secret of your own`,
  ]);
});

test('what is possible is not refused', () => {
  const certificate = { issuer: { name: 'letsencrypt', kind: 'ClusterIssuer' } } as const;
  const both = { host: HOST, certificate, clientCertificates: CLIENTS, alpn: ['http/1.1'] };
  const endpoints: Endpoint[] = [
    { ...PUBLIC, ...both },
    { ...PUBLIC, ...both, name: 'api', port: 81, path: '/api' },
    { ...SQL, certificate: { secret: 'own' }, clientCertificates: CLIENTS, alpn: ['postgresql', 'x/1.0'] },
    { ...SQL, name: 'self', port: 3307, tls: 'app' },
    { ...PUBLIC, name: 'https', port: 8443, tls: 'app' },
    { ...WEB, name: 'metrics', port: 9100, expose: 'local' },
  ];
  expect(faultsOf(endpoints)).toEqual([]);
});

test.each(['h2;', 'a b', '', 'x"', '$x', '/x', 'é'])('%j is no application protocol', (alpn) => {
  expect(() => faultsOf([{ ...SQL, alpn: [alpn] }])).toThrow('an ALPN protocol name');
});
