/** An app's Secret: its own identity, and the hosts whose TLS its sidecar ends. Nothing of a neighbour. */
import { drawFleet, find, findAll, secretOf } from '../testing/drawn-fleet';
import { namesIn } from '../testing/named-certificates';

const HTTP = { name: 'web', port: 8080, protocol: 'http', expose: 'public' } as const;
const TLS = { name: 'sql', port: 3306, protocol: 'tls', expose: 'public' } as const;
const QUIET = { name: 'quiet', port: 3307, protocol: 'tls', expose: 'tenant' } as const;

const objects = drawFleet({
  tenants: ['acme', 'globex'].map((name) => ({
    name,
    apps: [
      { name: 'shop', endpoints: [HTTP, TLS, QUIET] },
      { name: 'cart', endpoints: [HTTP] },
    ],
  })),
});

test('a leaf is followed by the authority that signed it, as the root signed that', () => {
  const entries = secretOf(find(objects, 'Secret', 'shop-leaf', 'acme'));
  expect(Object.fromEntries(Object.entries(entries).map(([file, pem]) => [file, namesIn(pem)]))).toEqual({
    'tls.crt': ['certificate acme/app/shop', 'certificate acme/authority'],
    'tls.key': ['key acme/app/shop'],
    'edge-sql.crt': ['certificate acme/host/sql.shop.acme.apps.example.com', 'certificate acme/authority'],
    'edge-sql.key': ['key acme/host/sql.shop.acme.apps.example.com'],
  });
});

test('a host whose TLS ends in the gate has no key beside the app', () => {
  expect(Object.keys(secretOf(find(objects, 'Secret', 'cart-leaf', 'acme'))).sort()).toEqual(['tls.crt', 'tls.key']);
});

test('values of Secrets are under data, never under stringData', () => {
  const secrets = findAll(objects, 'Secret');
  expect(secrets).toHaveLength(6);
  for (const secret of secrets) {
    expect(secret).not.toHaveProperty('stringData');
    for (const pem of Object.values(secretOf(secret))) expect(pem).toMatch(/^-----BEGIN [A-Z ]+-----\n/);
  }
});

test('each key is in one Secret of the fleet, and no key that signs is in any', () => {
  const keys = findAll(objects, 'Secret').flatMap((secret) =>
    Object.values(secretOf(secret))
      .flatMap(namesIn)
      .filter((name) => name.startsWith('key ')),
  );
  expect(new Set(keys).size).toBe(keys.length);
  expect(keys.filter((key) => !/^key (acme|globex)\/(app|host)\//.test(key))).toEqual([]);
});

test('what everybody of the namespace may read holds no key', () => {
  const readable = objects.filter(({ kind }) => kind !== 'Secret');
  expect(JSON.stringify(readable)).not.toContain('PRIVATE KEY');
});
