/** Whatever the front's engine, a name leads to the same gate; and each engine's objects are what its API takes. */
import fc from 'fast-check';
import type { Fleet } from '../model/fleet';
import { checkFleet } from '../model/laws/check-fleet';
import type { KubernetesObject } from '../model/manifest';
import { publicDomainsOf } from '../model/names';
import { publicPortsOf } from '../model/public-ports';
import { publicRoutes } from '../model/public-routes';
import { checkEngineFeatures } from '../model/laws/check-engine-features';
import { aFleet, type FleetChanges } from '../testing/a-fleet';
import { arbitraryFleet } from '../testing/arbitrary-fleet';
import { crdFaults } from '../testing/crd-faults';
import { drawObjects, find, findAll, nginxOf, podOf } from '../testing/drawn-fleet';
import { routeByGateway, routeByK8sniff, routeByNginx, type Router } from '../testing/front-routers';
import { namedDrawables } from '../testing/named-certificates';
import { bodies, flatten, values } from '../testing/parse-nginx';
import { withoutLacks } from '../testing/without-lacks';
import { verifyManifests } from '../verify/verify';
import { drawManifests } from './draw-manifests';

const DATA_PLANE = { namespace: 'edge', podLabels: { app: 'edge-proxy' } };
const GATEWAY_API = { className: 'edge', listeners: 'sets', dataPlane: DATA_PLANE, sendsProxyProtocol: false } as const;
const SETTINGS = {
  nginx: { engine: 'nginx' },
  'gateway-api': { engine: 'gateway-api', gatewayApi: GATEWAY_API },
  'gateway-api in one': { engine: 'gateway-api', gatewayApi: { ...GATEWAY_API, listeners: 'gateway' } },
  k8sniff: { engine: 'k8sniff', k8sniff: { image: 'registry.example/k8sniff:1' } },
} as const;
type Engine = keyof typeof SETTINGS;
const OTHERS = ['gateway-api', 'gateway-api in one', 'k8sniff'] as const;

function withEngine({ platform, tenants }: Fleet, engine: Engine): Fleet {
  const front = { ...platform.spec.front, ...SETTINGS[engine] };
  return { platform: { ...platform, spec: { ...platform.spec, front } }, tenants };
}

const PUBLIC = { name: 'web', port: 8080, protocol: 'http', expose: 'public' } as const;
const TWO: FleetChanges = {
  platform: { front: { ports: [3306] } },
  tenants: [
    {
      name: 'acme',
      domains: ['acme.example'],
      apps: [
        { name: 'shop', endpoints: [PUBLIC, { ...PUBLIC, name: 'own', port: 81, host: 'acme.example' }] },
        { name: 'db', endpoints: [{ name: 'sql', port: 3306, protocol: 'tls', expose: 'public', publicPort: 3306 }] },
      ],
    },
    { name: 'globex', apps: [{ name: 'shop', endpoints: [PUBLIC] }] },
    { name: 'hidden', apps: [{ name: 'shop', endpoints: [{ ...PUBLIC, expose: 'tenant' }] }] },
  ],
};

function drawnWith(engine: Engine, changes: FleetChanges = TWO): KubernetesObject[] {
  return drawObjects(withEngine(aFleet(changes), engine));
}

/** By each engine, in the order of SETTINGS. */
function routersOf(fleet: Fleet): readonly [Router, Router, Router, Router] {
  return [
    routeByNginx(drawObjects(withEngine(fleet, 'nginx'))),
    routeByGateway(drawObjects(withEngine(fleet, 'gateway-api'))),
    routeByGateway(drawObjects(withEngine(fleet, 'gateway-api in one'))),
    routeByK8sniff(drawObjects(withEngine(fleet, 'k8sniff'))),
  ];
}

/** Names that somebody might try beside the hosts that there are. */
function strangersOf({ platform, tenants }: Fleet): string[] {
  const domains = tenants.flatMap((tenant) => publicDomainsOf(platform, tenant));
  const around = domains.flatMap((domain) => [domain, `x.${domain}`, `x.y.${domain}`, `x${domain}`, `${domain}.test`]);
  return ['', 'nobody.test', platform.spec.domain, `x.${platform.spec.domain}`, ...around];
}

