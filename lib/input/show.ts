/** A value in a message: as the user wrote it, short, and on one line. */

const LONGEST = 80;

export function show(value: unknown): string {
  if (value === null || value === undefined) return 'empty';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object') return 'a mapping';
  if (typeof value !== 'string') return String(value);
  const cut = value.length > LONGEST ? `${value.slice(0, LONGEST)}…` : value;
  return JSON.stringify(cut);
}
