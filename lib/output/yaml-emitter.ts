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
  const writer = write(value, false);
  // Rare, and then all is written anew: to ask beforehand took each key a look.
  return (writer.hasSurrogateKeys ? write(value, true) : writer).text;
}

function write(value: unknown, isByCodePoint: boolean): Writer {
  const writer: Writer = { text: '', isByCodePoint, hasSurrogateKeys: false, keys: [], ancestors: [] };
  writeNode(writer, value, TOP, '');
  return writer;
}

/** One text that only grows: pieces that every level would copy into its parent's are what printing costs. */
interface Writer {
  text: string;
  /** Whether keys are sorted by code point. JavaScript sorts by UTF-16 unit, which differs only where there are surrogates. */
  readonly isByCodePoint: boolean;
  hasSurrogateKeys: boolean;
  /** Where the walk stands: for messages, and to find cycles. */
  readonly keys: (string | number)[];
  readonly ancestors: object[];
}

/** What lines that are indented equally have in common. */
interface Level {
  readonly indent: string;
  /** The start of a line by its key, `  name:`. The same few hundred come again in every object. */
  readonly heads: Map<string, string>;
  /** The start of the line of an item: `  -`. */
  readonly dash: string;
  inner?: Level;
}

const TOP = toLevel('');
/** Behind the dash of an item. */
const IN_ITEM = toLevel(' ');

function toLevel(indent: string): Level {
  return { indent, heads: new Map(), dash: `${indent}-` };
}

function innerOf(level: Level): Level {
  level.inner ??= toLevel(level.indent + STEP);
  return level.inner;
}

/** What stands between a collection and what it belongs to: nothing at the top, a blank after a dash, a line feed after a key. */
type Start = '' | ' ' | '\n';

/** The node, to its line feed. Its further lines are indented. A scalar stands behind a blank, but at the top. */
function writeNode(writer: Writer, value: unknown, level: Level, start: Start): void {
  if (typeof value === 'object' && value !== null) writeCollection(writer, value, level, start);
  else writer.text += start === '' ? renderScalar(writer, value, level).slice(1) : renderScalar(writer, value, level);
}

function renderScalar(writer: Writer, value: unknown, level: Level): string {
  if (typeof value === 'string') return renderString(writer, value, level.indent);
  if (value === null || typeof value === 'boolean') return ` ${String(value)}\n`;
  if (typeof value !== 'number') return refuse(typeof value, writer);
  return Number.isFinite(value) ? ` ${renderNumber(value)}\n` : refuse(String(value), writer);
}

/** Texts that came before, with the blank and line feed round them. Forgotten when they are many: what is frequent comes again. */
const knownTexts = new Map<string, string>();
const MOST_KNOWN = 10_000;
const LONGEST_KNOWN = 80;

function renderString(writer: Writer, text: string, indent: string): string {
  const isShort = text.length <= LONGEST_KNOWN;
  const known = isShort ? knownTexts.get(text) : undefined;
  if (known !== undefined) return known;
  if (!text.isWellFormed()) return refuse('text with half a surrogate pair', writer);
  // At the top there is no parent to be deeper than, but some readers want a blank all the same.
  const literal = renderLiteral(text, indent || STEP);
  if (literal !== undefined) return ` ${literal}`;
  return isShort ? remember(knownTexts, text, [' ', renderText(text), '\n']) : ` ${renderText(text)}\n`;
}

/** Joined, since a text that is added up stays a tree of its pieces, which is walked anew with each text that it is part of. */
function remember(known: Map<string, string>, text: string, pieces: readonly string[]): string {
  if (known.size >= MOST_KNOWN) known.clear();
  const rendered = pieces.join('');
  known.set(text, rendered);
  return rendered;
}

function writeCollection(writer: Writer, value: object, level: Level, start: Start): void {
  if (writer.ancestors.includes(value)) return refuse('a cycle', writer);
  writer.ancestors.push(value);
  const isEmpty = Array.isArray(value)
    ? !writeList(writer, value, level, start)
    : !writeMap(writer, toRecord(value, writer), level, start);
  if (isEmpty) writer.text += `${start === '' ? '' : ' '}${Array.isArray(value) ? '[]' : '{}'}\n`;
  writer.ancestors.pop();
}

/** @returns whether there was anything to write. */
function writeList(writer: Writer, list: readonly unknown[], level: Level, start: Start): boolean {
  const inner = innerOf(level);
  for (let index = 0; index < list.length; index++) {
    writer.keys.push(index);
    if (index === 0 && start === '\n') writer.text += start;
    writer.text += index === 0 && start === ' ' ? IN_ITEM.dash : level.dash;
    writeNode(writer, list[index], inner, ' ');
    writer.keys.pop();
  }
  return list.length > 0;
}

/** @returns whether there was anything to write. */
function writeMap(writer: Writer, map: Readonly<Record<string, unknown>>, level: Level, start: Start): boolean {
  const inner = innerOf(level);
  let isFirst = true;
  for (const key of sortedKeys(map, writer)) {
    const value = map[key];
    if (value === undefined) continue;
    writer.keys.push(key);
    if (isFirst && start === '\n') writer.text += start;
    const place = isFirst && start === ' ' ? IN_ITEM : level;
    writer.text += place.heads.get(key) ?? renderHead(key, place, level.indent, writer);
    writeNode(writer, value, inner, '\n');
    writer.keys.pop();
    isFirst = false;
  }
  return !isFirst;
}

function renderHead(key: string, { indent, heads }: Level, colonIndent: string, writer: Writer): string {
  if (!key.isWellFormed()) return refuse('a key with half a surrogate pair', writer);
  const text = renderText(key);
  // Such a key is never remembered: it has to be told each time.
  const hasSurrogates = /[\ud800-\udfff]/.test(key);
  if (hasSurrogates) writer.hasSurrogateKeys = true;
  if (text.length > LONGEST_SIMPLE_KEY) return `${indent}? ${text}\n${colonIndent}:`;
  return hasSurrogates ? `${indent}${text}:` : remember(heads, key, [indent, text, ':']);
}

function sortedKeys(map: Readonly<Record<string, unknown>>, { isByCodePoint, keys: place }: Writer): string[] {
  const keys = Object.keys(map);
  sortInPlace(keys);
  if (isByCodePoint) keys.sort(compareCodePoints);
  if (place.length > 0) return keys;
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

function compareCodePoints(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
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
