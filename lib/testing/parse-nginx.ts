/** An nginx configuration read back as nginx reads it: a second opinion that shares no code with what renders it. */

export interface Word {
  readonly text: string;
  readonly isQuoted: boolean;
}

export interface Directive {
  readonly words: readonly Word[];
  /** The words' texts, joined by blanks: `listen 8443 ssl`. */
  readonly line: string;
  /** What stands between its braces; undefined where it ends in a semicolon. */
  readonly body?: readonly Directive[];
}

type Token = Word | '{' | '}' | ';';

/** Throws for braces that do not balance, directives without an end, and quotes that nginx would not take. */
export function parseNginx(text: string): Directive[] {
  const tokens = tokenize(text);
  const directives = takeDirectives(tokens);
  if (tokens.length > 0) throw new Error('a } too many');
  return directives;
}

const UNQUOTED = /[^\s;{}]+/y;
const QUOTED = /"((?:\\.|[^"\\])*)"|'((?:\\.|[^'\\])*)'/sy;

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < text.length;) {
    const c = text.charAt(at);
    if (/\s/.test(c)) at++;
    else if (c === '#') at = text.includes('\n', at) ? text.indexOf('\n', at) : text.length;
    else if (c === ';' || c === '{' || c === '}') {
      tokens.push(c);
      at++;
    } else {
      const isQuoted = c === '"' || c === "'";
      const match = matchAt(isQuoted ? QUOTED : UNQUOTED, text, at);
      at += match[0].length;
      if (isQuoted && !/[\s;{]/.test(text.charAt(at))) throw new Error(`something follows on ${match[0]}`);
      tokens.push({ text: match[1] ?? match[2] ?? match[0], isQuoted });
    }
  }
  return tokens;
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray {
  pattern.lastIndex = at;
  const match = pattern.exec(text);
  if (match === null) throw new Error(`a quote that does not end: ${text.slice(at, at + 40)}`);
  return match;
}

/** Takes tokens up to the end of the block. */
function takeDirectives(tokens: Token[]): Directive[] {
  const directives: Directive[] = [];
  let words: Word[] = [];
  while (tokens.length > 0 && tokens[0] !== '}') {
    const token = tokens.shift();
    if (token === undefined || token === '}') break;
    if (typeof token === 'object') {
      words.push(token);
      continue;
    }
    if (words.length === 0) throw new Error(`${token} without a directive`);
    directives.push({
      words,
      line: words.map((word) => word.text).join(' '),
      ...(token === '{' ? takeBody(tokens) : {}),
    });
    words = [];
  }
  if (words.length > 0) throw new Error(`"${words.map((word) => word.text).join(' ')}" does not end`);
  return directives;
}

function takeBody(tokens: Token[]): { readonly body: Directive[] } {
  const body = takeDirectives(tokens);
  if (tokens.shift() !== '}') throw new Error('a { that is not closed');
  return { body };
}

/** The directives of that name directly within. */
export function named(directives: readonly Directive[], name: string): Directive[] {
  return directives.filter(({ words }) => words[0]?.text === name);
}

/** The bodies of the blocks of that name directly within, such as every `server` of `stream`. */
export function bodies(directives: readonly Directive[], name: string): (readonly Directive[])[] {
  return named(directives, name).flatMap(({ body }) => (body === undefined ? [] : [body]));
}

/** What follows the name, for each directive of that name: `["8443 ssl"]`. */
export function values(directives: readonly Directive[], name: string): string[] {
  return named(directives, name).map(({ line }) => line.slice(name.length + 1));
}

/** Everything, blocks and what is in them. */
export function flatten(directives: readonly Directive[]): Directive[] {
  return directives.flatMap((directive) => [directive, ...flatten(directive.body ?? [])]);
}