test('all engines lead every host to its own gate, whatever the fleet', () => {
  fc.assert(
    fc.property(arbitraryFleet(), (fleet) => {
      const routers = routersOf(fleet);
      for (const tenant of fleet.tenants) {
        for (const { host, publicPort } of publicRoutes(fleet.platform, tenant)) {
          const [first, ...others] = routers.map((route) => route(publicPort, host));
          expect(first).toMatch(new RegExp(`^gate\\.${tenant.name}:[0-9]+$`));
          expect(others).toEqual([first, first, first]);
        }
      }
    }),
    { numRuns: 25 },
  );
});

test('and no engine leads another name elsewhere than nginx does: those that know whole hosts only lead it nowhere', () => {
  const check = (fleet: Fleet): void => {
    const [nginx, gateway, inOne, k8sniff] = routersOf(fleet);
    for (const publicPort of [...publicPortsOf(fleet.platform), 81]) {
      for (const name of strangersOf(fleet)) {
        const expected = publicPort === 81 ? undefined : nginx(publicPort, name);
        expect([undefined, expected]).toContain(gateway(publicPort, name));
        expect(inOne(publicPort, name)).toBe(gateway(publicPort, name));
        expect([undefined, expected]).toContain(k8sniff(publicPort, name));
      }
    }
  };
  check(aFleet(TWO));
  fc.assert(fc.property(arbitraryFleet(), check), { numRuns: 15 });
});

test('the two tenants of the example, by each engine, on each port', () => {
  const asked: [number, string][] = [
    [443, 'web.shop.acme.apps.example.com'],
    [443, 'acme.example'],
    [3306, 'sql.db.acme.apps.example.com'],
    [443, 'web.shop.globex.apps.example.com'],
    [3306, 'web.shop.globex.apps.example.com'],
    [443, 'web.shop.hidden.apps.example.com'],
  ];
  const table = routersOf(aFleet(TWO)).map((route) => asked.map(([port, name]) => route(port, name) ?? ''));
  const expected = [
    'gate.acme:8443',
    'gate.acme:8443',
    expect.stringMatching(/^gate\.acme:(?!8443)/),
    'gate.globex:8443',
    '',
    '',
  ];
  expect(table).toEqual([expected, expected, expected, expected]);
});

test.each(OTHERS)('with engine %s the whole is drawn without a fault, and law', (engine) => {
  fc.assert(
    fc.property(arbitraryFleet(), (drawn) => {
      const fleet = withoutLacks(withEngine(drawn, engine));
      fc.pre(checkEngineFeatures(fleet).length === 0);
      expect(checkFleet(fleet)).toEqual([]);
      expect(verifyManifests(drawManifests(fleet, namedDrawables(fleet)))).toEqual([]);
    }),
    { numRuns: 15 },
  );
});

