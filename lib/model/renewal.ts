/**
 * When leaves are renewed. Not all of a fleet on the day that `asOf` moves: each tenant has renewal days of its own, half a
 * leaf's life apart, which follow from its name alone, so that no other tenant's coming or going moves them.
 */
import type { Platform } from './platform';
import type { Tenant } from './tenant';

export const DAY_MILLISECONDS = 86_400_000;

/** Renewed when half its life is over; the other half is for whoever forgets to move `asOf`. */
export function renewDaysOf({ spec }: Platform): number {
  return Math.max(1, Math.floor(spec.pki.leafDays / 2));
}

/**
 * The day (2026-11-01, UTC) from which this tenant's leaves are valid: its last renewal day at or before `asOf`, but not before
 * `since`, when no authority is valid yet.
 */
export function renewalDay(platform: Platform, tenant: Pick<Tenant, 'name'>): string {
  const { asOf, since } = platform.spec.pki;
  const day = toDay(dayNumber(asOf) - daysSinceRenewal(platform, tenant));
  return day < since ? since : day;
}

/** The day to which `asOf` must move, or beyond, for this tenant's leaves to be renewed. */
export function nextRenewalDay(platform: Platform, tenant: Pick<Tenant, 'name'>): string {
  return toDay(dayNumber(platform.spec.pki.asOf) - daysSinceRenewal(platform, tenant) + renewDaysOf(platform));
}

/** Renewal days are those on which (day - jitter) is a multiple of renewDays, days being counted from 1970-01-01. */
function daysSinceRenewal(platform: Platform, tenant: Pick<Tenant, 'name'>): number {
  const renewDays = renewDaysOf(platform);
  const jitter = scatter(tenant.name) % renewDays;
  return (((dayNumber(platform.spec.pki.asOf) - jitter) % renewDays) + renewDays) % renewDays;
}

/**
 * FNV-1a of 32 bits with MurmurHash3's finalizer, which spreads names that differ in one letter; a name is ASCII. No secret
 * and no strength is asked of it, only that it never changes: another hash would renew whole fleets.
 */
export function scatter(name: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function dayNumber(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) / DAY_MILLISECONDS;
}

function toDay(number: number): string {
  return new Date(number * DAY_MILLISECONDS).toISOString().slice(0, 10);
}
