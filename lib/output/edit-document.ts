/** Values of a YAML document set, and every other byte left as it was: comments, quotes and layout stay. */
import { isDeepStrictEqual } from 'node:util';
import {
  isAlias,
  isMap,
  isNode,
  isScalar,
  LineCounter,
  parseDocument,
  visit,
  type Document,
  type ParsedNode,
} from 'yaml';
import { fault, type Result } from '../model/issue';
import { insertKey, replaceValue, type EditValue } from './splice-yaml';

export interface Edit {
  /** Keys from the document's root; those that are not there yet are made. */
  readonly path: readonly string[];
  readonly value: EditValue;
  /** Key beside which a new one is written. @default the last of its mapping */
  readonly after?: string;
}

/**
 * The text with `edits` made in their order, or an issue where that cannot be done safely: faults of YAML, anchors and aliases, something
 * other than a mapping on the way. The result is read again and holds exactly what was to change.
 * @param file what places name.
 */
export function editDocument(file: string, text: string, edits: readonly Edit[]): Result<string> {
  let edited = text;
  for (const edit of edits) {
    const lines = new LineCounter();
    const document = parseDocument(edited, { lineCounter: lines, prettyErrors: false });
    const unsafe = findUnsafe(document);
    const next = unsafe === undefined ? applyEdit(edited, document, edit) : undefined;
    if (next === undefined) {
      const { line, col } = lines.linePos(unsafe?.offset ?? 0);
      const message = `${edit.path.join('.')} cannot be set here: ${unsafe?.reason ?? 'the document is laid out in a way that Gatehouse does not edit'}`;
      const where = { file, line, column: col };
      return {
        ok: false,
        issues: [fault('edit', where, message, 'write it by hand, or write the document more plainly')],
      };
    }
    edited = next;
  }
  return { ok: true, value: edited };
}

interface Unsafe {
  readonly offset: number;
  readonly reason: string;
}

function findUnsafe(document: Document.Parsed): Unsafe | undefined {
  const [error] = document.errors;
  if (error !== undefined) return { offset: error.pos[0], reason: 'it has faults as YAML' };
  let found: Unsafe | undefined;
  visit(document, {
    Node: (_, node) => {
      const hasAnchor = isAlias(node) || (isNode(node) && 'anchor' in node && node.anchor !== undefined);
      if (!hasAnchor) return undefined;
      found = { offset: node.range?.[0] ?? 0, reason: 'the document has anchors' };
      return visit.BREAK;
    },
  });
  return found;
}

function applyEdit(text: string, document: Document.Parsed, { path, value, after }: Edit): string | undefined {
  const edited = spliceAt(text, document.contents, path, value, after);
  if (edited === undefined) return undefined;
  const result = parseDocument(edited, { prettyErrors: false });
  const expected = withValue(document.toJS(), path, value);
  return result.errors.length === 0 && isDeepStrictEqual(result.toJS(), expected) ? edited : undefined;
}

function spliceAt(
  text: string,
  node: ParsedNode | null,
  [key, ...rest]: readonly string[],
  value: EditValue,
  after: string | undefined,
): string | undefined {
  if (key === undefined || !isMap(node)) return undefined;
  const pair = node.items.find(({ key: written }) => isScalar(written) && written.value === key);
  if (pair === undefined) return insertKey(text, node, key, nest(rest, value), after);
  return rest.length === 0 ? replaceValue(text, pair, value) : spliceAt(text, pair.value, rest, value, after);
}

function nest(path: readonly string[], value: EditValue): EditValue {
  return path.reduceRight<EditValue>((inner, key) => ({ [key]: inner }), value);
}

function withValue(data: unknown, [key, ...rest]: readonly string[], value: EditValue): unknown {
  if (key === undefined) return value;
  const object = typeof data === 'object' && data !== null ? (data as Record<string, unknown>) : {}; // a border: a mapping as data
  return { ...object, [key]: withValue(object[key], rest, value) };
}
