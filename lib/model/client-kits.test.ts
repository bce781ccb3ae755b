import fc from 'fast-check';
import { aPlatform } from '../testing/a-platform';
import { aTenant } from '../testing/a-tenant';
import { kitLocalPort, planClientKits } from './client-kits';

const ENDPOINTS = (['http', 'grpc', 'mysql', 'postgres', 'redis'] as const).map((protocol, i) => ({
  name: protocol,
  port: 8000 + i,
  protocol,
  expose: 'public' as const,
}));

test('a platform chooses which endpoints have kits', () => {
  const tenant = aTenant({
    apps: [{ name: 'shop', endpoints: [...ENDPOINTS, { name: 'quiet', port: 9000, protocol: 'mysql' }] }],
  });
  const kits = (['all', 'needed', 'none'] as const).map((clientKits) =>
    planClientKits(aPlatform({ clientKits }), tenant).map(({ endpoint }) => endpoint.name),
  );
  expect(kits).toEqual([['http', 'grpc', 'mysql', 'postgres', 'redis'], ['mysql', 'postgres'], []]);
});

test('a wrapper listens where no system begins its outgoing connections, and stays there', () => {
  expect(kitLocalPort({ host: 'sql.shop.acme.apps.example.com', publicPort: 3306 })).toBe(22036);
  fc.assert(
    fc.property(fc.string(), fc.nat({ max: 65535 }), (host, publicPort) => {
      const port = kitLocalPort({ host, publicPort });
      expect(port >= 20000 && port < 30000).toBe(true);
    }),
  );
});
