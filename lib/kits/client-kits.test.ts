/** What a client is handed: everything to reach one endpoint, nothing secret, and only the authority of its tenant. */
import { renderClientKits } from './client-kits';
import fc from 'fast-check';
import { aFleet, type FleetChanges } from '../testing/a-fleet';
import { arbitraryFleet } from '../testing/arbitrary-fleet';
import { namedDrawables, namesIn } from '../testing/named-certificates';
import { protocolNames } from '../model/protocols';

const SQL = { name: 'sql', port: 3306, protocol: 'mysql', expose: 'public', publicPort: 3306 } as const;
const TENANTS = ['acme', 'globex'].map((name) => ({ name, apps: [{ name: 'db', endpoints: [SQL] }] }));
const PLATFORM = { front: { ports: [3306] } };

function kitsOf(changes: FleetChanges): Map<string, string> {
  const fleet = aFleet(changes);
  return renderClientKits(fleet, namedDrawables(fleet));
}

test('each public endpoint has a folder by tenant, app and endpoint', () => {
  const other = {
    name: 'other',
    endpoints: [
      { ...SQL, publicPort: 443 },
      { ...SQL, name: 'inner', port: 1, expose: 'tenant' as const, publicPort: undefined },
    ],
  };
  const [acme] = TENANTS;
  const files = [
    ...kitsOf({ platform: PLATFORM, tenants: [{ ...acme, apps: [...(acme?.apps ?? []), other] }] }).keys(),
  ];
  expect(files).toEqual(
    ['db', 'other'].flatMap((app) =>
      ['README.md', 'ca.crt', 'ghostunnel.sh', 'stunnel.conf'].map((file) => `clients/acme/${app}/sql/${file}`),
    ),
  );
});

test('stunnel names the host, checks its name and its chain, and listens on this machine alone', () => {
  const text = kitsOf({ platform: PLATFORM, tenants: TENANTS }).get('clients/acme/db/sql/stunnel.conf') ?? '';
  const settings = text.split('\n').filter((line) => line !== '' && !line.startsWith(';'));
  const host = 'sql.db.acme.apps.example.com';
  expect(settings).toEqual([
    'foreground = yes',
    'pid =',
    '[sql]',
    'client = yes',
    'accept = 127.0.0.1:20398',
    `connect = ${host}:3306`,
    'delay = yes',
    `sni = ${host}`,
    'CAfile = ca.crt',
    'verifyChain = yes',
    `checkHost = ${host}`,
    'sslVersionMin = TLSv1.2',
    'TIMEOUTidle = 86400',
  ]);
});

test('a kit trusts the twins of its own tenant and nobody else', () => {
  const kits = kitsOf({ platform: PLATFORM, tenants: TENANTS });
  for (const tenant of ['acme', 'globex'])
    expect(namesIn(kits.get(`clients/${tenant}/db/sql/ca.crt`) ?? '')).toEqual([`certificate ${tenant}/twin`]);
});

test('where the cluster makes the authority, the kit says how to fetch it', () => {
  const kits = kitsOf({ platform: { ...PLATFORM, secrets: { mode: 'cert-manager' } }, tenants: TENANTS });
  expect([...kits.keys()].filter((file) => file.endsWith('ca.crt'))).toEqual([]);
  expect(kits.get('clients/acme/db/sql/README.md')).toContain(
    "kubectl --namespace acme get secret gate-leaves --output 'jsonpath={.data.ca\\.crt}' | base64 --decode > ca.crt",
  );
});

test('gRPC has no wrapper, which could not carry it', () => {
  const endpoints = [{ name: 'rpc', port: 50051, protocol: 'grpc', expose: 'public' } as const];
  const files = [...kitsOf({ tenants: [{ apps: [{ name: 'shop', endpoints }] }] }).keys()];
  expect(files).toEqual(['clients/acme/shop/rpc/README.md', 'clients/acme/shop/rpc/ca.crt']);
});

test.each(protocolNames)('the README of %s leaves no blank and no name of an endpoint out', (protocol) => {
  const endpoints = [{ name: 'any', port: 8080, protocol, expose: 'public' as const }];
  const readme = kitsOf({ tenants: [{ apps: [{ name: 'shop', endpoints }] }] }).get('clients/acme/shop/any/README.md');
  expect(readme).toContain('`any.shop.acme.apps.example.com`, port 443');
  expect(readme).not.toMatch(/\{(host|port|local)\}/);
  expect(readme?.match(/^```\w+$/gm)?.length).toBeGreaterThanOrEqual(2);
});

test('nothing of a kit is a key, or a file that kubectl would apply', () => {
  fc.assert(
    fc.property(arbitraryFleet(), (fleet) => {
      for (const [file, text] of renderClientKits(fleet, namedDrawables(fleet))) {
        expect(file).not.toMatch(/\.(ya?ml|json)$/);
        expect(namesIn(text).filter((what) => !what.startsWith('certificate '))).toEqual([]);
      }
    }),
    { numRuns: 20 },
  );
});
