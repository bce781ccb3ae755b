import { X509Certificate } from 'node:crypto';
import type { App } from '../model/app';
import { appDocument } from '../model/app';
import type { CertificatePlan } from '../model/certificate';
import type { Fleet } from '../model/fleet';
import { identityDn } from '../model/names';
import { platformDocument } from '../model/platform';
import { API_VERSION } from '../model/schema';
import type { Source } from '../model/source';
import { tenantDocument, type Tenant } from '../model/tenant';
import { issueCertificates } from './issue';
import { planCertificates } from './plan';
import { demoSeed } from './seed';

const place = { file: 'test.yaml', line: 1, column: 1 };
const source: Source = { file: place.file, placeOf: () => place, placeOfKey: () => place };

function anApp(name: string, endpoints: readonly object[] = []): App {
  const pod = { containers: [{ name, image: 'registry.example.com/app:1' }] };
  const document = { apiVersion: API_VERSION, kind: 'App', metadata: { name }, spec: { pod, endpoints } };
  return { name, spec: appDocument.parse(document).spec, source };
}

function aTenant(name: string, apps: readonly App[], domains: readonly string[] = []): Tenant {
  const document = { apiVersion: API_VERSION, kind: 'Tenant', metadata: { name }, spec: { domains } };
  return { name, spec: tenantDocument.parse(document).spec, source, apps };
}

function aFleet(...tenants: readonly Tenant[]): Fleet {
  const spec = {
    domain: 'apps.example.com',
    pki: { seed: 'demo', since: '2026-01-01', asOf: '2026-11-01' },
    secrets: { mode: 'plain' },
  };
  const document = { apiVersion: API_VERSION, kind: 'Platform', metadata: { name: 'prod' }, spec };
  return { platform: { name: 'prod', spec: platformDocument.parse(document).spec, source }, tenants };
}

const web = { name: 'web', port: 8080, protocol: 'http', expose: 'public' };
const api = { ...web, name: 'api', port: 8081, host: 'www.acme.example', path: '/api' };
const home = { ...web, name: 'home', port: 8082, host: 'www.acme.example' };
const acme = aTenant('acme', [anApp('queue'), anApp('shop', [web, api, home])], ['acme.example']);
const globex = aTenant('globex', [anApp('fx', [{ name: 'api', port: 9000, protocol: 'tls' }])]);
const plans = planCertificates(aFleet(acme, globex));

function planOf(id: string): CertificatePlan {
  const plan = plans.find((candidate) => candidate.id === id);
  if (plan === undefined) throw new Error(`no plan ${id}`);
  return plan;
}

test('a root, and for each tenant authority, twin, apps, the gate if it has public endpoints, and each public host once', () => {
  expect(plans.map(({ id, profile, issuerId, keyId }) => `${id}: ${profile} by ${issuerId}, key ${keyId}`)).toEqual([
    'root: root by root, key root',
    'acme/authority: authority by root, key acme/authority',
    'acme/twin: twin by acme/twin, key acme/authority',
    'acme/app/queue: identity by acme/authority, key acme/app/queue',
    'acme/app/shop: identity by acme/authority, key acme/app/shop',
    'acme/app/gate: identity by acme/authority, key acme/app/gate',
    'acme/host/web.shop.acme.apps.example.com: public by acme/authority, key acme/host/web.shop.acme.apps.example.com',
    'acme/host/www.acme.example: public by acme/authority, key acme/host/www.acme.example',
    'globex/authority: authority by root, key globex/authority',
    'globex/twin: twin by globex/twin, key globex/authority',
    'globex/app/fx: identity by globex/authority, key globex/app/fx',
  ]);
});

test('an identity tells its tenant, its app and its two service names', () => {
  expect(planOf('acme/app/gate')).toMatchObject({
    subject: { organization: 'acme', commonName: 'gate' },
    dnsNames: ['gate.acme.svc', 'gate.acme.svc.cluster.local'],
    uris: ['spiffe://acme.apps.example.com/app/gate'],
    // Not of asOf, but of acme's last renewal day before it, see model/renewal.ts.
    notBefore: new Date('2026-09-23T00:00:00Z'),
    notAfter: new Date('2026-12-22T00:00:00Z'),
  });
});

