/** How values are put into messages: cut to a length that a person reads, and never a private key. */
import { hasLeak } from './leaks/find-leaks';
import { hasPrivateKey } from './private-key-text';
import type { Identity } from './indexed-object';

const LONGEST_QUOTE = 80;
const LONGEST_LISTING = 5;
/** Keys of mappings are searched for private keys only this far; beyond, nothing is shown. */
const LONGEST_LOOK = 500;

/** `"shop"`, `8080`, `absent`; text that holds a private key is named, not shown. */
export function quote(value: unknown): string {
  if (value === undefined) return 'absent';
  const text = JSON.stringify(value, (_key, inner: unknown) => withoutKey(inner));
  const characters = Array.from(withoutKey(text.slice(0, LONGEST_LOOK)));
  return characters.length <= LONGEST_QUOTE ? characters.join('') : `${characters.slice(0, LONGEST_QUOTE).join('')}…`;
}

function withoutKey<T>(value: T): T | string {
  return typeof value === 'string' && (hasPrivateKey(value) || hasLeak(value)) ? '<a private key>' : value;
}

/** `"a", "b" and 7 more`, sorted; `none` where there is nothing to list. */
export function listing(values: Iterable<string | number>): string {
  return joinFirst([...new Set(values)].sort(compareValues).map(quote));
}

/** The first few, and how many more there are. */
export function joinFirst(texts: readonly string[]): string {
  const rest = texts.length - LONGEST_LISTING;
  if (rest > 0) return `${texts.slice(0, LONGEST_LISTING).join(', ')} and ${rest} more`;
  return texts.join(', ') || 'none';
}

/** `Deployment "shop" of namespace "acme"`. */
export function describeObject({ kind, name, namespace }: Omit<Identity, 'groupKind'>): string {
  return `${kind} ${quote(name)}${namespace === '' ? '' : ` of namespace ${quote(namespace)}`}`;
}

/** Numbers by size, text by code unit: the same on every machine, whatever its locale. */
function compareValues(a: string | number, b: string | number): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a) < String(b) ? -1 : 1;
}
