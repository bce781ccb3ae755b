/** Lifetimes nest: no leaf is valid before or after the authority that signs it. */
import { AUTHORITY_YEARS } from '../certificate';
import type { Fleet } from '../fleet';
import { fault, type Issue } from '../issue';

const DAY_MILLISECONDS = 86_400_000;

export function checkDates({ platform: { spec, source } }: Fleet): Issue[] {
  const { since, asOf, leafDays } = spec.pki;
  const where = source.placeOf(['spec', 'pki', 'asOf']);
  if (asOf < since) {
    return [
      fault(
        'lifetimes',
        where,
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
  return [fault('lifetimes', where, message, 'check the year of asOf, or make leafDays smaller')];
}
