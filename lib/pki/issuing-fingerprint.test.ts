import type { CertificatePlan } from '../model/certificate';
import { loadSampleFleet } from '../testing/sample-fleet';
import { everyKindOfPlan, issuingFingerprint } from './issuing-fingerprint';
import { planCertificates } from './plan';
import { profiles } from '../model/profiles';

test('the same code has the same fingerprint', () => {
  expect(issuingFingerprint()).toBe(issuingFingerprint());
});

test('it sees every profile, and every field that a plan of the sample has', () => {
  const kinds = (plans: readonly CertificatePlan[]): Set<string> => new Set(plans.flatMap((plan) => pathsOf(plan)));
  expect(new Set(everyKindOfPlan.map(({ profile }) => profile))).toEqual(new Set(Object.keys(profiles)));
  const seen = kinds(everyKindOfPlan);
  expect([...kinds(planCertificates(loadSampleFleet()))].filter((path) => !seen.has(path))).toEqual([]);
  expect(seen).toContain('constraints.ipRanges');
});

/** A field counts where it says something: an empty list does not. */
function pathsOf(value: unknown, prefix = ''): string[] {
  if (Array.isArray(value)) return value.length > 0 ? [prefix] : [];
  if (typeof value !== 'object' || value === null || value instanceof Date) return [prefix];
  return Object.entries(value).flatMap(([key, inner]) => pathsOf(inner, prefix === '' ? key : `${prefix}.${key}`));
}
