/**
 * YAML text -> plain value with the place of every part, or issues. Only the plain part of YAML is taken (1.2, core schema):
 * what is written is what is meant, nothing is expanded, so a small text stays a small value.
 */
import {
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  parseAllDocuments,
  visit,
  type Document,
  type Node,
} from 'yaml';
import { fault, type Issue, type Place, type Result } from '../model/issue';
import type { Source, ValuePath } from '../model/source';

export interface YamlDocument {
  readonly value: unknown;
  readonly source: Source;
}

export function parseYamlDocument(text: string, file: string): Result<YamlDocument> {
  const lines = new LineCounter();
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(1, line), column: Math.max(1, col) };
  };
  const nesting = checkNesting(text, file);
  if (nesting !== undefined) return { ok: false, issues: [nesting] };
  const documents = parseAllDocuments(text, {
    lineCounter: lines,
    version: '1.2',
    schema: 'core',
    prettyErrors: false,
    stringKeys: false,
    uniqueKeys: true,
  });
  const [document, second] = documents;
  const start = { file, line: 1, column: 1 };
  if (document === undefined || !('contents' in document) || document.contents === null) {
    return {
      ok: false,
      issues: [
        fault(
          'yaml-empty',
          start,
          'the document is empty',
          'write apiVersion, kind, metadata and spec, see docs/quick-start.md',
        ),
      ],
    };
  }
  const issues = [...syntaxIssues(document, placeAt), ...plainIssues(document.contents, placeAt)];
  if (second !== undefined) {
    issues.push(
      fault(
        'yaml-documents',
        placeAt(second.range[0]),
        'a second document begins here; a file holds one',
        'move it into a file of its own',
      ),
    );
  }
  if (issues.length === 0 && !isMap(document.contents)) {
    issues.push(
      fault('yaml-type', start, 'the document is not a mapping', 'write apiVersion, kind, metadata and spec'),
    );
  }
  if (issues.length > 0) return { ok: false, issues };
  return {
    ok: true,
    value: { value: document.toJS({ maxAliasCount: 0 }) as unknown, source: sourceOf(document, file, placeAt) },
  };
}

/** Deeper than any Kubernetes object; a parser that descends by recursion must not be led further. */
const DEEPEST = 64;

/** Brackets count as they come, strings and comments too: a document of this size never comes near the limit otherwise. */
function checkNesting(text: string, file: string): Issue | undefined {
  let depth = 0;
  let line = 1;
  let column = 0;
  for (const character of text) {
    column++;
    if (character === '\n') {
      line++;
      column = 0;
    } else if (character === '[' || character === '{') depth++;
    else if ((character === ']' || character === '}') && depth > 0) depth--;
    if (depth > 16 * DEEPEST) return tooDeep({ file, line, column });
  }
  return undefined;
}

function tooDeep(where: Place): Issue {
  return fault('yaml-depth', where, `nesting is deeper than ${DEEPEST} levels`, 'write the document flatter');
}

/** The library's message without its own place and snippet. */
function syntaxIssues(document: Document.Parsed, placeAt: (offset: number) => Place): Issue[] {
  return [...document.errors, ...document.warnings].map(({ code, message, pos }) => {
    if (code === 'DUPLICATE_KEY')
      return fault(
        'yaml-duplicate-key',
        placeAt(pos[0]),
        'this key stands twice in one mapping',
        'keep one of the two',
      );
    if (code === 'TAG_RESOLVE_FAILED')
      return fault('yaml-tag', placeAt(pos[0]), 'tags are not allowed', 'write the plain value');
    return fault('yaml-syntax', placeAt(pos[0]), `not valid YAML: ${sentence(message)}`, 'correct the syntax');
  });
}

function sentence(message: string): string {
  const first = message.split('\n')[0] ?? message;
  return first.replace(/[.:]+$/, '');
}

/** Everything that could make the value larger than the text, or mean something else to another reader. */
function plainIssues(contents: Node, placeAt: (offset: number) => Place): Issue[] {
  const issues: Issue[] = [];
  const add = (node: Node | undefined, rule: string, message: string, fix: string): void => {
    issues.push(fault(rule, placeAt(node?.range?.[0] ?? 0), message, fix));
  };
  visit(contents, {
    Node(_key, node, ancestors) {
      if (ancestors.length > 2 * DEEPEST) {
        issues.push(tooDeep(placeAt(node.range?.[0] ?? 0)));
        return visit.BREAK;
      }
      if (isAlias(node)) add(node, 'yaml-alias', `alias *${node.source} is not allowed`, 'write the value out');
      else if (node.anchor !== undefined)
        add(node, 'yaml-anchor', `anchor &${node.anchor} is not allowed`, 'write the value out where it is needed');
      if (node.tag !== undefined && !isAlias(node))
        add(node, 'yaml-tag', `tag ${node.tag} is not allowed`, 'write the plain value');
      if (isScalar(node) && typeof node.value === 'number' && !isExact(node.value)) {
        add(
          node,
          'yaml-number',
          `the number ${node.source ?? String(node.value)} cannot be kept exactly`,
          'quote it, or write a smaller one',
        );
      }
      return undefined;
    },
    Pair(_key, { key }) {
      if (!isScalar(key))
        add(isNode(key) ? key : undefined, 'yaml-key', 'a key must be a plain word', 'write a word as the key');
      else if (key.value === '<<') add(key, 'yaml-merge', 'merge keys (<<) are not allowed', 'write the values out');
      else if (typeof key.value !== 'string')
        add(key, 'yaml-key', `key ${String(key.source ?? key.value)} is not a text`, 'quote it');
      else if (key.value === '__proto__') add(key, 'yaml-key', 'key __proto__ is not allowed', 'choose another key');
      return undefined;
    },
  });
  return issues;
}

function isExact(value: number): boolean {
  return Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));
}

function sourceOf(document: Document.Parsed, file: string, placeAt: (offset: number) => Place): Source {
  const start = { file, line: 1, column: 1 };
  const find = (path: ValuePath, wantsKey: boolean): Place => {
    let node: unknown = document.contents;
    let offset = offsetOf(node);
    for (const [depth, step] of path.entries()) {
      const pair = isMap(node) ? node.items.find(({ key }) => isScalar(key) && key.value === String(step)) : undefined;
      const next: unknown = pair === undefined ? (isSeq(node) ? node.items[Number(step)] : undefined) : pair.value;
      if (pair === undefined && next === undefined) break;
      const isLast = depth === path.length - 1;
      offset =
        (isLast && wantsKey ? offsetOf(pair?.key) : undefined) ?? offsetOf(next) ?? offsetOf(pair?.key) ?? offset;
      node = next;
    }
    return offset === undefined ? start : placeAt(offset);
  };
  return { file, placeOf: (path) => find(path, false), placeOfKey: (path) => find(path, true) };
}

function offsetOf(node: unknown): number | undefined {
  if (isPair(node)) return offsetOf(node.key);
  return isNode(node) ? node.range?.[0] : undefined;
}