test('an egress gateway is there with the apps that need it, and answers to a name for each port', () => {
  const document = { name: 'pay', to: { fqdn: 'api.pay.example', port: 443 }, localPort: 9443 };
  const caller = anApp('caller');
  const app: App = { ...caller, spec: { ...caller.spec, egresses: [document] } };
  const plan = planCertificates(aFleet(aTenant('acme', [app]))).find(({ id }) => id === 'acme/app/egress');
  expect(plan?.dnsNames).toEqual(['egress.acme.svc', 'egress.acme.svc.cluster.local', '*.egress.acme.svc']);
  expect(plans.some(({ id }) => id.endsWith('/egress'))).toBe(false);
});

test('an authority may sign names of its own tenant alone, and never a bare namespace', () => {
  expect(planOf('acme/authority').constraints).toEqual({
    dns: ['acme.svc', 'acme.svc.cluster.local', 'localhost', 'acme.apps.example.com', 'acme.example'],
    uriHosts: ['acme.apps.example.com'],
    ipRanges: ['127.0.0.0/8', '::1/128'],
    directoryOrganization: 'acme',
  });
});

test('the twin has the authority’s subject, key and dates, and no constraints', () => {
  const { constraints, ...authority } = planOf('acme/authority');
  const own = { id: 'acme/twin', issuerId: 'acme/twin', profile: 'twin' };
  expect(constraints).toBeDefined();
  expect(planOf('acme/twin')).toStrictEqual({ ...authority, ...own });
});

test('a host that is too long for a common name stands among the alternative names alone', () => {
  const host = (label: string): string => `${label}.acme.example`;
  const of = (name: string): Partial<CertificatePlan>[] =>
    planCertificates(aFleet(aTenant('acme', [anApp('shop', [{ ...web, host: name }])], ['acme.example'])))
      .filter(({ profile }) => profile === 'public')
      .map(({ subject, dnsNames }) => ({ subject, dnsNames }));
  const [fits, tooLong] = [host('x'.repeat(51)), host('x'.repeat(52))];
  const subject = { organization: 'acme', unit: 'public' };
  expect(of(fits)).toEqual([{ subject: { ...subject, commonName: fits }, dnsNames: [fits] }]);
  expect(of(tooLong)).toEqual([{ subject, dnsNames: [tooLong] }]);
});

test('no app’s name gives it the subject of an authority or of the root', () => {
  const names = ['authority', 'root', 'public', 'prod', 'prod-authority'];
  const fleet = aFleet(
    aTenant(
      'prod',
      names.map((name) => anApp(name, [web])),
    ),
  );
  const subjects = planCertificates(fleet)
    .filter(({ profile }) => profile !== 'twin')
    .map(({ subject }) => JSON.stringify(subject));
  expect(new Set(subjects).size).toBe(subjects.length);
});

test('the longest names still make certificates', () => {
  const [tenant, app] = ['a'.repeat(63), 'b'.repeat(63)];
  const longest = planCertificates(aFleet(aTenant(tenant, [anApp(app, [web])])));
  const pem = issueCertificates(longest, demoSeed).get(`${tenant}/app/${app}`)?.certificatePem ?? '';
  expect(new X509Certificate(pem).subject).toBe(`O=${tenant}\nCN=${app}`);
});

test('a further tenant changes nobody else’s certificates', () => {
  const before = issueCertificates(planCertificates(aFleet(acme)), demoSeed);
  const after = issueCertificates(plans, demoSeed);
  for (const [id, certificate] of before) expect(after.get(id)).toEqual(certificate);
});

test('nginx will read the subject of an identity as the model says', () => {
  const pem = issueCertificates(plans, demoSeed).get('acme/app/shop')?.certificatePem ?? '';
  const inOrder = new X509Certificate(pem).subject.split('\n');
  expect(inOrder.reverse().join(',')).toBe(identityDn('acme', 'shop'));
});
