/** Whatever tenants are called and whatever domains they own, none of their authorities can sign another's names. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { CertificatePlan } from '../model/certificate';
import { isWithin } from '../model/names';
import { aFleet } from '../testing/a-fleet';
import { arbitraryFleet } from '../testing/arbitrary-fleet';
import { deriveScopeSeed, scopeOf } from './derive';
import { issueCertificates } from './issue';
import { deriveKeyPair, type KeyPair } from './keys';
import { planCertificates } from './plan';
import { demoSeed } from './seed';
import { renderCertificate, toIssuer, type Issuer } from './x509';

const keyOf = (keyId: string): KeyPair => deriveKeyPair(deriveScopeSeed(demoSeed, scopeOf(keyId)), keyId);
const folder = mkdtempSync(join(tmpdir(), 'gatehouse-hostile-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const web = { name: 'web', port: 8080, protocol: 'http', expose: 'public' } as const;

interface Setup {
  readonly leaf: CertificatePlan;
  readonly issuer: Issuer;
  /** Words for openssl: what is trusted, and what is sent along. */
  readonly options: readonly string[];
}

const setups = new Map<string, Setup>();

function setUp(tenant: string): Setup {
  const pki = { seed: 'demo', since: '2026-01-01', asOf: '2026-11-01' } as const;
  const fleet = aFleet({ platform: { pki }, tenants: [{ name: tenant, apps: [{ endpoints: [web] }] }] });
  const store = issueCertificates(planCertificates(fleet), demoSeed);
  const [root, authority, leaf] = ['root', `${tenant}/authority`, `${tenant}/app/shop`].map((id) => store.get(id));
  if (root === undefined || authority === undefined || leaf === undefined) throw new Error('all three are planned');
  const options = [
    ...['-CAfile', writeFile(`${tenant}.root`, root.certificatePem), '-no-CApath', '-no-CAstore'],
    ...['-untrusted', writeFile(`${tenant}.authority`, authority.certificatePem)],
    ...['-attime', String(Date.parse('2026-11-02T00:00:00Z') / 1000)],
  ];
  const issuer = toIssuer(authority.plan.subject, keyOf(authority.plan.keyId), demoSeed);
  return { leaf: leaf.plan, issuer, options };
}

function writeFile(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

/** What whoever trusts the root says of a leaf with these names that the tenant's authority signed: `ok`, or openssl's reason. */
function verdictOn(tenant: string, names: Pick<CertificatePlan, 'dnsNames'> & Partial<CertificatePlan>): string {
  const setup = setups.get(tenant) ?? setUp(tenant);
  setups.set(tenant, setup);
  const { leaf, issuer, options } = setup;
  const forged = renderCertificate({ ...leaf, uris: [], ...names }, keyOf(leaf.keyId).publicPoint, issuer);
  const { status, stderr } = spawnSync('openssl', ['verify', ...options, writeFile('leaf', forged)], {
    encoding: 'utf8',
  });
  if (status === 0) return 'ok';
  return /depth lookup: (.*)/.exec(stderr)?.[1] ?? stderr;
}

// The laws refuse these names; the constraints hold without the laws.
describe.each(['svc', 'local', 'localhost', 'cluster', 'cluster-local', 'xn--p1ai', 'a'.repeat(63)])(
  'a tenant called %s',
  (tenant) => {
    it('may sign its own names', () => {
      for (const name of [`shop.${tenant}.svc`, `shop.${tenant}.svc.cluster.local`, `x.${tenant}.apps.example.com`])
        expect([name, verdictOn(tenant, { dnsNames: [name] })]).toEqual([name, 'ok']);
    });

    it.each([
      'shop.globex.svc',
      'SHOP.GLOBEX.SVC',
      'shop.globex.svc.cluster.local',
      'shop.globex.svc.cluster.local.',
      '*.svc',
      '*.globex.svc',
      'shop.*.svc',
      '*.cluster.local',
      'svc',
      'cluster.local',
      'globex.local',
      'web.shop.globex.apps.example.com',
      '*.apps.example.com',
      'xn--globex-.svc',
    ])('cannot sign %s', (name) => {
      expect(verdictOn(tenant, { dnsNames: [name] })).toMatch(/permitted subtree violation|unsupported/);
    });

    it('cannot sign a neighbour’s SPIFFE name or subject', () => {
      const dnsNames = [`shop.${tenant}.svc`];
      const uris = ['spiffe://globex.apps.example.com/app/shop'];
      const subject = { organization: 'globex', commonName: 'shop' };
      expect(verdictOn(tenant, { dnsNames, uris })).toBe('permitted subtree violation');
      expect(verdictOn(tenant, { dnsNames, subject })).toBe('permitted subtree violation');
    });
  },
);

test('in any lawful fleet every leaf’s names are within its own authority’s constraints and no other’s', () => {
  fc.assert(
    fc.property(arbitraryFleet(), (fleet) => {
      const plans = planCertificates(fleet);
      const authorities = plans.filter(({ profile }) => profile === 'authority');
      for (const leaf of plans.filter(({ profile }) => profile === 'identity' || profile === 'public'))
        for (const { id, subject, constraints } of authorities) {
          const isOwn = leaf.issuerId === id;
          const permits = (name: string): boolean => constraints?.dns.some((domain) => isWithin(name, domain)) === true;
          expect(leaf.dnsNames.map(permits)).toEqual(leaf.dnsNames.map(() => isOwn));
          const hosts = leaf.uris.map((uri) => new URL(uri).host);
          expect(hosts.map((host) => constraints?.uriHosts.includes(host))).toEqual(hosts.map(() => isOwn));
          expect(leaf.subject.organization === subject.organization).toBe(isOwn);
        }
    }),
  );
});
