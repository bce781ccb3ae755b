import { aFleet } from '../testing/a-fleet';
import { planFrontRoutes } from './front-routes';

const WEB = { name: 'web', port: 8080, protocol: 'http', expose: 'public' } as const;
const SQL = { name: 'sql', port: 3306, protocol: 'mysql', expose: 'public', publicPort: 3306 } as const;

function routesOf(fleet: Parameters<typeof aFleet>[0]): Record<number, string[]> {
  return Object.fromEntries(
    planFrontRoutes(aFleet(fleet)).map(({ publicPort, port, routes }) => [
      publicPort,
      [
        String(port),
        ...routes.map(({ domain, tenant, service, servicePort }) => `${domain} ${tenant}/${service}:${servicePort}`),
      ],
    ]),
  );
}

test('each public port has the domains of the tenants that have an endpoint on it, and no others', () => {
  const tenants = [
    { name: 'acme', domains: ['acme.example'], apps: [{ endpoints: [WEB, SQL] }] },
    { name: 'globex', apps: [{ endpoints: [WEB] }] },
    { name: 'initech', apps: [{ endpoints: [SQL] }] },
    { name: 'quiet', apps: [{ endpoints: [{ ...WEB, expose: 'tenant' as const }] }] },
  ];
  expect(routesOf({ platform: { front: { ports: [3306, 636] } }, tenants })).toEqual({
    443: [
      '8443',
      'acme.apps.example.com acme/gate:8443',
      'acme.example acme/gate:8443',
      'globex.apps.example.com globex/gate:8443',
    ],
    3306: [
      '23306',
      'acme.apps.example.com acme/gate:23306',
      'acme.example acme/gate:23306',
      'initech.apps.example.com initech/gate:23306',
    ],
  });
});

test('the first port listens whoever is there, a further one that nobody uses does not', () => {
  expect(routesOf({ platform: { front: { port: 8443, ports: [3306] } }, tenants: [] })).toEqual({ 8443: ['8443'] });
});

test('an endpoint that names the first port is on it as if it had named none', () => {
  const named = { ...WEB, publicPort: 443 };
  const [without, withPort] = [WEB, named].map((endpoint) =>
    routesOf({ tenants: [{ apps: [{ endpoints: [endpoint] }] }] }),
  );
  expect(withPort).toEqual(without);
});
