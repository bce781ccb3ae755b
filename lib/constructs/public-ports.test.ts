/** Further public ports, through the drawn whole: a listener in each tier, a policy for each hop, and nobody who is restarted. */
import fc from 'fast-check';
import { planFlows } from '../model/flows';
import { arbitraryFleet } from '../testing/arbitrary-fleet';
import { drawFleet, drawObjects, find, findAll, nginxOf, podOf } from '../testing/drawn-fleet';
import { bodies, named, values, type Directive } from '../testing/parse-nginx';

const WEB = { name: 'web', port: 8080, protocol: 'http', expose: 'public' } as const;
const SQL = { name: 'sql', port: 3306, protocol: 'mysql', expose: 'public', publicPort: 3306 } as const;
const ADMIN = { ...WEB, name: 'admin', port: 8081, publicPort: 9443 } as const;
const PLATFORM = { front: { ports: [3306, 9443] } };
const KEEPALIVE = 'so_keepalive=60s:15s:4';

function draw(...endpoints: readonly (typeof WEB | typeof SQL | typeof ADMIN)[]): ReturnType<typeof drawFleet> {
  return drawFleet({ platform: PLATFORM, tenants: [{ apps: [{ name: 'shop', endpoints: [...endpoints] }] }] });
}

function streamOf(objects: ReturnType<typeof drawFleet>, configMap: string): readonly Directive[] {
  return bodies(nginxOf(objects, configMap), 'stream')[0] ?? [];
}

/** Where each listener leads, by what it listens on: the lines of the map that it passes on to. */
function doorsOf(stream: readonly Directive[]): Record<string, string[]> {
  return Object.fromEntries(
    bodies(stream, 'server').map((server) => {
      const [next] = values(server, 'proxy_pass');
      const maps = named(stream, 'map').filter(({ words }) => words[2]?.text === next);
      return [values(server, 'listen').join(), maps.flatMap(({ body = [] }) => body.map(({ line }) => line))];
    }),
  );
}

test('each public port in use is a listener of the front, which leads to a port of its own in the gate', () => {
  expect(doorsOf(streamOf(draw(WEB, SQL), 'front-config'))).toEqual({
    [`8443 ${KEEPALIVE}`]: ['hostnames', 'default ', '.acme.apps.example.com gate.acme.svc.cluster.local:8443'],
    [`23306 ${KEEPALIVE}`]: ['hostnames', 'default ', '.acme.apps.example.com gate.acme.svc.cluster.local:23306'],
  });
});

test('in the gate a port leads to the hosts that are on it; others are closed, or refused their handshake', () => {
  expect(doorsOf(streamOf(draw(SQL, ADMIN), 'gate-config'))).toEqual({
    [`23306 proxy_protocol ${KEEPALIVE}`]: [
      'hostnames',
      'default ',
      'sql.shop.acme.apps.example.com shop.acme.svc.cluster.local:43306',
    ],
    [`29443 proxy_protocol ${KEEPALIVE}`]: ['hostnames', 'default 127.0.0.1:19443'],
  });
});

test('where TLS ends in the gate, each public port has servers of its own: no Host header leads from one to another', () => {
  const http = bodies(nginxOf(draw(WEB, ADMIN), 'gate-config'), 'http')[0] ?? [];
  const servers = bodies(http, 'server').map((server) =>
    [values(server, 'listen'), values(server, 'server_name')].flat(),
  );
  expect(servers).toEqual([
    ['127.0.0.1:8444 ssl proxy_protocol default_server'],
    ['127.0.0.1:19443 ssl proxy_protocol default_server'],
    ['127.0.0.1:8444 ssl proxy_protocol', 'web.shop.acme.apps.example.com'],
    ['127.0.0.1:19443 ssl proxy_protocol', 'admin.shop.acme.apps.example.com'],
    ['29999', '_'],
  ]);
});

test('Services have the ports in use, pods declare those of the platform: an endpoint on another port restarts nobody', () => {
  const [before, after] = [draw(WEB), draw(WEB, SQL)];
  const portsOf = (objects: typeof before, name: string): unknown =>
    (find(objects, 'Service', name)['spec'] as { ports: unknown }).ports;
  expect(portsOf(after, 'front')).toEqual([
    { name: 'tls', port: 443, targetPort: 8443 },
    { name: 'tls-3306', port: 3306, targetPort: 23306 },
  ]);
  expect(portsOf(after, 'gate')).toEqual([
    { name: 'gate', port: 8443, targetPort: 8443 },
    { name: 'public-3306', port: 23306, targetPort: 23306 },
  ]);
  for (const tier of ['front', 'gate']) expect(podOf(after, tier)).toEqual(podOf(before, tier));
});

test('each hop of each port has its policy, on the word of the line that asked for it', () => {
  const policies = findAll(draw(WEB, SQL), 'NetworkPolicy').filter(({ metadata }) => metadata.name.includes('3306'));
  expect(
    policies.map(({ metadata }) => [metadata.name, metadata.annotations?.['gatehouse.dev/origin']]).sort(),
  ).toEqual([
    ['in.front.3306.from.internet', 'platform.yaml:15'],
    ['in.gate.3306.from.front', 'tenants/acme/shop.yaml:15'],
    ['out.front.to.acme.gate.3306', 'tenants/acme/shop.yaml:15'],
  ]);
});

test('front and gates listen for others on exactly the ports that a flow leads to', () => {
  fc.assert(
    fc.property(arbitraryFleet(), (fleet) => {
      const objects = drawObjects(fleet);
      const flows = planFlows(fleet);
      const listens = (configMap: string, namespace: string): number[] =>
        bodies(bodies(nginxOf(objects, configMap, namespace), 'stream')[0] ?? [], 'server').map((server) =>
          Number(values(server, 'listen')[0]?.split(' ')[0]),
        );
      const led = (listener: string, tenant?: string): number[] =>
        flows
          .filter(
            (flow) =>
              flow.listener === listener &&
              flow.endpoint !== 'redirect' &&
              (tenant === undefined || ('tenant' in flow.to && flow.to.tenant === tenant)),
          )
          .map(({ port }) => port);
      expect(listens('front-config', 'gatehouse-front')).toEqual(led('front'));
      for (const { metadata } of findAll(objects, 'ConfigMap').filter(
        ({ metadata }) => metadata.name === 'gate-config',
      ))
        expect(listens('gate-config', metadata.namespace ?? '')).toEqual(led('gate', metadata.namespace));
    }),
    { numRuns: 20 },
  );
});
