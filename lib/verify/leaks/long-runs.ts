/**
 * Where text has what may be base64 or hexadecimal of a key: unbroken runs of their letters, over line breaks too.
 * All key material but its names has that in common, so text without long runs is done with at one look in 32 characters.
 */
import { type Bounds, endOfRun, nextRun, toTable } from './letter-runs';

export interface Run {
  readonly text: string;
  /** Where it begins in the text. */
  readonly start: number;
  /** Behind its first line. */
  readonly firstEnd: number;
  /** Behind its last line. */
  readonly end: number;
  /** Characters of all its lines. */
  readonly length: number;
}

/** Half of a line of PEM. What is folded more narrowly is not found; 32 bytes in base64, the smallest key, are 43 characters. */
const SHORTEST_RUN = 32;
/** A shorter line ends the run: it may be the dash of a list. What stands in the last few bytes of a key tells nothing. */
const SHORTEST_LINE = 4;

/** base64 and base64url. Padding ends a run. */
const LETTERS = toTable('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_');
/** Line breaks, real or escaped as in JSON or in a URL; a slash as PHP escapes it; a blank, where one line was made of many. */
const GAP = /(?:[ \t]*(?:\r?\n|(?:\\+[rn])+|(?:%0[AD])+)[ \t]*)+|\\+(?=\/)| /y;
const BLANK = toTable(' ');
const GAP_STARTS = toTable(' \t\r\n\\%');
/** Begins the last line of PEM. */
const ARMOUR = '-----';
/** What is left in a run of an escape before it: of `\n`, `\u003e`, `%0A`. */
const ESCAPE_REST = { '\\': /^(?:u[0-9a-f]{4}|x[0-9a-f]{2}|[nrt])/i, '%': /^[0-9a-f]{2}/i } as const;

/** Every run, in order. */
export function findLongRuns(text: string): Run[] {
  const runs: Run[] = [];
  for (let found = nextRun(text, LETTERS, SHORTEST_RUN, 0); found !== undefined;) {
    const run = joinLines(text, found);
    runs.push(run);
    found = nextRun(text, LETTERS, SHORTEST_RUN, run.end);
  }
  return runs;
}

/** Its lines, without what stands between them. They are looked for again, since most runs are certificates and nobody asks. */
export function linesOf({ text, start, firstEnd, end }: Run): Bounds[] {
  const lines: Bounds[] = [[start, firstEnd]];
  for (let at = firstEnd; at < end;) {
    const next = nextLine(text, at);
    if (next === undefined) break;
    lines.push(next);
    at = next[1];
  }
  return lines;
}

export function lettersOf(run: Run): string {
  if (run.firstEnd === run.end) return run.text.slice(run.start, run.end);
  return linesOf(run)
    .map(([start, end]) => run.text.slice(start, end))
    .join('');
}

function joinLines(text: string, [first, firstEnd]: Bounds): Run {
  const start = first + escapeBefore(text, first);
  let end = firstEnd;
  let length = end - start;
  for (let next = nextLine(text, end); next !== undefined; next = nextLine(text, end)) {
    end = next[1];
    length += end - next[0];
  }
  return { text, start, firstEnd, end, length };
}

function escapeBefore(text: string, start: number): number {
  const before = text[start - 1];
  if (before !== '\\' && before !== '%') return 0;
  return ESCAPE_REST[before].exec(text.slice(start, start + 5))?.[0].length ?? 0;
}

function nextLine(text: string, end: number): Bounds | undefined {
  if (GAP_STARTS[text.charCodeAt(end)] !== 1) return undefined;
  const start = endOfGap(text, end);
  if (text.startsWith(ARMOUR, start)) return undefined;
  const lineEnd = endOfRun(text, LETTERS, start);
  const isBlank = start === end + 1 && text[end] === ' ';
  // Behind the name of the next field.
  if (text[lineEnd] === ':' || text[lineEnd] === '.') return undefined;
  return lineEnd - start < (isBlank ? SHORTEST_RUN : SHORTEST_LINE) ? undefined : [start, lineEnd];
}

/** `end` itself where there is no gap: no letter is there either. The usual gap, a line feed and the indent, is the fastest. */
function endOfGap(text: string, end: number): number {
  if (text[end] === '\n') {
    const start = endOfRun(text, BLANK, end + 1);
    if (GAP_STARTS[text.charCodeAt(start)] !== 1) return start;
  }
  GAP.lastIndex = end;
  return end + (GAP.exec(text)?.[0].length ?? 0);
}
