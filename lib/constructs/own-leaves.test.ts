/** Certificates that a tenant brings itself: nothing of theirs is issued, and their absence is their host's business alone. */
import type { SecretsMode } from '../model/platform';
import { planCertificates } from '../pki/plan';
import { aFleet, type FleetChanges } from '../testing/a-fleet';
import { crdFaults } from '../testing/crd-faults';
import { drawFleet, drawObjects, find, findAll, nginxOf, podOf } from '../testing/drawn-fleet';
import { bodies, named, values } from '../testing/parse-nginx';
import { verifyManifests } from '../verify/verify';

const HTTP = { name: 'web', port: 8080, protocol: 'http', expose: 'public' } as const;
const TLS = { name: 'sql', port: 3306, protocol: 'tls', expose: 'public' } as const;
const BY_SECRET = { certificate: { secret: 'bought' } } as const;
const BY_ISSUER = { certificate: { issuer: { name: 'letsencrypt', kind: 'ClusterIssuer' } } } as const;
const HOST = 'shop.acme.apps.example.com';

const endpoints = [
  HTTP,
  { ...HTTP, ...BY_SECRET, name: 'own', port: 8081 },
  { ...HTTP, ...BY_ISSUER, name: 'asked', port: 8082 },
  TLS,
  { ...TLS, ...BY_SECRET, name: 'safe', port: 3307 },
  { ...TLS, name: 'self', port: 3308, tls: 'app' as const },
];
const changes: FleetChanges = { tenants: [{ name: 'acme', apps: [{ name: 'shop', endpoints }] }] };

const MODES: readonly SecretsMode[] = ['plain', 'sealed', 'cert-manager'];

test.each(MODES)('in mode %s, nothing is issued for their hosts, nor for one whose TLS the app ends', (mode) => {
  const fleet = aFleet({ ...changes, platform: { secrets: { mode } } });
  const hosts = planCertificates(fleet).flatMap(({ profile, dnsNames }) => (profile === 'public' ? dnsNames : []));
  expect(hosts).toEqual([`web.${HOST}`, `sql.${HOST}`]);
  const objects = drawObjects(fleet);
  const text = JSON.stringify(objects.filter(({ kind }) => /Secret|Certificate/.test(kind)));
  expect(text.includes(`host-own.${HOST}`) || text.includes('edge-safe') || text.includes('edge-self')).toBe(false);
  expect(verifyManifests(objects.map((object, i) => ({ path: `${i}.yaml`, object })))).toEqual([]);
});

function ownVolume(workload: string, volume: string): unknown {
  const volumes = podOf(drawFleet(changes), workload)['volumes'] as { readonly name: string }[];
  return volumes.find(({ name }) => name === volume);
}

function source(secret: string, leaf: string): unknown {
  const items = [
    { key: 'tls.crt', path: `${leaf}.crt` },
    { key: 'tls.key', path: `${leaf}.key` },
  ];
  return { secret: { name: secret, optional: true, items } };
}

test('no Secret of theirs keeps a pod from starting', () => {
  expect(ownVolume('gate', 'own')).toEqual({
    name: 'own',
    projected: {
      sources: [source('bought', `host-own.${HOST}`), source(`asked.${HOST}.public-certificate`, `host-asked.${HOST}`)],
    },
  });
  expect(ownVolume('shop', 'gatehouse-own')).toEqual({
    name: 'gatehouse-own',
    projected: { sources: [source('bought', 'edge-safe')] },
  });
});

test('a pod without them has no such volume', () => {
  const objects = drawFleet({ tenants: [{ name: 'acme', apps: [{ name: 'shop', endpoints: [HTTP, TLS] }] }] });
  for (const workload of ['gate', 'shop']) expect(JSON.stringify(podOf(objects, workload))).not.toContain('own');
});

