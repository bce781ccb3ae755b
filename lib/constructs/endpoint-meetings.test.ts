/** Settings that were made apart and meet in one endpoint: gRPC, client certificates, further hosts, own certificates, public ports. */
import { renderClientKits } from '../kits/client-kits';
import { renderIssue } from '../model/issue';
import { checkFleet } from '../model/laws/check-fleet';
import { aFleet, type FleetChanges } from '../testing/a-fleet';
import { drawFleet, find, nginxOf } from '../testing/drawn-fleet';
import { namedDrawables } from '../testing/named-certificates';
import { bodies, flatten, values } from '../testing/parse-nginx';

const RPC = { name: 'rpc', port: 50051, protocol: 'grpc', expose: 'public' } as const;
const WEB = { name: 'web', port: 8080, protocol: 'http', expose: 'public' } as const;
const SQL = { name: 'sql', port: 3306, protocol: 'mysql', expose: 'public', publicPort: 3306 } as const;
type Endpoints = NonNullable<NonNullable<NonNullable<FleetChanges['tenants']>[number]['apps']>[number]['endpoints']>;

function fleetOf(endpoints: Endpoints): FleetChanges {
  const tenants = [{ name: 'acme', apps: [{ name: 'shop', endpoints }] }];
  return { platform: { front: { ports: [3306] } }, tenants };
}

function faultsOf(endpoints: Endpoints): string[] {
  const issues = checkFleet(aFleet(fleetOf(endpoints))).map((issue) => renderIssue(issue));
  return issues.map((text) => text.replace(/^(\S+):\d+:\d+ /, '$1 ')).sort();
}

test('an app of gRPC is told who its client is, and no client tells it', () => {
  const asking = { ...WEB, clientCertificates: { mode: 'optional' as const, ca: 'A' } };
  const gate = nginxOf(drawFleet(fleetOf([RPC, asking])), 'gate-config', 'acme');
  const told = flatten(gate).filter(({ line }) => line.startsWith('grpc_pass'));
  expect(told.length).toBeGreaterThan(0);
  const locations = flatten(gate).filter(({ body }) => body?.some(({ line }) => line.startsWith('grpc_pass')) === true);
  for (const { body = [] } of locations)
    expect(values(body, 'grpc_set_header')).toEqual(
      expect.arrayContaining([
        'X-Client-Verify $client_verify',
        'X-Client-Subject $client_subject',
        'X-Client-Issuer $client_issuer',
        'X-Client-Serial $client_serial',
        'Client-Cert ',
        'Client-Cert-Chain ',
      ]),
    );
});

test('each further host of a protocol that ends in the sidecar shows its own certificate, its owner’s too', () => {
  const endpoint = { ...SQL, hosts: ['db.acme.apps.example.com'], certificate: { issuer: { name: 'le' } } };
  const objects = drawFleet(fleetOf([endpoint]));
  const [stream = []] = bodies(nginxOf(objects, 'shop-sidecar', 'acme'), 'stream');
  const edges = bodies(stream, 'server').filter((server) => /^4\d{4} /.test(values(server, 'listen')[0] ?? ''));
  expect(edges.map((server) => values(server, 'ssl_certificate')[0])).toEqual([
    '$own_leaves/edge-sql.crt',
    '$own_leaves/edge-sql.db.acme.apps.example.com.crt',
  ]);
  const pod = JSON.stringify(find(objects, 'Deployment', 'shop', 'acme'));
  expect(pod).toContain('"path":"edge-sql.db.acme.apps.example.com.key"');
});

test('who ends TLS itself has no words of HTTP', () => {
  expect(faultsOf([{ ...WEB, tls: 'app', hsts: { days: 1 }, limits: { bodyKibibytes: 1 } }])).toEqual([
    'tenants/acme/shop.yaml hsts has no effect with tls: app, where nobody but the app reads the connection; remove hsts',
    'tenants/acme/shop.yaml limits.bodyKibibytes has no effect with tls: app, where nobody but the app reads the connection; remove limits.bodyKibibytes',
  ]);
});

test('gRPC needs HTTP/2, and its paths are its own', () => {
  expect(faultsOf([{ ...RPC, alpn: ['http/1.1'], path: '/a', rewrite: '/b' }])).toEqual([
    'tenants/acme/shop.yaml alpn [http/1.1] is not possible for protocol grpc; allowed: [h2, http/1.1]; write that, or remove alpn',
    'tenants/acme/shop.yaml rewrite does not belong to protocol grpc: its paths are names of services and methods; remove rewrite',
  ]);
});

test('on two public ports of one host the certificate is the same, and all else each port’s own', () => {
  const host = 'shop.acme.apps.example.com';
  const clientCertificates = { mode: 'required' as const, ca: 'A' };
  const other = faultsOf([
    { ...WEB, host },
    { ...SQL, host, clientCertificates },
  ]);
  expect(other.filter((text) => text.includes('of endpoint'))).toEqual([]);
  expect(
    faultsOf([
      { ...WEB, host },
      { ...SQL, host, certificate: { secret: 'bought' } },
    ]),
  ).toEqual([
    expect.stringContaining(`certificate of endpoint "sql" is not that of endpoint "web" (tenants/acme/shop.yaml:`),
  ]);
});

test('the kit of a host with a certificate from elsewhere holds no authority of ours', () => {
  const fleet = aFleet(fleetOf([{ ...SQL, certificate: { secret: 'bought' } }]));
  const kits = renderClientKits(fleet, namedDrawables(fleet));
  expect([...kits.keys()]).not.toContain('clients/acme/shop/sql/ca.crt');
  expect(kits.get('clients/acme/shop/sql/README.md')).toContain(
    "The host shows a certificate of the tenant's own: Secret bought, which somebody else makes. Put the authority that issued it here as `ca.crt`",
  );
});
