import fc from 'fast-check';
import { aPlatform } from '../testing/a-platform';
import type { Platform } from './platform';
import { nextRenewalDay, renewalDay, renewDaysOf, scatter } from './renewal';

const DAY_MILLISECONDS = 86_400_000;

function platformAsOf(asOf: string, leafDays = 90, since = '2020-01-01'): Platform {
  return aPlatform({ pki: { seed: 'demo', since, asOf, leafDays } });
}

function plusDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MILLISECONDS).toISOString().slice(0, 10);
}

function daysBetween(from: string, to: string): number {
  return (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MILLISECONDS;
}

const day = fc
  .integer({ min: 0, max: 20_000 })
  .map((number) => new Date((18_262 + number) * DAY_MILLISECONDS).toISOString().slice(0, 10));
const name = fc.stringMatching(/^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/);
const leafDays = fc.integer({ min: 1, max: 90 });

// Another answer would renew the leaves of whole fleets at once.
test('the days of a few names are the ones that they have always been', () => {
  const platform = platformAsOf('2026-11-01');
  const days = ['acme', 'globex', 'initech', 'a'].map((tenant) => renewalDay(platform, { name: tenant }));
  expect(days).toEqual(['2026-09-23', '2026-10-17', '2026-10-23', '2026-10-19']);
});

test('32-bit FNV-1a and the finalizer give what their definitions give', () => {
  // fmix32 of FNV-1a's published values for '' (0x811c9dc5), 'a' (0xe40c292c) and 'foobar' (0xbf9cf968).
  const finalize = (hash: bigint): number => {
    const times = (a: bigint, b: bigint): bigint => (a * b) & 0xffffffffn;
    let h = times(hash ^ (hash >> 16n), 0x85ebca6bn);
    h = times(h ^ (h >> 13n), 0xc2b2ae35n);
    return Number(h ^ (h >> 16n));
  };
  expect(['', 'a', 'foobar'].map(scatter)).toEqual([0x811c9dc5n, 0xe40c292cn, 0xbf9cf968n].map(finalize));
});

test('at asOf never more than half of a leaf’s life is over', () => {
  fc.assert(
    fc.property(day, leafDays, name, (asOf, life, tenant) => {
      const gone = daysBetween(renewalDay(platformAsOf(asOf, life), { name: tenant }), asOf);
      expect(gone).toBeGreaterThanOrEqual(0);
      expect(gone * 2).toBeLessThanOrEqual(life);
    }),
  );
});

test('leaves keep their day until asOf reaches the next one, and then have that', () => {
  fc.assert(
    fc.property(day, leafDays, name, (asOf, life, tenant) => {
      const [before, next] = [
        renewalDay(platformAsOf(asOf, life), { name: tenant }),
        nextRenewalDay(platformAsOf(asOf, life), { name: tenant }),
      ];
      expect(next > asOf).toBe(true);
      const wait = daysBetween(asOf, next);
      const dayAfter = (days: number): string => renewalDay(platformAsOf(plusDays(asOf, days), life), { name: tenant });
      expect(dayAfter(wait - 1)).toBe(before);
      expect(dayAfter(wait)).toBe(next);
    }),
  );
});

test('no leaf begins before since, when no authority is valid', () => {
  fc.assert(
    fc.property(day, fc.nat({ max: 100 }), leafDays, name, (since, later, life, tenant) => {
      const asOf = plusDays(since, later);
      const begin = renewalDay(platformAsOf(asOf, life, since), { name: tenant });
      expect(begin >= since && begin <= asOf).toBe(true);
    }),
  );
});

const tenants = Array.from({ length: 900 }, (_, index) => ({ name: `tenant-${index}` }));

test.each([90, 60, 10])('with leaves of %i days, each day renews about its share of many tenants', (life) => {
  const asOf = '2026-11-01';
  const share = tenants.length / renewDaysOf(platformAsOf(asOf, life));
  for (let days = 0; days < 20; days++) {
    const [today, tomorrow] = [days, days + 1].map((later) => platformAsOf(plusDays(asOf, later), life));
    if (today === undefined || tomorrow === undefined) throw new Error('two were made');
    const renewed = tenants.filter((tenant) => renewalDay(today, tenant) !== renewalDay(tomorrow, tenant));
    expect(Math.abs(renewed.length - share)).toBeLessThan(4 * Math.sqrt(share));
  }
});
