/**
 * The laws of the fleet on what could be read of it. A law is not applied where a document that could not be read might
 * change the answer: one mistake must not be told as two.
 */
import { targetOf } from '../model/egress';
import type { Fleet } from '../model/fleet';
import { callsOf, offersOf } from '../model/grants';
import type { Issue, Place } from '../model/issue';
import { checkApp } from '../model/laws/check-app';
import { checkEgresses } from '../model/laws/check-egresses';
import { checkFleet } from '../model/laws/check-fleet';
import { renderPlace } from '../model/laws/first-seen';
import { placeOfOffer, placeOfTarget } from '../model/laws/grant-words';
import type { Reading, TenantReading } from './reading';

/** Rules that say that something is missing which another document has. */
const ABOUT_OTHERS = new Set(['egress-target', 'grant-target']);

export function checkReading(reading: Reading): Issue[] {
  const { platform, tenants } = reading;
  const isJudged = (tenant: TenantReading): boolean => platform !== undefined && tenant.document !== undefined;
  const others = tenants.filter((tenant) => !isJudged(tenant));
  const issues = [
    ...(platform === undefined ? [] : checkFleet({ platform, tenants: toTenants(reading) })),
    ...others.flatMap((tenant) => [...checkEgresses(tenant), ...tenant.apps.flatMap(checkApp)]),
  ];
  const undecided = new Set([...tenants.flatMap(undecidedPlaces), ...undecidedGrants(tenants)].map(renderPlace));
  return issues.filter(({ rule, where }) => !ABOUT_OTHERS.has(rule) || !undecided.has(renderPlace(where)));
}

/** Those whose own document could be read, with the apps that could be. */
export function toTenants({ tenants }: Reading): Fleet['tenants'] {
  return tenants.flatMap(({ document, apps }) => (document === undefined ? [] : [{ ...document, apps }]));
}

/** Egresses that lead to apps that could not be read. */
function undecidedPlaces({ apps, lost }: TenantReading): Place[] {
  if (lost.size === 0) return [];
  return apps.flatMap(({ spec, source }) =>
    spec.egresses.flatMap((egress, index) => {
      const target = targetOf(egress);
      const isLost = target?.kind === 'app' && lost.has(target.app);
      return isLost ? [source.placeOf(['spec', 'egresses', index, 'to', 'app'])] : [];
    }),
  );
}

/** Both sides of grants whose other side could not be read. */
function undecidedGrants(tenants: readonly TenantReading[]): Place[] {
  const lost = tenants.filter((tenant) => tenant.document === undefined || tenant.lost.size > 0);
  if (lost.length === 0) return [];
  const byName = new Map(lost.map((tenant) => [tenant.name, tenant]));
  const lostKey = (tenant: string, app: string): 'tenant' | 'app' | undefined => {
    const reading = byName.get(tenant);
    if (reading === undefined) return undefined;
    if (reading.document === undefined) return 'tenant';
    return reading.lost.has(app) ? 'app' : undefined;
  };
  const read = toTenants({ platform: undefined, tenants });
  return [
    ...read.flatMap(callsOf).flatMap((call) => {
      const key = lostKey(call.target.tenant, call.target.app);
      return key === undefined ? [] : [placeOfTarget(call, key)];
    }),
    ...read.flatMap(offersOf).flatMap((offer) => {
      const key = lostKey(offer.terms.tenant, offer.terms.app);
      return key === undefined ? [] : [placeOfOffer(offer, key)];
    }),
  ];
}
