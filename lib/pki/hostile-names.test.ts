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

type Names = Pick<CertificatePlan, 'dnsNames'> & Partial<CertificatePlan>;

/** What whoever trusts the root says of leaves with these names that the tenant's authority signed: `ok`, or openssl's reason. */
function verdictsOn(tenant: string, forged: readonly Names[]): string[] {
  const { leaf, issuer, options } = setUp(tenant);
  const files = forged.map((names, index) => {
    const pem = renderCertificate({ ...leaf, uris: [], ...names }, keyOf(leaf.keyId).publicPoint, issuer);
    return writeFile(`${index}.leaf`, pem);
  });
  const { stdout, stderr } = spawnSync('openssl', ['verify', ...options, ...files], { encoding: 'utf8' });
  return files.map((file) => {
    if (stdout.includes(`${file}: OK`)) return 'ok';
    const before = stderr.slice(0, stderr.indexOf(`error ${file}: verification failed`));
    return /.*depth lookup: (.*)/.exec(before.split('\n').at(-2) ?? '')?.[1] ?? stderr;
  });
}

// The laws refuse most of these names; the constraints hold without the laws.
test.each(['svc', 'local', 'localhost', 'cluster', 'cluster-local', 'xn--p1ai', 'a'.repeat(63)])(
  'a tenant called %s may sign its own names and cannot sign a neighbour’s',
  (tenant) => {
    const own = `shop.${tenant}.svc`;
    const lawful = [own, `${own}.cluster.local`, `x.${tenant}.apps.example.com`, 'localhost'];
    const unlawful = [
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
    ];
    const forged: Names[] = [
      ...[...lawful, ...unlawful].map((name) => ({ dnsNames: [name] })),
      { dnsNames: [own], uris: ['spiffe://globex.apps.example.com/app/shop'] },
      { dnsNames: [own], subject: { organization: 'globex', commonName: 'shop' } },
    ];
    const violation = 'permitted subtree violation';
    expect(verdictsOn(tenant, forged)).toEqual(forged.map((_, index) => (index < lawful.length ? 'ok' : violation)));
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