describe('with engine gateway-api', () => {
  const objects = drawnWith('gateway-api');

  it('every object is what the API defines', () => {
    const kinds = { Gateway: 'gateways', ListenerSet: 'listenersets', TLSRoute: 'tlsroutes' } as const;
    for (const [kind, plural] of Object.entries(kinds)) {
      const found = findAll(objects, kind);
      expect(found.length).toBeGreaterThan(0);
      for (const object of [...found, ...findAll(drawnWith('gateway-api in one'), kind)])
        expect(crdFaults(`gateway.networking.k8s.io_${plural}.yaml`, object)).toEqual([]);
    }
    expect(findAll(drawnWith('gateway-api in one'), 'ListenerSet')).toEqual([]);
  });

  it('a listener takes routes of its own tenant’s namespace alone, by the name that the API server puts on it', () => {
    const selectors = findAll(objects, 'ListenerSet').flatMap(({ metadata, ...rest }) =>
      (rest['spec'] as { listeners: { allowedRoutes: { namespaces: unknown } }[] }).listeners.map((listener) => [
        metadata.name,
        metadata.namespace,
        listener.allowedRoutes.namespaces,
      ]),
    );
    for (const [name, namespace, allowed] of selectors) {
      const tenant = String(name).split('.')[0];
      expect(namespace).toBe('gatehouse-front');
      expect(allowed).toEqual({
        from: 'Selector',
        selector: { matchLabels: { 'kubernetes.io/metadata.name': tenant } },
      });
    }
    expect(find(objects, 'Gateway', 'front')['spec']).toMatchObject({
      allowedListeners: { namespaces: { from: 'Same' } },
    });
  });

  it('a route that another tenant writes for somebody’s name leads nowhere', () => {
    const [route] = findAll(objects, 'TLSRoute', 'acme');
    const forged = { ...route, metadata: { name: 'forged', namespace: 'globex' } } as KubernetesObject;
    const without = objects.filter(({ kind, metadata }) => kind !== 'TLSRoute' || metadata.namespace !== 'acme');
    expect(routeByGateway(without)(443, 'acme.example')).toBeUndefined();
    expect(routeByGateway([...without, forged])(443, 'acme.example')).toBeUndefined();
  });

  it('gates admit the data plane and nobody else, and no ReferenceGrant opens a namespace', () => {
    const policy = find(objects, 'NetworkPolicy', 'in.gate.from.front', 'acme');
    expect(policy['spec']).toMatchObject({
      ingress: [
        {
          from: [
            {
              namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'edge' } },
              podSelector: { matchLabels: { app: 'edge-proxy' } },
            },
          ],
        },
      ],
    });
    expect(findAll(objects, 'ReferenceGrant')).toEqual([]);
  });
});

describe('who the client is', () => {
  const listens = (objects: readonly KubernetesObject[]): string[] => {
    const [stream = []] = bodies(nginxOf(objects, 'gate-config', 'acme'), 'stream');
    return bodies(stream, 'server').flatMap((server) => [
      ...values(server, 'listen'),
      ...values(server, 'set_real_ip_from'),
    ]);
  };

  it.each(OTHERS)('is told to no gate by %s, so the gate believes no PROXY header', (engine) => {
    expect(listens(drawnWith(engine)).join()).not.toMatch(/proxy_protocol|0\.0\.0\.0/);
  });

  it('is told by nginx, and by a data plane that was set up for it', () => {
    const told = withEngine(aFleet(TWO), 'gateway-api');
    const gatewayApi = { ...GATEWAY_API, sendsProxyProtocol: true };
    const front = { ...told.platform.spec.front, gatewayApi };
    const fleet = { ...told, platform: { ...told.platform, spec: { ...told.platform.spec, front } } };
    for (const objects of [drawnWith('nginx'), drawObjects(fleet)]) {
      expect(listens(objects)[0]).toContain('8443 proxy_protocol');
      expect(listens(objects)).toContain('0.0.0.0/0');
    }
  });
});

describe('with engine k8sniff', () => {
  it('one process for each public port, and the copy of the API that they read on loopback alone', () => {
    const objects = drawnWith('k8sniff');
    const pod = podOf(objects, 'front', 'gatehouse-front');
    expect(pod.containers.map(({ name }) => name)).toEqual(['nginx', 'k8sniff-443', 'k8sniff-3306']);
    const copy = nginxOf(objects, 'front-config', 'gatehouse-front');
    const listening = flatten(copy).flatMap((directive) => values([directive], 'listen'));
    expect(listening).toEqual(['127.0.0.1:8080', '29999']);
  });

  it('a new host changes what is read and restarts nothing', () => {
    const more = { ...PUBLIC, name: 'more', port: 82 };
    const [acme, ...others] = TWO.tenants ?? [];
    const apps = [...(acme?.apps ?? []), { name: 'extra', endpoints: [more] }];
    const changed = drawnWith('k8sniff', { ...TWO, tenants: [{ ...acme, apps }, ...others] });
    const deployment = (objects: readonly KubernetesObject[]): unknown =>
      find(objects, 'Deployment', 'front', 'gatehouse-front')['spec'];
    expect(deployment(changed)).toEqual(deployment(drawnWith('k8sniff')));
    expect(routeByK8sniff(changed)(443, 'more.extra.acme.apps.example.com')).toBe('gate.acme:8443');
  });
});
