/**
 * The short way through a plain document: js-yaml, which is ten times faster than `yaml`, where the text has nothing that
 * the two could read differently. Everything else, and every fault, takes the thorough way (document.ts), which also
 * knows the places of scalars. A law of quick-document.test.ts: both ways give the same value and the same places.
 */
import { CORE_SCHEMA, load, type EventType, type State } from 'js-yaml';
import type { Place } from '../model/issue';
import type { Source, ValuePath } from '../model/source';

export interface QuickDocument {
  readonly value: Readonly<Record<string, unknown>>;
  readonly source: Source;
}

/**
 * What begins anchors, aliases, tags, directives, merge and complex keys; a second document; anything but printable
 * characters and plain line feeds; numbers in any but the plainest decimal form; quotes and brackets that may go on in another line.
 */
const SUSPECT = new RegExp(
  [
    /(?:^|[\s[{,:-])[&*!?]/,
    /^%|<<|^\.\.\.|[^\n]\n(?:---|\.\.\.)/,
    /[^\n\x20-\x7e]|\\[uU]|\S#|[|>][-+]?[0-9]/,
    /[|>][-+]? *(?:#[^\n]*)?\n *(?:\n|#)|- +#|[\]}] *:|[{,] *\[|(?:^|[ -])- *$/,
    /[[{,] *(?:#[^\n]*)?$|^[^[\]{}\n]*[\]}]/,
    /(?:^|[\s[{,:])[-+]?(?:0[0-9xXoObB]|\.[0-9iInN]|[0-9][0-9.]*[_eE])/,
    /^[^"\n]*"(?:[^"\n]*"[^"\n]*")*[^"\n]*$/,
    /^[^'\n]*'(?:[^'\n]*'[^'\n]*')*[^'\n]*$/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'm',
);
const LARGEST_QUICK_TEXT = 65_536;
const DEEPEST = 40;
const POISONOUS_KEY = /__proto__|constructor|prototype/;

/** Undefined where the thorough way must be taken. `thorough` gives that document's source, when a place needs it. */
export function parseQuickly(file: string, text: string, thorough: () => Source): QuickDocument | undefined {
  if (text.length > LARGEST_QUICK_TEXT || SUSPECT.test(text) || POISONOUS_KEY.test(text)) return undefined;
  const offsets = new Map<object, number>();
  const value = loadQuickly(text, offsets);
  if (!isMapping(value) || !isPlain(value, offsets, 0)) return undefined;
  return { value, source: toSource(file, text, value, offsets, thorough) };
}

/** `offsets` is told where each mapping and list begins, or the blanks before it. */
function loadQuickly(text: string, offsets: Map<object, number>): unknown {
  const open: number[] = [];
  const listener = (event: EventType, state: State): void => {
    if (event === 'open') open.push(state.position);
    else {
      const offset = open.pop() ?? 0;
      const result: unknown = state.result;
      if (typeof result === 'object' && result !== null) offsets.set(result, offset);
    }
  };
  try {
    return load(text, { schema: CORE_SCHEMA, listener });
  } catch {
    // The thorough way finds the words for it.
    return undefined;
  }
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Not deep, no number that a double cannot hold, every mapping and list seen to begin (not so the one in `[a: b]`). Keys that
 * were numbers or the like are caught by their looks.
 */
function isPlain(value: unknown, offsets: ReadonlyMap<object, number>, depth: number): boolean {
  if (typeof value === 'number')
    return Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));
  if (typeof value !== 'object' || value === null) return true;
  if (depth > DEEPEST || !offsets.has(value)) return false;
  if (Array.isArray(value)) return value.every((item) => isPlain(item, offsets, depth + 1));
  return Object.entries(value).every(
    ([key, inner]) => !KEY_OF_ANOTHER_TYPE.test(key) && isPlain(inner, offsets, depth + 1),
  );
}

const KEY_OF_ANOTHER_TYPE = /^(?:[-+.0-9].*|true|false|null|~|\[object Object\]|)$/i;

function toSource(
  file: string,
  text: string,
  value: unknown,
  offsets: ReadonlyMap<object, number>,
  thorough: () => Source,
): Source {
  return {
    file,
    placeOf: (path) => {
      const node = nearest(value, path);
      const offset = typeof node === 'object' && node !== null ? offsets.get(node) : undefined;
      return offset === undefined ? thorough().placeOf(path) : placeAt(file, text, skipBlanks(text, offset));
    },
    placeOfKey: (path) => thorough().placeOfKey(path),
  };
}

/** The value at `path`, or its nearest ancestor that is written down. */
function nearest(value: unknown, path: ValuePath): unknown {
  let node = value;
  for (const step of path) {
    if (typeof node !== 'object' || node === null || !Object.hasOwn(node, step)) return node;
    node = (node as Record<string, unknown>)[step];
  }
  return node;
}

const BLANKS = /(?:[ \n]|#[^\n]*)*/y;

function skipBlanks(text: string, offset: number): number {
  BLANKS.lastIndex = offset;
  BLANKS.test(text);
  return BLANKS.lastIndex;
}

function placeAt(file: string, text: string, offset: number): Place {
  let line = 1;
  let start = 0;
  for (let feed = text.indexOf('\n'); feed >= 0 && feed < offset; feed = text.indexOf('\n', start)) {
    line++;
    start = feed + 1;
  }
  return { file, line, column: offset - start + 1 };
}
