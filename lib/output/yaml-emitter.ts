/**
 * A Kubernetes object as YAML text, ten times faster than `yaml` prints it and quoted wherever plain text is in doubt.
 *
 * cdk8s spends up to two thirds of its synth in YAML printing, and prints `0o7` and U+2028 so that Go reads other
 * values. This one is property-tested against `yaml` (1.1 and 1.2) and js-yaml.
 */
import { renderLiteral } from './yaml-literal';
import { renderNumber } from './yaml-number';
import { renderText } from './yaml-text';

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
  const writer: Writer = { text: '', keys: [], ancestors: [] };
  writeNode(writer, value, '', false);
  return writer.text;
}

/** One text that only grows: pieces that every level would copy into its parent's are what printing costs. */
interface Writer {
  text: string;
  /** Where the walk stands: for messages, and to find cycles. */
  readonly keys: (string | number)[];
  readonly ancestors: object[];
}

/**
 * The node, to its line feed. Its further lines are indented. Where it follows a key, a scalar stands behind a blank and a
 * collection on lines of its own.
 */
function writeNode(writer: Writer, value: unknown, indent: string, isAfterKey: boolean): void {
  if (typeof value === 'object' && value !== null) writeCollection(writer, value, indent, isAfterKey);
  else writer.text += (isAfterKey ? ' ' : '') + renderScalar(writer, value, indent);
}

function renderScalar(writer: Writer, value: unknown, indent: string): string {
  if (typeof value === 'string') return renderString(writer, value, indent);
  if (value === null || typeof value === 'boolean') return `${String(value)}\n`;
  if (typeof value !== 'number') return refuse(typeof value, writer);
  return Number.isFinite(value) ? `${renderNumber(value)}\n` : refuse(String(value), writer);
}

function renderString(writer: Writer, text: string, indent: string): string {
  if (!text.isWellFormed()) return refuse('text with half a surrogate pair', writer);
  // At the top there is no parent to be deeper than, but some readers want a blank all the same.
  return renderLiteral(text, indent || STEP) ?? `${renderText(text)}\n`;
}

function writeCollection(writer: Writer, value: object, indent: string, isAfterKey: boolean): void {
  if (writer.ancestors.includes(value)) return refuse('a cycle', writer);
  writer.ancestors.push(value);
  const lead = isAfterKey ? `\n${indent}` : '';
  const isEmpty = Array.isArray(value)
    ? !writeList(writer, value, indent, lead)
    : !writeMap(writer, toRecord(value, writer), indent, lead);
  if (isEmpty) writer.text += `${isAfterKey ? ' ' : ''}${Array.isArray(value) ? '[]' : '{}'}\n`;
  writer.ancestors.pop();
}

/** @returns whether there was anything to write. */
function writeList(writer: Writer, list: readonly unknown[], indent: string, lead: string): boolean {
  const inner = indent + STEP;
  for (let index = 0; index < list.length; index++) {
    writer.keys.push(index);
    writer.text += `${index === 0 ? lead : indent}- `;
    writeNode(writer, list[index], inner, false);
    writer.keys.pop();
  }
  return list.length > 0;
}

/** @returns whether there was anything to write. */
function writeMap(writer: Writer, map: Readonly<Record<string, unknown>>, indent: string, lead: string): boolean {
  const inner = indent + STEP;
  let before = lead;
  let isWritten = false;
  for (const key of sortedKeys(map, writer.keys.length === 0)) {
    const value = map[key];
    if (value === undefined) continue;
    writer.keys.push(key);
    writer.text += before + renderKey(key, indent, writer);
    writeNode(writer, value, inner, true);
    writer.keys.pop();
    before = indent;
    isWritten = true;
  }
  return isWritten;
}

/** The same few hundred keys come again in every object; a tenant's own are few, and the cache is bounded. */
const knownKeys = new Map<string, string>();
const MOST_KNOWN_KEYS = 10_000;

function renderKey(key: string, indent: string, writer: Writer): string {
  const known = knownKeys.get(key);
  if (known !== undefined) return known;
  if (!key.isWellFormed()) return refuse('a key with half a surrogate pair', writer);
  const text = renderText(key);
  if (text.length > LONGEST_SIMPLE_KEY) return `? ${text}\n${indent}:`;
  // One with surrogates is asked for again, since it decides how its neighbours are sorted.
  if (knownKeys.size < MOST_KNOWN_KEYS && !hasSurrogate(key)) knownKeys.set(key, `${text}:`);
  return `${text}:`;
}

function sortedKeys(map: Readonly<Record<string, unknown>>, isTop: boolean): string[] {
  const keys = Object.keys(map);
  sortInPlace(keys);
  // JavaScript sorts by UTF-16 unit, which differs from code points only where there are surrogates.
  if (mayHaveSurrogate(keys)) keys.sort(compareCodePoints);
  if (!isTop) return keys;
  return [
    ...FIRST_AT_TOP.filter((key) => Object.hasOwn(map, key)),
    ...keys.filter((key) => !FIRST_AT_TOP.includes(key)),
  ];
}

const FEW = 12;

/** By insertion: most maps have a few keys, many of them in order, and there are hundreds of thousands of them. */
function sortInPlace(keys: string[]): void {
  if (keys.length > FEW) {
    keys.sort();
    return;
  }
  for (let end = 1; end < keys.length; end++) {
    const key = keys[end] ?? '';
    let free = end;
    for (let before = keys[free - 1]; before !== undefined && key < before; before = keys[free - 1])
      keys[free--] = before;
    keys[free] = key;
  }
}

function mayHaveSurrogate(keys: readonly string[]): boolean {
  for (const key of keys) if (!knownKeys.has(key) && hasSurrogate(key)) return true;
  return false;
}

function compareCodePoints(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function hasSurrogate(text: string): boolean {
  return /[\ud800-\udfff]/.test(text);
}

/** Objects of any realm (jest has its own) are plain when nothing stands above their prototype. */
function toRecord(value: object, writer: Writer): Readonly<Record<string, unknown>> {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null && Object.getPrototypeOf(prototype) !== null)
    return refuse(`a ${value.constructor.name}`, writer);
  return value as Readonly<Record<string, unknown>>;
}

function refuse(what: string, { keys }: Writer): never {
  const place = keys.map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`)).join('');
  throw new Error(`cannot render ${what} at ${place || 'the top'} as YAML`);
}
