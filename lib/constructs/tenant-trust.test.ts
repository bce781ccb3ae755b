/** What a tenant's proxies trust. */
import { X509Certificate } from 'node:crypto';
import { identityDn } from '../model/names';
import { demoSeed } from '../pki/seed';
import { issueCertificates } from '../pki/issue';
import { planCertificates } from '../pki/plan';
import { aFleet } from '../testing/a-fleet';
import { dataOf, drawFleet, drawObjects, find, findAll, secretOf } from '../testing/drawn-fleet';
import { namesIn } from '../testing/named-certificates';

const TENANTS = ['acme', 'globex'].map((name) => ({
  name,
  apps: [
    { name: 'shop', endpoints: [{ name: 'web', port: 80, protocol: 'http' as const, expose: 'public' as const }] },
  ],
}));

test('each tenant trusts the twin of its own authority and nothing else', () => {
  const objects = drawFleet({ tenants: TENANTS });
  for (const { name } of TENANTS) {
    const data = dataOf(find(objects, 'ConfigMap', 'trust', name));
    expect(Object.keys(data)).toEqual(['ca.crt']);
    expect(namesIn(data['ca.crt'] ?? '')).toEqual([`certificate ${name}/twin`]);
  }
});

/** With real certificates, since names are what sidecars compare. */
const fleet = aFleet({ tenants: TENANTS });
const real = drawObjects(fleet, issueCertificates(planCertificates(fleet), demoSeed));

/** As nginx prints it: RFC 2253, the most significant last. */
function subjectOf(pem: string): string {
  return new X509Certificate(pem).subject.split('\n').reverse().join(',');
}

function leafIn(secret: string, file: string, namespace = 'acme'): string {
  return secretOf(find(real, 'Secret', secret, namespace))[file] ?? '';
}

test("an identity's subject is the name that allow-lists compare with", () => {
  expect(subjectOf(leafIn('shop-leaf', 'tls.crt'))).toBe(identityDn('acme', 'shop'));
  expect(subjectOf(leafIn('gate-leaves', 'identity-gate.crt'))).toBe(identityDn('acme', 'gate'));
});

test("a host's leaf is nobody's identity, even where the host is called like an app", () => {
  const host = leafIn('gate-leaves', 'host-web.shop.acme.apps.example.com.crt');
  expect(subjectOf(host)).toBe('CN=web.shop.acme.apps.example.com,OU=public,O=acme');
  expect(new X509Certificate(host).keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']);
});

test('the leaves of a tenant are verified by its own trust, and by no other', () => {
  for (const { name } of TENANTS) {
    const leaf = new X509Certificate(leafIn('shop-leaf', 'tls.crt', name));
    const trusted = findAll(real, 'ConfigMap').filter(({ metadata }) => metadata.name === 'trust');
    const verifying = trusted.filter((map) => leaf.verify(new X509Certificate(dataOf(map)['ca.crt'] ?? '').publicKey));
    expect(verifying.map(({ metadata }) => metadata.namespace)).toEqual([name]);
  }
});