test('nginx reads them by a variable, at each handshake, and all others at its start', () => {
  const objects = drawFleet(changes);
  const certificatesIn = (configMap: string, part: 'http' | 'stream'): Record<string, string> => {
    const [context = []] = bodies(nginxOf(objects, configMap), part);
    return Object.fromEntries(
      bodies(context, 'server')
        .filter((server) => values(server, 'ssl_certificate').length > 0)
        .map((server) => [
          values(server, part === 'http' ? 'server_name' : 'proxy_pass').join(),
          values(server, 'ssl_certificate').join(),
        ]),
    );
  };
  expect(certificatesIn('gate-config', 'http')).toEqual({
    [`web.${HOST}`]: `/etc/gatehouse/leaf/host-web.${HOST}.crt`,
    [`own.${HOST}`]: `$own_leaves/host-own.${HOST}.crt`,
    [`asked.${HOST}`]: `$own_leaves/host-asked.${HOST}.crt`,
  });
  expect(certificatesIn('shop-sidecar', 'stream')).toMatchObject({
    '127.0.0.1:3306': '/etc/gatehouse/leaf/edge-sql.crt',
    '127.0.0.1:3307': '$own_leaves/edge-safe.crt',
  });
  for (const [configMap, part] of [
    ['gate-config', 'http'],
    ['shop-sidecar', 'stream'],
  ] as const) {
    const maps = bodies(nginxOf(objects, configMap), part).flatMap((context) => named(context, 'map'));
    const own = maps.filter(({ words }) => words[2]?.text === '$own_leaves');
    expect(own.map(({ body = [] }) => body.map(({ line }) => line))).toEqual([['default /etc/gatehouse/own']]);
  }
});

test('cert-manager is asked for what an issuer issues, in every mode, and once for a host', () => {
  const shared = { ...HTTP, ...BY_ISSUER, host: 'www.acme.apps.example.com' };
  const apps = [{ name: 'shop', endpoints: [shared, { ...shared, name: 'api', port: 81, path: '/api' }] }];
  const objects = drawFleet({ tenants: [{ name: 'acme', apps }] });
  const [certificate, ...others] = findAll(objects, 'Certificate');
  expect(others).toEqual([]);
  expect(certificate).toMatchObject({
    metadata: { name: 'www.acme.apps.example.com.public-certificate', namespace: 'acme' },
    spec: {
      secretName: 'www.acme.apps.example.com.public-certificate',
      dnsNames: ['www.acme.apps.example.com'],
      usages: ['digital signature', 'server auth'],
      issuerRef: { group: 'cert-manager.io', kind: 'ClusterIssuer', name: 'letsencrypt' },
    },
  });
  expect(crdFaults('cert-manager.io_certificates.yaml', { ...certificate })).toEqual([]);
});

test('the sidecar passes on what the app ends itself, without a certificate, where it begins as TLS does', () => {
  const objects = drawFleet(changes);
  const [stream = []] = bodies(nginxOf(objects, 'shop-sidecar'), 'stream');
  const edge = bodies(stream, 'server').filter((server) => values(server, 'listen').join().startsWith('43308 '));
  expect(edge.map((server) => server.map(({ line }) => line))).toEqual([
    [
      'listen 43308 proxy_protocol so_keepalive=60s:15s:4',
      'ssl_preread on',
      'preread_buffer_size 16k',
      'preread_timeout 5s',
      'proxy_connect_timeout 5s',
      'proxy_timeout 1d',
      'proxy_socket_keepalive on',
      'proxy_pass $passed_self',
    ],
  ]);
  const maps = named(stream, 'map').filter(({ words }) => words[2]?.text === '$passed_self');
  expect(maps.map(({ body = [] }) => body.map(({ line }) => line))).toEqual([['default 127.0.0.1:3308', ' ']]);
  expect(find(objects, 'NetworkPolicy', 'in.shop.self.from.gate')['spec']).toMatchObject({
    ingress: [{ ports: [{ port: 43308 }] }],
  });
});
