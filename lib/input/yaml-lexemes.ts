/**
 * Reads a YAML text lexeme by lexeme and tells what these documents do without: anchors, aliases, tags, directives. It sees
 * them before a tree is built, so that nothing is ever expanded, and stops a text that would cost too much to go on with.
 */
import { CST, Lexer, LineCounter, Parser } from 'yaml';
import { showText } from './show-value';
import type { YamlFault } from './yaml-fault';

/** More than any document that a person writes; 1 MiB of the worst text then costs a second or two, and 100 MB. */
const MOST_LEXEMES = 100_000;

export interface Lexed {
  readonly tokens: readonly CST.Token[];
  readonly lines: LineCounter;
  /** In order of their places. */
  readonly faults: readonly YamlFault[];
  /** False where reading stopped at the last fault, and `tokens` are of no use. */
  readonly isComplete: boolean;
}

export function lexYaml(text: string): Lexed {
  const lines = new LineCounter();
  const parser = new Parser(lines.addNewLine);
  const tokens: CST.Token[] = [];
  const faults = checkCharacters(text);
  lines.addNewLine(0);
  let offset = 0;
  let count = 0;
  let isScalar = false;
  for (const lexeme of new Lexer().lex(text)) {
    if (++count > MOST_LEXEMES) {
      faults.push({
        offset,
        message: 'the document is too large to read',
        fix: 'divide it, or remove what is repeated',
      });
      return { tokens, lines, faults, isComplete: false };
    }
    const type: CST.TokenType | null = isScalar ? null : CST.tokenType(lexeme);
    const refusal = type === null ? undefined : refuse(type, lexeme);
    if (refusal !== undefined) faults.push({ offset, ...refusal });
    for (const token of parser.next(lexeme)) tokens.push(token);
    isScalar = type === 'scalar';
    if (type !== 'scalar' && type !== 'doc-mode' && type !== 'flow-error-end') offset += lexeme.length;
  }
  tokens.push(...parser.end());
  return { tokens, lines, faults, isComplete: true };
}

/** What these documents do without, and the fix for each. */
const refused: Partial<Record<CST.TokenType, string>> = {
  anchor: 'remove it; put text that begins with & in quotes',
  alias: 'write the value itself; put text that begins with * in quotes',
  tag: 'remove it; put text that begins with ! in quotes',
  'directive-line': 'remove it',
};

function refuse(type: CST.TokenType, lexeme: string): Omit<YamlFault, 'offset'> | undefined {
  const fix = refused[type];
  const what = type === 'directive-line' ? 'directive' : type;
  return fix === undefined ? undefined : { message: `${what} ${showText(lexeme)} is not allowed`, fix };
}

/** YAML 1.2.2 §5.1: a text consists of printable characters. */
function checkCharacters(text: string): YamlFault[] {
  // eslint-disable-next-line no-control-regex -- that is what is looked for
  const offset = text.search(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufeff\ufffe\uffff]/);
  if (offset < 0) return [];
  const code = text.charCodeAt(offset).toString(16).toUpperCase().padStart(4, '0');
  return [
    { offset, message: `character U+${code} is not allowed`, fix: 'remove it, or write it as an escape in quotes' },
  ];
}
