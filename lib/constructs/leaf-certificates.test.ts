/** What cert-manager is asked for: the certificates that mode plain would issue, and an authority that signs for its own tenant alone. */
import { certificateIds } from '../model/names';
import { planCertificates } from '../pki/plan';
import { aFleet } from '../testing/a-fleet';
import { drawObjects, find, findAll, podOf } from '../testing/drawn-fleet';
import type { KubernetesObject } from '../model/manifest';

const HTTP = { name: 'web', port: 8080, protocol: 'http', expose: 'public' } as const;
const TLS = { name: 'sql', port: 3306, protocol: 'tls', expose: 'public' } as const;
const pki = { seed: 'demo', since: '2026-11-01', asOf: '2026-11-01', leafDays: 30 } as const;
const fleet = aFleet({
  tenants: [
    { name: 'acme', adminGroups: ['people'], apps: [{ name: 'shop', endpoints: [HTTP, TLS] }] },
    { name: 'globex' },
  ],
  platform: { pki, secrets: { mode: 'cert-manager' } },
});
const objects = drawObjects(fleet);

function specOf(kind: string, name: string, namespace = 'acme'): unknown {
  return find(objects, kind, name, namespace)['spec'];
}

const privateKey = { algorithm: 'ECDSA', size: 256, encoding: 'PKCS8', rotationPolicy: 'Always' };
const issuerRef = { group: 'cert-manager.io', kind: 'Issuer', name: 'gatehouse' };

test('an identity says what ours would, as client and server', () => {
  expect(specOf('Certificate', 'shop-leaf')).toMatchObject({
    secretName: 'shop-leaf',
    subject: { organizations: ['acme'] },
    commonName: 'shop',
    dnsNames: ['shop.acme.svc', 'shop.acme.svc.cluster.local'],
    uris: ['spiffe://acme.apps.example.com/app/shop'],
    usages: ['digital signature', 'server auth', 'client auth'],
    privateKey,
    duration: '720h0m0s',
    renewBefore: '240h0m0s',
    issuerRef,
  });
});

test.each([
  ['edge-sql.shop-leaf', 'sql.shop.acme.apps.example.com'],
  ['host-web.shop.acme.apps.example.com.gate-leaves', 'web.shop.acme.apps.example.com'],
])('the certificate of a public host, %s, is no client', (name, host) => {
  expect(specOf('Certificate', name)).toMatchObject({
    secretName: name,
    subject: { organizations: ['acme'], organizationalUnits: ['public'] },
    commonName: host,
    dnsNames: [host],
    usages: ['digital signature', 'server auth'],
    issuerRef,
  });
});

test('every certificate of the plan but the root and the twins is asked for once, with its names', () => {
  const asked = findAll(objects, 'Certificate').map(({ spec }: KubernetesObject) => {
    const {
      subject,
      commonName,
      dnsNames = [],
      uris = [],
    } = spec as {
      subject: { organizations: string[]; organizationalUnits?: string[] };
      commonName: string;
      dnsNames?: string[];
      uris?: string[];
    };
    return [...subject.organizations, ...(subject.organizationalUnits ?? []), commonName, ...dnsNames, ...uris].join();
  });
  const planned = planCertificates(fleet)
    .filter(({ profile }) => profile !== 'root' && profile !== 'twin')
    .map(({ subject: { organization, unit, commonName }, dnsNames, uris }) =>
      [organization, ...(unit === undefined ? [] : [unit]), commonName, ...dnsNames, ...uris].join(),
    );
  expect(asked.sort()).toEqual(planned.sort());
});

test('an authority signs itself, keeps its key, and may name its own tenant alone', () => {
  const { constraints } = planCertificates(fleet).find(({ id }) => id === certificateIds.authority('acme', 1)) ?? {};
  expect(specOf('Certificate', 'gatehouse-authority')).toMatchObject({
    isCA: true,
    usages: ['cert sign', 'crl sign', 'server auth', 'client auth'],
    privateKey: { ...privateKey, rotationPolicy: 'Never' },
    nameConstraints: {
      critical: true,
      permitted: {
        dnsDomains: constraints?.dns,
        uriDomains: ['acme.apps.example.com'],
        ipRanges: ['127.0.0.0/8', '::1/128'],
      },
    },
    issuerRef: { ...issuerRef, name: 'gatehouse-selfsigned' },
  });
  expect(specOf('Issuer', 'gatehouse-selfsigned')).toEqual({ selfSigned: {} });
  expect(specOf('Issuer', 'gatehouse')).toEqual({ ca: { secretName: 'gatehouse-authority' } });
});

test('each tenant has an authority of its own, which no pod mounts', () => {
  for (const namespace of ['acme', 'globex']) expect(find(objects, 'Issuer', 'gatehouse', namespace)).toBeDefined();
  const pods = [podOf(objects, 'shop', 'acme'), podOf(objects, 'gate', 'acme')];
  expect(JSON.stringify(pods)).not.toContain('gatehouse-authority');
});

test('a pod finds its leaves by their names, and trusts what lies beside its own', () => {
  expect(podOf(objects, 'shop', 'acme')['volumes']).toEqual(
    expect.arrayContaining([
      {
        name: 'gatehouse-leaf',
        projected: {
          sources: [source('shop-leaf', 'tls'), source('edge-sql.shop-leaf', 'edge-sql')],
        },
      },
      { name: 'gatehouse-trust', secret: { secretName: 'shop-leaf', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
    ]),
  );
});

function source(secret: string, leaf: string): unknown {
  const items = ['crt', 'key'].map((ending) => ({ key: `tls.${ending}`, path: `${leaf}.${ending}` }));
  return { secret: { name: secret, items } };
}

test('a tenant’s admins can ask neither cert-manager nor external-secrets for anything', () => {
  const rules = find(objects, 'Role', 'tenant-admin', 'acme')['rules'] as { apiGroups: string[] }[];
  const groups = rules.flatMap(({ apiGroups }) => apiGroups);
  expect(groups).toContain('apps');
  expect(groups.filter((group) => /^[*]$|cert-manager|external-secrets|bitnami/.test(group))).toEqual([]);
});
