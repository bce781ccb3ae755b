/** A call across tenants, as both sidecars have it: who is let in as whom, and what the caller shows and trusts. */
import type { KubernetesObject } from '../model/manifest';
import type { AppChanges } from '../testing/an-app';
import { dataOf, drawFleet, find, nginxOf, podOf, secretOf } from '../testing/drawn-fleet';
import { namesIn } from '../testing/named-certificates';
import { bodies, named, values, type Directive } from '../testing/parse-nginx';

type Apps = readonly (Omit<AppChanges, 'tenant'> & { readonly name: string })[];

const WEB = { name: 'web', port: 8080, protocol: 'http' } as const;

function streamOf(objects: readonly KubernetesObject[], configMap: string, tenant: string): readonly Directive[] {
  const [stream] = bodies(nginxOf(objects, configMap, tenant), 'stream');
  if (stream === undefined) throw new Error('no stream');
  return stream;
}

function serverOn(stream: readonly Directive[], address: string): readonly Directive[] {
  const found = bodies(stream, 'server').filter((server) => values(server, 'listen')[0]?.split(' ')[0] === address);
  if (found.length !== 1 || found[0] === undefined) throw new Error(`${found.length} servers on ${address}`);
  return found[0];
}

/** The map that a mesh listener passes on to: lines such as `SUCCESS:CN=shop,O=acme 127.0.0.1:3306`. */
function callersOn(stream: readonly Directive[], address: string): string[] {
  const [variable = ''] = values(serverOn(stream, address), 'proxy_pass');
  const maps = named(stream, 'map').filter(({ words }) => words[2]?.text === variable);
  expect(maps.map(({ words }) => words[1]?.text)).toEqual(['$ssl_client_verify:$ssl_client_s_dn']);
  return maps.flatMap(({ body = [] }) => body.map(({ line }) => line));
}

/** acme's app rates is granted globex' endpoint `fx/api`; each tenant has apps of both names. */
function acrossTenants(): readonly KubernetesObject[] {
  const apps = (of: string, other: string): Apps => [
    {
      name: 'fx',
      endpoints: [
        { ...WEB, name: 'api', grants: of === 'globex' ? [{ tenant: other, app: 'rates' }] : [] },
        { ...WEB, name: 'admin', port: 8081 },
      ],
    },
    {
      name: 'rates',
      egresses:
        of === 'acme'
          ? [{ name: 'fx', to: { tenant: other, app: 'fx', endpoint: 'api' }, localPort: 9444 }]
          : [{ name: 'fx', to: { app: 'fx', endpoint: 'api' }, localPort: 9444 }],
    },
  ];
  return drawFleet({
    tenants: [
      { name: 'acme', apps: apps('acme', 'globex') },
      { name: 'globex', apps: apps('globex', 'acme') },
    ],
  });
}

test('a guest is let in where it was granted, as a guest; the app of its name in its own tenant lets nobody in', () => {
  const objects = acrossTenants();
  const stream = (tenant: string): readonly Directive[] => streamOf(objects, 'fx-sidecar', tenant);
  expect(callersOn(stream('globex'), '38080')).toEqual([
    'default ',
    'SUCCESS:CN=rates,O=globex 127.0.0.1:8080',
    'SUCCESS:CN=rates.acme,OU=guest,O=globex 127.0.0.1:8080',
  ]);
  expect(callersOn(stream('globex'), '38081')).toEqual(['default ']);
  expect(callersOn(stream('acme'), '38080')).toEqual(['default ']);
});

test('an egress to another tenant shows the guest certificate and trusts that tenant alone, from files that are there', () => {
  const objects = acrossTenants();
  const server = serverOn(streamOf(objects, 'rates-sidecar', 'acme'), '127.0.0.1:9444');
  expect(server.map(({ line }) => line)).toEqual(
    expect.arrayContaining([
      'set $target_fx fx.globex.svc.cluster.local:8080',
      'proxy_ssl_certificate /etc/gatehouse/leaf/guest-globex.crt',
      'proxy_ssl_certificate_key /etc/gatehouse/leaf/guest-globex.key',
      'proxy_ssl_trusted_certificate /etc/gatehouse/config/trust-globex.crt',
      'proxy_ssl_verify on',
      'proxy_ssl_name fx.globex.svc',
    ]),
  );
  const trust = dataOf(find(objects, 'ConfigMap', 'rates-sidecar', 'acme'))['trust-globex.crt'] ?? '';
  expect(namesIn(trust)).toEqual(['certificate globex/twin']);
  const leaf = secretOf(find(objects, 'Secret', 'rates-leaf', 'acme'));
  expect(namesIn(leaf['guest-globex.crt'] ?? '')).toEqual([
    'certificate acme/guest/globex/rates',
    'certificate globex/authority',
  ]);
  expect(namesIn(leaf['guest-globex.key'] ?? '')).toEqual(['key acme/guest/globex/rates']);
});

test('a grant changes no pod', () => {
  const granted = acrossTenants();
  const before = drawFleet({
    tenants: [
      { name: 'acme', apps: [{ name: 'rates' }] },
      {
        name: 'globex',
        apps: [
          {
            name: 'fx',
            endpoints: [
              { ...WEB, name: 'api' },
              { ...WEB, name: 'admin', port: 8081 },
            ],
          },
        ],
      },
    ],
  });
  expect(podOf(granted, 'rates', 'acme')).toEqual(podOf(before, 'rates', 'acme'));
  expect(podOf(granted, 'fx', 'globex')).toEqual(podOf(before, 'fx', 'globex'));
});
