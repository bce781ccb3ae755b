/**
 * A Kubernetes object as YAML text, ten times faster than `yaml` prints it and quoted wherever plain text is in doubt.
 *
 * cdk8s spends up to two thirds of its synth in YAML printing, and prints `0o7` and U+2028 so that Go reads other
 * values. This one is property-tested against `yaml` (1.1 and 1.2) and js-yaml.
 */
import { renderLiteral } from './yaml-literal';
import { renderNumber } from './yaml-number';
import { renderText } from './yaml-text';

/** Where the walk stands: for messages, and to find cycles. */
interface Trail {
  readonly keys: (string | number)[];
  readonly ancestors: object[];
}

const STEP = '  ';
const FIRST_AT_TOP: readonly string[] = ['apiVersion', 'kind', 'metadata'];
/** libyaml and `yaml` give up on a key whose colon is more than 1024 characters away. */
const LONGEST_SIMPLE_KEY = 1000;

/**
 * @param value plain data as in JSON: objects, lists, text, finite numbers, booleans, null.
 * @returns one document in block style that ends in a line feed, without `---`, anchors, tags or folded lines. Equal
 * values give equal text: keys stand in code-point order, after `apiVersion`, `kind` and `metadata` at the top, and keys
 * of undefined value are left out.
 * @throws Error naming the place for what is not such data (our mistake): undefined in a list, NaN, Infinity, functions,
 * bigints, dates and other class instances, cycles, text with half a surrogate pair.
 */
export function renderYaml(value: unknown): string {
  return renderNode(value, '', { keys: [], ancestors: [] });
}

/** The node from the present column on; its further lines are indented; it ends in a line feed. */
function renderNode(value: unknown, indent: string, trail: Trail): string {
  if (typeof value === 'string') return renderString(value, indent, trail);
  if (typeof value === 'object' && value !== null) return renderCollection(value, indent, trail);
  if (value === null || typeof value === 'boolean') return `${String(value)}\n`;
  if (typeof value !== 'number') return refuse(typeof value, trail);
  return Number.isFinite(value) ? `${renderNumber(value)}\n` : refuse(String(value), trail);
}

function renderString(text: string, indent: string, trail: Trail): string {
  if (!text.isWellFormed()) return refuse('text with half a surrogate pair', trail);
  // At the top there is no parent to be deeper than, but some readers want a blank all the same.
  return renderLiteral(text, indent || STEP) ?? `${renderText(text)}\n`;
}

function renderCollection(value: object, indent: string, trail: Trail): string {
  if (trail.ancestors.includes(value)) return refuse('a cycle', trail);
  trail.ancestors.push(value);
  const text = Array.isArray(value)
    ? renderList(value, indent, trail)
    : renderMap(toRecord(value, trail), indent, trail);
  trail.ancestors.pop();
  return text;
}

function renderList(list: readonly unknown[], indent: string, trail: Trail): string {
  if (list.length === 0) return '[]\n';
  let text = '';
  for (let index = 0; index < list.length; index++) {
    trail.keys.push(index);
    text += `${index === 0 ? '' : indent}- ${renderNode(list[index], indent + STEP, trail)}`;
    trail.keys.pop();
  }
  return text;
}

function renderMap(map: Readonly<Record<string, unknown>>, indent: string, trail: Trail): string {
  let text = '';
  for (const key of sortedKeys(map, trail.keys.length === 0)) {
    const value = map[key];
    if (value === undefined) continue;
    trail.keys.push(key);
    text += `${text === '' ? '' : indent}${renderKey(key, indent, trail)}${renderEntry(value, indent + STEP, trail)}`;
    trail.keys.pop();
  }
  return text === '' ? '{}\n' : text;
}

/** A blank and a scalar, or the lines of a collection below its key. */
function renderEntry(value: unknown, indent: string, trail: Trail): string {
  const text = renderNode(value, indent, trail);
  const isBelow = typeof value === 'object' && value !== null && text !== '{}\n' && text !== '[]\n';
  return isBelow ? `\n${indent}${text}` : ` ${text}`;
}

/** The same few hundred keys come again in every object; a tenant's own are few, and the cache is bounded. */
const knownKeys = new Map<string, string>();
const MOST_KNOWN_KEYS = 10_000;

function renderKey(key: string, indent: string, trail: Trail): string {
  const known = knownKeys.get(key);
  if (known !== undefined) return known;
  if (!key.isWellFormed()) return refuse('a key with half a surrogate pair', trail);
  const text = renderText(key);
  if (text.length > LONGEST_SIMPLE_KEY) return `? ${text}\n${indent}:`;
  // One with surrogates is asked for again, since it decides how its neighbours are sorted.
  if (knownKeys.size < MOST_KNOWN_KEYS && !hasSurrogate(key)) knownKeys.set(key, `${text}:`);
  return `${text}:`;
}

function sortedKeys(map: Readonly<Record<string, unknown>>, isTop: boolean): string[] {
  const keys = Object.keys(map);
  if (keys.length > 1) keys.sort();
  // JavaScript sorts by UTF-16 unit, which differs from code points only where there are surrogates.
  if (keys.some((key) => !knownKeys.has(key) && hasSurrogate(key))) keys.sort(compareCodePoints);
  if (!isTop) return keys;
  return [
    ...FIRST_AT_TOP.filter((key) => Object.hasOwn(map, key)),
    ...keys.filter((key) => !FIRST_AT_TOP.includes(key)),
  ];
}

function compareCodePoints(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function hasSurrogate(text: string): boolean {
  return /[\ud800-\udfff]/.test(text);
}

/** Objects of any realm (jest has its own) are plain when nothing stands above their prototype. */
function toRecord(value: object, trail: Trail): Readonly<Record<string, unknown>> {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null)
    return refuse(`a ${value.constructor.name}`, trail);
  return value as Readonly<Record<string, unknown>>;
}

function refuse(what: string, trail: Trail): never {
  const place = trail.keys.map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`)).join('');
  throw new Error(`cannot render ${what} at ${place || 'the top'} as YAML`);
}
