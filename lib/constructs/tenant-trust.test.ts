/** What a tenant's proxies trust. */
import { X509Certificate } from 'node:crypto';
import type { Generation } from '../model/generations';
import { identityDn } from '../model/names';
import { demoSeed } from '../pki/seed';
import { issueCertificates } from '../pki/issue';
import { planCertificates } from '../pki/plan';
import { aFleet } from '../testing/a-fleet';
import { dataOf, drawFleet, drawObjects, find, findAll, secretOf } from '../testing/drawn-fleet';
import { namesIn } from '../testing/named-certificates';
import { rotationStages } from '../testing/rotation-stages';

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

test('during a rotation both generations are trusted, the one that signs first', () => {
  const trustedAt = (generations: readonly Generation[]): string[] => {
    const objects = drawFleet({ tenants: [{ name: 'acme', pki: { generations: [...generations] } }] });
    return namesIn(dataOf(find(objects, 'ConfigMap', 'trust', 'acme'))['ca.crt'] ?? '');
  };
  expect(rotationStages.map(trustedAt)).toEqual([
    ['certificate acme/twin'],
    ['certificate acme/twin', 'certificate acme/twin/2'],
    ['certificate acme/twin/2', 'certificate acme/twin'],
    ['certificate acme/twin/2'],
  ]);
});

test('a leaf is shown with the authority that signed it, signed by the active root', () => {
  const chainAt = (tenant: Generation[], root: Generation[]): string[] => {
    const pki = { seed: 'demo' as const, since: '2026-11-01', asOf: '2026-11-01', generations: root };
    const tenants = [{ ...TENANTS[0], pki: { generations: tenant } }];
    const secret = find(drawFleet({ platform: { pki }, tenants }), 'Secret', 'shop-leaf', 'acme');
    return namesIn(secretOf(secret)['tls.crt'] ?? '');
  };
  const [before = [], , switched = []] = rotationStages;
  expect(chainAt(switched, before)).toEqual(['certificate acme/app/shop', 'certificate acme/authority/2']);
  expect(chainAt(before, switched)).toEqual(['certificate acme/app/shop', 'certificate acme/authority']);
});
