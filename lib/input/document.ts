/** YAML text to a value with positions. Only plain data comes through: see yaml-lexemes.ts and yaml-value.ts for what does not. */
import { Composer, isMap, type Document as YamlTree, type LineCounter, type ParsedNode } from 'yaml';
import { fault, type Issue, type Place } from '../model/issue';
import { renderPlace } from '../model/laws/first-seen';
import type { Source, ValuePath } from '../model/source';
import { toSource } from './positions';
import { parseQuickly } from './quick-document';
import { showValue } from './show-value';
import { REFUSED_BEFORE, toYamlFault } from './yaml-error';
import type { YamlFault } from './yaml-fault';
import { lexYaml } from './yaml-lexemes';
import { toValue } from './yaml-value';

export interface Document {
  readonly source: Source;
  /** Faults of the text as YAML, unsorted. */
  readonly issues: readonly Issue[];
  /** The mapping that the document is; undefined where it could not be read at all. */
  readonly value: Readonly<Record<string, unknown>> | undefined;
  /** Whether a fault of the text leaves open what stands at `path`, so that nothing true can be said about it. */
  readonly isUnknown: (path: ValuePath) => boolean;
  /** Whether the mapping at `path` may have keys that could not be read, so that none of them can be called missing. */
  readonly isIncomplete: (path: ValuePath) => boolean;
}

/** `file` is what places name. Never throws: whatever the text is, there is a document or at least one issue. */
export function parseDocument(file: string, text: string): Document {
  let known: Document | undefined;
  const thorough = (): Document => (known ??= parseThoroughly(file, text));
  const quick = parseQuickly(file, text, () => thorough().source);
  return quick === undefined ? thorough() : { ...quick, issues: [], isUnknown: () => false, isIncomplete: () => false };
}

/** The long way, for every text; parseDocument takes it where the short one is not safe. */
export function parseThoroughly(file: string, text: string): Document {
  const { tokens, lines, faults, isComplete } = lexYaml(text);
  const toPlace = placesOf(file, lines);
  const toIssue = ({ offset, message, fix }: YamlFault): Issue => fault('yaml', toPlace(offset), message, fix);
  const refused = (more: readonly YamlFault[]): Document => ({
    source: toSource(file, { offset: 0 }, toPlace),
    issues: [...faults, ...more].map(toIssue),
    value: undefined,
    isUnknown: () => true,
    isIncomplete: () => true,
  });
  if (!isComplete) return refused([]);

  const [tree, second] = composeTwo(tokens, text.length);
  const extra = second === undefined ? [] : [secondDocument(second)];
  const root = tree?.contents ?? undefined;
  if (tree === undefined || root === undefined || isEmpty(root)) {
    return refused([...extra, { offset: 0, message: 'the document is empty', fix: 'write it, or remove the file' }]);
  }
  const read = toValue(root, (offset) => renderPlace(toPlace(offset)));
  const error = tree.errors.find(({ code }) => !REFUSED_BEFORE.includes(code));
  // What is nested too deeply is told by the walk, at its place; the library only knows that its stack overflowed.
  const isTooDeep = error?.code === 'RESOURCE_EXHAUSTION' && read.faults.length > 0;
  if (error !== undefined && !isTooDeep) return refused([...extra, toYamlFault(error)]);
  if (isTooDeep) return refused([...extra, ...read.faults]);
  if (!isMap(root)) {
    const message = `the document is ${showValue(read.value)}, not a mapping`;
    return refused([...extra, { offset: read.position.offset, message, fix: 'begin it with apiVersion and kind' }]);
  }
  return {
    source: toSource(file, read.position, toPlace),
    issues: [...faults, ...extra, ...read.faults].map(toIssue),
    value: read.value as Record<string, unknown>, // a border: isMap says so
    isUnknown: (path) => read.unknownPaths.some((unknown) => startsWith(path, unknown)),
    isIncomplete: (path) =>
      read.incompletePaths.some((incomplete) => incomplete.length === path.length && startsWith(path, incomplete)),
  };
}

function startsWith(path: ValuePath, beginning: ValuePath): boolean {
  return beginning.every((step, i) => step === path[i]);
}

/** A function of its own, so that what outlives the reading holds on to line numbers and not to the text. */
function placesOf(file: string, lines: LineCounter): (offset: number) => Place {
  return (offset) => {
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col };
  };
}

/** The first document of the text and, where there is one, the second. */
function composeTwo(tokens: Parameters<Composer['compose']>[0], end: number): (YamlTree.Parsed | undefined)[] {
  const composer = new Composer({ schema: 'core', version: '1.2', uniqueKeys: false, intAsBigInt: true, merge: false });
  const trees: YamlTree.Parsed[] = [];
  for (const tree of composer.compose(tokens, true, end)) {
    trees.push(tree);
    if (trees.length === 2) break;
  }
  return trees;
}

function isEmpty({ range }: ParsedNode): boolean {
  return range[0] === range[1];
}

function secondDocument(tree: YamlTree.Parsed): YamlFault {
  const offset = tree.contents === null ? tree.range[0] : tree.contents.range[0];
  return { offset, message: 'a second document begins here', fix: 'write one document in each file' };
}
