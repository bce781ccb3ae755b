import { X509Certificate } from 'node:crypto';
import { aFleet } from '../testing/a-fleet';
import { issueSampleCertificates, loadSampleFleet } from '../testing/sample-fleet';
import { checkInventory } from './check-inventory';
import { generationOf, renderInventory, toInventory, type Inventory } from './inventory';
import { parseInventory } from './parse-inventory';
import { planCertificates } from './plan';
import { readNameConstraints } from './read-name-constraints';

const fleet = loadSampleFleet();
const store = issueSampleCertificates(fleet);
const inventory = toInventory(fleet, store);

test('every certificate is one line, sorted by id, with what the certificate itself says', () => {
  const lines = renderInventory(inventory)
    .split('\n')
    .filter((line) => line.includes('"id"'));
  expect(lines).toHaveLength(store.size);
  const ids = inventory.certificates.map(({ id }) => id);
  expect(ids).toEqual([...ids].sort());
  for (const { id, serial, sha256, notBefore, notAfter, subject } of inventory.certificates) {
    const certificate = new X509Certificate(store.get(id)?.certificatePem ?? '');
    expect(serial).toBe(certificate.serialNumber.toLowerCase());
    expect(sha256).toBe(certificate.fingerprint256.replaceAll(':', '').toLowerCase());
    expect([notBefore, notAfter]).toEqual(
      [certificate.validFrom, certificate.validTo].map((date) => new Date(date).toISOString().slice(0, 10)),
    );
    expect(subject).toBe(certificate.subject.split('\n').reverse().join(','));
  }
});

test('the order of the store does not matter, and what is written is read back', () => {
  const reversed = new Map([...store].reverse());
  expect(renderInventory(toInventory(fleet, reversed))).toBe(renderInventory(inventory));
  expect(parseInventory(renderInventory(inventory))).toEqual({ ok: true, value: inventory });
});

test.each([undefined, '', '[]', '{"version":2}', '{"version":1,"asOf":"x","certificates":[]}'])(
  'what is no inventory is an issue: %s',
  (text) => {
    expect(parseInventory(text)).toMatchObject({ ok: false, issues: [{ rule: 'inventory' }] });
  },
);

test('generations are told by ids', () => {
  expect(['root', 'root-2', 'a/authority', 'a/authority/3', 'a/twin/12', 'root/app/x'].map(generationOf)).toEqual([
    1, 2, 1, 3, 12, 1,
  ]);
});

describe('what needs somebody to act', () => {
  const plans = planCertificates(fleet);
  const check = (today: string, days: number, listed: Inventory = inventory): ReturnType<typeof checkInventory> =>
    checkInventory(fleet, plans, listed, today, days);

  test('nothing does, long before', () => {
    expect(check('2026-11-02', 21)).toEqual({ expiring: [], missing: [], surplus: [], outdated: [] });
  });

  test('the last day on which nothing is told, and the first on which it is', () => {
    const ends = inventory.certificates.find(({ id }) => id === 'acme/app/shop')?.notAfter ?? '';
    const before = (days: number): string => new Date(Date.parse(ends) - days * 86_400_000).toISOString().slice(0, 10);
    expect(check(before(22), 21).expiring.flatMap(({ ids }) => ids)).not.toContain('acme/app/shop');
    const told = check(before(21), 21).expiring.find(({ ids }) => ids.includes('acme/app/shop'));
    expect(told).toMatchObject({ daysLeft: 21, tenant: 'acme', fix: { asOf: before(21) } });
  });

  test('the day that is told for leaves does renew them', () => {
    for (const { fix, ids } of check('2027-01-20', 21).expiring) {
      if (!('asOf' in fix)) throw new Error('only leaves end so soon');
      const spec = { ...fleet.platform.spec, pki: { ...fleet.platform.spec.pki, asOf: fix.asOf } };
      const renewed = planCertificates({ ...fleet, platform: { ...fleet.platform, spec } });
      for (const id of ids) {
        const old = plans.find((plan) => plan.id === id)?.notAfter.getTime() ?? Infinity;
        expect(renewed.find((plan) => plan.id === id)?.notAfter.getTime()).toBeGreaterThan(old);
      }
    }
  });

  test('authorities and root are replaced, not renewed', () => {
    const fixes = check('2046-10-20', 21).expiring.flatMap(({ fix }) => ('rotate' in fix ? [fix.rotate] : []));
    expect(fixes).toEqual(['--root', '--tenant acme', '--tenant globex', '--tenant initech']);
  });

  test('an inventory that does not tell what the documents say is stale', () => {
    const [first, second, ...rest] = inventory.certificates;
    if (first === undefined || second === undefined) throw new Error('two certificates');
    const listed = [{ ...first, id: 'gone/app/x' }, { ...second, notAfter: '2027-01-29' }, ...rest];
    expect(check('2026-11-02', 21, { ...inventory, certificates: listed })).toEqual({
      expiring: [],
      missing: [first.id],
      surplus: ['gone/app/x'],
      outdated: [second.id],
    });
  });
});

test('name constraints are read as they were planned, whatever the names', () => {
  const domains = ['shop.example', 'a.b.c.example', 'xn--bcher-kva.example'];
  const tenants = [0, 1, 2, 3].map((n) => ({ name: `t${'x'.repeat(n * 15)}`, domains: domains.slice(0, n) }));
  const odd = aFleet({ tenants });
  const issued = issueSampleCertificates(odd);
  for (const { plan, certificatePem } of issued.values()) {
    const { dns = [], uriHosts = [], directoryOrganization } = plan.constraints ?? {};
    const ranges = ['ip 127.0.0.0/8', 'ip 0000:0000:0000:0000:0000:0000:0000:0001/128'];
    expect(readNameConstraints(new X509Certificate(certificatePem ?? '').raw)).toEqual(
      plan.constraints === undefined
        ? []
        : [
            ...dns.map((name) => `dns ${name}`),
            ...uriHosts.map((host) => `uri ${host}`),
            ...ranges,
            `directory O=${directoryOrganization ?? ''}`,
          ],
    );
  }
});
