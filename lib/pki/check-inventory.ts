/** What of the committed inventory needs somebody to act: what ends soon, and what the documents no longer say. Pure. */
import type { CertificatePlan } from '../model/certificate';
import type { Fleet } from '../model/fleet';
import type { Platform } from '../model/platform';
import { DAY_MILLISECONDS, nextRenewalDay, renewalDay } from '../model/renewal';
import { scopeOf } from './derive';
import type { Inventory, InventoryEntry } from './inventory';

/** Certificates of one tenant (or of the platform) that end on one day and are renewed by one change. */
export interface Expiry {
  readonly notAfter: string;
  /** Negative where they have ended. */
  readonly daysLeft: number;
  /** Undefined for the root's. */
  readonly tenant: string | undefined;
  readonly ids: readonly string[];
  readonly fix: ExpiryFix;
}

/** To move `asOf`, to replace a key, or to agree anew with the tenant that granted it. */
export type ExpiryFix = { readonly asOf: string } | { readonly rotate: string } | { readonly exporter: string };

export interface InventoryReport {
  /** By day, then tenant. */
  readonly expiring: readonly Expiry[];
  /** Planned, and not listed. */
  readonly missing: readonly string[];
  /** Listed, and not planned. */
  readonly surplus: readonly string[];
  /** Listed with other dates than planned. */
  readonly outdated: readonly string[];
}

/** @param today `2026-11-01`, UTC. @param days how many days ahead to look. */
export function checkInventory(
  fleet: Fleet,
  plans: readonly CertificatePlan[],
  inventory: Inventory,
  today: string,
  days: number,
): InventoryReport {
  const listed = new Map(inventory.certificates.map((entry) => [entry.id, entry]));
  const planned = new Map(plans.map((plan) => [plan.id, plan]));
  const groups = new Map<string, Expiry>();
  for (const entry of inventory.certificates) {
    const daysLeft = daysBetween(today, entry.notAfter);
    if (daysLeft > days || !planned.has(entry.id)) continue;
    const expiry = toExpiry(fleet.platform, entry, daysLeft, today);
    const key = JSON.stringify([expiry.notAfter, expiry.tenant ?? '', expiry.fix]);
    groups.set(key, { ...expiry, ids: [...(groups.get(key)?.ids ?? []), entry.id] });
  }
  return {
    expiring: [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, expiry]) => expiry),
    missing: [...planned.keys()].filter((id) => !listed.has(id)).sort(),
    surplus: [...listed.keys()].filter((id) => !planned.has(id)).sort(),
    outdated: plans.filter((plan) => isOutdated(plan, listed.get(plan.id))).map(({ id }) => id),
  };
}

function toExpiry(platform: Platform, entry: InventoryEntry, daysLeft: number, today: string): Expiry {
  const { id, notAfter, notBefore, profile } = entry;
  const tenant = scopeOf(id);
  const isLeaf = profile === 'identity' || profile === 'public' || profile === 'guest';
  const leafFix = (owner: string): ExpiryFix =>
    endsWithItsGrant(platform, entry)
      ? { exporter: scopeOf(entry.issuer) ?? '' }
      : { asOf: dayThatRenews(platform, owner, notBefore, today) };
  const fix =
    isLeaf && tenant !== undefined
      ? leafFix(tenant)
      : { rotate: tenant === undefined ? '--root' : `--tenant ${tenant}` };
  return { notAfter, daysLeft, tenant, ids: [id], fix };
}

/** No other leaf is shorter than the platform has it. */
function endsWithItsGrant({ spec }: Platform, { profile, notBefore, notAfter }: InventoryEntry): boolean {
  return profile === 'guest' && daysBetween(notBefore, notAfter) < spec.pki.leafDays;
}

/** Today, where the tenant has had a renewal day since; else its next one. */
function dayThatRenews(platform: Platform, tenant: string, notBefore: string, today: string): string {
  const pki = { ...platform.spec.pki, asOf: today };
  const asOfToday = { ...platform, spec: { ...platform.spec, pki } };
  return renewalDay(asOfToday, { name: tenant }) > notBefore ? today : nextRenewalDay(asOfToday, { name: tenant });
}

function isOutdated(plan: CertificatePlan, entry: InventoryEntry | undefined): boolean {
  if (entry === undefined) return false;
  return (
    !plan.notAfter.toISOString().startsWith(entry.notAfter) || !plan.notBefore.toISOString().startsWith(entry.notBefore)
  );
}

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MILLISECONDS);
}
