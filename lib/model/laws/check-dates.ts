/**
 * Lifetimes nest: no leaf is valid before or after the authority that signs it. Judged as though every leaf were renewed on
 * `asOf`: none is renewed later, and the law does not depend on which tenants there are.
 */
import { AUTHORITY_YEARS } from '../certificate';
import type { Fleet } from '../fleet';
import { fault, type Issue, type Place } from '../issue';
import { DAY_MILLISECONDS } from '../renewal';

/** Far more than anybody means, and far within what a certificate can tell (RFC 5280 §4.1.2.5: until 9999). */
const EARLIEST_SINCE = '2000-01-01';
const LATEST_SINCE = '2999-12-31';

export function checkDates({ platform: { spec, source } }: Fleet): Issue[] {
  const { since, asOf, leafDays } = spec.pki;
  const where = (): Place => source.placeOf(['spec', 'pki', 'asOf']);
  if (since < EARLIEST_SINCE || since > LATEST_SINCE) {
    const message = `since ${since} is no day that could be meant; allowed: ${EARLIEST_SINCE} to ${LATEST_SINCE}`;
    return [fault('lifetimes', source.placeOf(['spec', 'pki', 'since']), message, 'check the year of since')];
  }
  if (asOf < since) {
    return [
      fault(
        'lifetimes',
        where(),
        `asOf ${asOf} is before since ${since}, when no authority is valid yet`,
        'move asOf to since or later',
      ),
    ];
  }
  const end = new Date(`${since}T00:00:00Z`);
  end.setUTCFullYear(end.getUTCFullYear() + AUTHORITY_YEARS);
  const leafEnd = Date.parse(`${asOf}T00:00:00Z`) + leafDays * DAY_MILLISECONDS;
  if (leafEnd <= end.getTime()) return [];
  const message = `leaves as of ${asOf} would live for ${leafDays} days, beyond the authorities, which end on ${end.toISOString().slice(0, 10)}`;
  return [fault('lifetimes', where(), message, 'check the year of asOf, or make leafDays smaller')];
}
