/** How values are put into messages: cut to a length that a person reads, and never a private key. */
import { hasPrivateKey } from './private-key-text';
import type { IndexedObject } from './indexed-object';

const LONGEST_QUOTE = 80;
const LONGEST_LISTING = 5;

/** `"shop"`, `8080`, `absent`; text that holds a private key is named, not shown. */
export function quote(value: unknown): string {
  if (value === undefined) return 'absent';
  const text = JSON.stringify(value);
  if (hasPrivateKey(typeof value === 'string' ? value : text)) return '<a private key>';
  const characters = Array.from(text);
  return characters.length <= LONGEST_QUOTE ? text : `${characters.slice(0, LONGEST_QUOTE).join('')}…`;
}

/** `"a", "b" and 7 more`, sorted; `none` where there is nothing to list. */
export function listing(values: Iterable<string | number>): string {
  const quoted = [...new Set(values)].map(quote).sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  const shown = quoted.slice(0, LONGEST_LISTING);
  const rest = quoted.length - shown.length;
  if (rest > 0) return `${shown.join(', ')} and ${rest} more`;
  return shown.join(', ') || 'none';
}

/** `Deployment "shop" of namespace "acme"`. */
export function describeObject({ kind, name, namespace }: IndexedObject): string {
  return `${kind} ${quote(name)}${namespace === '' ? '' : ` of namespace ${quote(namespace)}`}`;
}
