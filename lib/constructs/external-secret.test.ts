/** A Secret of leaves that external-secrets makes: certificates from here, keys from the store and from nowhere else. */
import { App, Chart } from 'cdk8s';
import { planAppSecret } from '../model/leaf-secrets';
import { aFleet } from '../testing/a-fleet';
import { drawObjects, find } from '../testing/drawn-fleet';
import { namedCertificates, namesIn } from '../testing/named-certificates';
import { LeafSecret } from './leaf-secret';

const TLS = { name: 'sql', port: 3306, protocol: 'tls', expose: 'public' } as const;
const store = { kind: 'SecretStore', name: 'vault', prefix: 'prod/keys' } as const;
const tenants = [{ name: 'acme', apps: [{ name: 'shop', endpoints: [TLS] }] }];
const fleet = aFleet({ tenants, platform: { secrets: { mode: 'external', store } } });

interface Spec {
  readonly target: { readonly template: { readonly data: Readonly<Record<string, string>> } };
}

test('it asks the platform’s store for each key and has each certificate itself', () => {
  const object = find(drawObjects(fleet), 'ExternalSecret', 'shop-leaf', 'acme');
  const remote = { conversionStrategy: 'Default', decodingStrategy: 'None', metadataPolicy: 'None' };
  const key = 'prod/keys/acme/shop-leaf';
  expect(object).toMatchObject({
    apiVersion: 'external-secrets.io/v1',
    spec: {
      secretStoreRef: { kind: 'SecretStore', name: 'vault' },
      refreshPolicy: 'OnChange',
      target: {
        name: 'shop-leaf',
        creationPolicy: 'Owner',
        template: { engineVersion: 'v2', mergePolicy: 'Merge', type: 'kubernetes.io/tls' },
      },
      data: [
        { secretKey: 'tls.key', remoteRef: { key, property: 'tls_key', ...remote } },
        { secretKey: 'edge-sql.key', remoteRef: { key, property: 'edge-sql_key', ...remote } },
      ],
    },
  });
  const { data } = (object['spec'] as Spec).target.template;
  expect(Object.entries(data).map(([file, pem]) => [file, namesIn(pem)])).toEqual([
    ['tls.crt', ['certificate acme/app/shop', 'certificate acme/authority']],
    ['edge-sql.crt', ['certificate acme/host/sql.shop.acme.apps.example.com', 'certificate acme/authority']],
  ]);
});

test('the Secret gets the metadata that it has with mode plain', () => {
  const plain = find(drawObjects(aFleet({ tenants })), 'Secret', 'shop-leaf', 'acme');
  const { labels, annotations } = plain.metadata;
  expect(find(drawObjects(fleet), 'ExternalSecret', 'shop-leaf', 'acme')).toMatchObject({
    spec: { target: { template: { metadata: { labels, annotations }, type: plain['type'] } } },
  });
});

test('keys that are there by mistake stand nowhere in what is drawn', () => {
  expect(JSON.stringify(drawObjects(fleet, namedCertificates(fleet)))).not.toContain('PRIVATE KEY');
});

test('a certificate that Go would take for a template is a mistake of ours', () => {
  const [tenant] = fleet.tenants;
  const [app] = tenant?.apps ?? [];
  if (tenant === undefined || app === undefined) throw new Error('no app');
  const certificates = new Map(
    Array.from(namedCertificates(fleet), ([id, certificate]) => [id, { ...certificate, certificatePem: '{{ .x }}' }]),
  );
  const secret = planAppSecret(fleet.platform, tenant, app);
  expect(
    () =>
      new LeafSecret(new Chart(new App(), 'chart'), 'leaf', {
        platform: fleet.platform,
        secret,
        labels: {},
        certificates,
      }),
  ).toThrow('a certificate would be read as a template');
});

test('no property has a character that a provider could read as a path', () => {
  const web = { name: 'web', port: 8080, protocol: 'http', expose: 'public' } as const;
  const gated = aFleet({
    tenants: [{ name: 'acme', apps: [{ name: 'shop', endpoints: [web] }] }],
    platform: { secrets: { mode: 'external', store } },
  });
  const { data } = find(drawObjects(gated), 'ExternalSecret', 'gate-leaves', 'acme')['spec'] as {
    data: { remoteRef: { property: string } }[];
  };
  const properties = data.map(({ remoteRef }) => remoteRef.property);
  expect(properties).toEqual(['identity-gate_key', 'host-web_shop_acme_apps_example_com_key']);
  for (const property of properties) expect(property).toMatch(/^[a-z0-9_-]+$/);
});
