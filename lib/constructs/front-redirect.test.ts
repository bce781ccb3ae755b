/** The front's plain HTTP: one answer, for names of tenants alone, and only where the platform asks for it. */
import type { FleetChanges } from '../testing/a-fleet';
import { drawFleet, find, findAll, nginxOf, podOf } from '../testing/drawn-fleet';
import { bodies, named, values, type Directive } from '../testing/parse-nginx';

const WEB = { name: 'web', port: 8080, protocol: 'http', expose: 'public' } as const;
const TENANTS = [
  { name: 'acme', domains: ['acme.example'], apps: [{ name: 'shop', endpoints: [WEB] }] },
  { name: 'dba', apps: [{ name: 'db', endpoints: [{ ...WEB, protocol: 'tls' as const }] }] },
  { name: 'quiet', apps: [{ name: 'shop', endpoints: [{ ...WEB, expose: 'tenant' as const }] }] },
];
const FRONT = 'gatehouse-front';

function httpOf(changes: FleetChanges): readonly Directive[] {
  return bodies(nginxOf(drawFleet(changes), 'front-config', FRONT), 'http')[0] ?? [];
}

test('it knows the domains of tenants with http endpoints, and closes on every other name', () => {
  const http = httpOf({ platform: { front: { redirect: {} } }, tenants: TENANTS });
  const [map] = named(http, 'map');
  expect(map?.body?.map(({ line }) => line)).toEqual([
    'hostnames',
    'default ',
    '.acme.apps.example.com 1',
    '.acme.example 1',
  ]);
  const [server = []] = bodies(http, 'server');
  expect(values(server, 'listen')).toEqual(['8080 default_server so_keepalive=60s:15s:4']);
  expect(bodies(server, 'if').map((body) => body.map(({ line }) => line))).toEqual([['return 444'], ['return 444']]);
  expect(values(server, 'return')).toEqual(['308 https://$host$request_uri']);
  expect(values(server, 'proxy_pass')).toEqual([]);
});

test('it leads to the public port of TLS', () => {
  const http = httpOf({ platform: { front: { port: 4443, redirect: { port: 8080 } } }, tenants: TENANTS });
  expect(values(bodies(http, 'server')[0] ?? [], 'return')).toEqual(['308 https://$host:4443$request_uri']);
});

test('Service, container and network policy let it be reached, and nothing does without it', () => {
  const portsOf = (changes: FleetChanges): unknown[] => {
    const objects = drawFleet(changes);
    const service = find(objects, 'Service', 'front', FRONT)['spec'] as { ports: { port: number }[] };
    const policies = findAll(objects, 'NetworkPolicy', FRONT).map(({ metadata }) => metadata.name);
    const [nginx] = podOf(objects, 'front', FRONT).containers;
    const container = nginx?.['ports'] as { name: string; containerPort: number }[];
    return [
      service.ports.map(({ port }) => port),
      container.map(({ containerPort }) => containerPort),
      policies.filter((name) => name.startsWith('in.')),
    ];
  };
  expect(portsOf({ tenants: TENANTS })).toEqual([[443], [8443, 29999], ['in.front.from.internet']]);
  expect(portsOf({ platform: { front: { redirect: {} } }, tenants: TENANTS })).toEqual([
    [443, 80],
    [8443, 8080, 29999],
    ['in.front.from.internet', 'in.front.redirect.from.internet'],
  ]);
});
