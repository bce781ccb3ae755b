/** Where in a YAML text one value is put. What comes out may be wrong for odd layouts: edit-document.ts reads it again and compares. */
import { isCollection, isPair, isScalar, type Pair, type ParsedNode, type YAMLMap } from 'yaml';

export type EditValue = string | number | boolean | readonly EditValue[] | { readonly [key: string]: EditValue };

type ParsedPair = Pair<ParsedNode, ParsedNode | null>;
type ParsedMap = YAMLMap.Parsed;

/** The value of `pair` replaced; a list or mapping of several lines becomes one line. */
export function replaceValue(text: string, { key, value }: ParsedPair, replacement: EditValue): string {
  const rendered = renderFlow(replacement);
  const colonEnd = text.indexOf(':', key.range[1]) + 1;
  if (value === null || isUnwritten(text, value)) return insertAt(text, colonEnd, ` ${rendered}`);
  const [start] = value.range;
  const isBelow = /^[ \t]*\r?\n[ \t]*$/.test(text.slice(colonEnd, start));
  return `${text.slice(0, isBelow ? colonEnd : start)}${isBelow ? ' ' : ''}${rendered}${text.slice(endOf(text, value))}`;
}

function isUnwritten(text: string, { range }: ParsedNode): boolean {
  return text.slice(range[0], range[1]).trim() === '';
}

/** A key more in `map`, after the key `after` or else as the last one. */
export function insertKey(text: string, map: ParsedMap, key: string, value: EditValue, after?: string): string {
  const written = `${renderFlow(key)}: ${renderFlow(value)}`;
  const beside = map.items.find((pair) => isScalar(pair.key) && pair.key.value === after) ?? map.items.at(-1);
  if (beside === undefined) return insertAt(text, map.range[0] + 1, ` ${written} `);
  const end = endOf(text, beside.value ?? beside.key);
  if (map.flow === true) return insertAt(text, end, `, ${written}`);
  const first = map.items[0]?.key.range[0] ?? 0;
  const indent = ' '.repeat(first - (text.lastIndexOf('\n', first - 1) + 1));
  const lineEnd = /\r?(?:\n|$)/g;
  lineEnd.lastIndex = end;
  const eol = lineEnd.exec(text)?.index ?? text.length;
  return insertAt(text, eol, `${text.includes('\r\n') ? '\r\n' : '\n'}${indent}${written}`);
}

function insertAt(text: string, offset: number, more: string): string {
  return text.slice(0, offset) + more + text.slice(offset);
}

/** Behind the last character that is written of it, without comments and blank lines. */
function endOf(text: string, node: ParsedNode): number {
  const last: unknown = isCollection(node) && node.flow !== true ? node.items.at(-1) : undefined;
  if (last === undefined) return Math.max(node.range[0], text.slice(0, node.range[1]).trimEnd().length);
  const inner = isPair(last) ? ((last as ParsedPair).value ?? (last as ParsedPair).key) : (last as ParsedNode); // a border: parsed items
  return endOf(text, inner);
}

/** One line, spaced as Prettier does it. */
function renderFlow(value: EditValue): string {
  if (typeof value === 'string') return renderString(value);
  if (typeof value !== 'object') return String(value);
  if (Array.isArray(value)) return `[${value.map(renderFlow).join(', ')}]`;
  return `{ ${Object.entries(value)
    .map(([key, inner]) => `${renderFlow(key)}: ${renderFlow(inner)}`)
    .join(', ')} }`;
}

/** Plain where it is a word; text with digits is quoted, so that no reader takes it for a number. */
function renderString(value: string): string {
  const isWord =
    /^[a-z]+(?:[-A-Za-z]*[A-Za-z])?$/.test(value) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(value);
  if (isWord) return value;
  return /^[\x20-\x7e]*$/.test(value) ? `'${value.replaceAll("'", "''")}'` : JSON.stringify(value);
}
