/** YAML syntax errors in words that help. */
import type { ErrorCode, YAMLParseError } from 'yaml';
import { showText } from './show-value';
import type { YamlFault } from './yaml-fault';

/** Said already, and better, where anchors, aliases, tags and directives are refused. */
export const REFUSED_BEFORE: readonly ErrorCode[] = [
  'ALIAS_PROPS',
  'BAD_ALIAS',
  'BAD_COLLECTION_TYPE',
  'BAD_DIRECTIVE',
  'BAD_PROP_ORDER',
  'MULTIPLE_ANCHORS',
  'MULTIPLE_TAGS',
  'TAG_RESOLVE_FAILED',
];

type Words = Pick<YamlFault, 'message' | 'fix'>;

const wordsOf: Partial<Record<ErrorCode, Words>> = {
  TAB_AS_INDENT: { message: 'a tab is used as indentation', fix: 'indent with spaces' },
  BAD_INDENT: {
    message: 'the indentation does not fit',
    fix: 'begin all keys of a mapping, and all items of a list, in the same column, and end each bracket further in',
  },
  BAD_SCALAR_START: { message: 'text cannot begin with @ or `', fix: 'put it in quotes' },
  BLOCK_AS_IMPLICIT_KEY: {
    message: 'a mapping cannot begin in the line of its key, and text with ": " in it looks like one',
    fix: 'begin it in the next line, or put the text in quotes',
  },
  BLOCK_IN_FLOW: {
    message: 'an indented block cannot stand within brackets',
    fix: 'write [a, b] or {a: b}, or indent the whole of it',
  },
  KEY_OVER_1024_CHARS: { message: 'a key has more than 1024 characters', fix: 'put the text in quotes' },
  MULTILINE_IMPLICIT_KEY: {
    message: 'a key stands in more than one line',
    fix: 'add the colon that is missing, or put the text in quotes',
  },
  RESOURCE_EXHAUSTION: { message: 'values are nested too deeply', fix: 'write it flatter' },
};

/** The library's own words, without its picture of the place, where there are none of ours. */
export function toYamlFault(error: Pick<YAMLParseError, 'code' | 'message' | 'pos'>): YamlFault {
  const offset = error.pos[0];
  const unclosed = /^Flow .* end with a ([\]}])/.exec(error.message)?.[1];
  if (unclosed !== undefined) {
    return {
      offset,
      message: 'brackets are still open in a line that is not indented',
      fix: `add the closing ${unclosed}, or indent the line`,
    };
  }
  const own = wordsOf[error.code];
  if (own !== undefined) return { offset, ...own };
  const first = error.message.split('\n', 1)[0] ?? '';
  if (/^Missing closing ['"]quote$/.test(first)) {
    return { offset, message: 'a quoted text does not end', fix: `add the closing ${first.charAt(16)}` };
  }
  if (error.code === 'BAD_DQ_ESCAPE') {
    const escape = showText(first.replace(/^Invalid escape sequence /, ''));
    return {
      offset,
      message: `${escape} is no escape sequence`,
      fix: 'write \\\\ for a backslash, or use single quotes',
    };
  }
  if (first === 'Implicit map keys need to be followed by map values') {
    return { offset, message: 'a key has no colon', fix: 'add a colon and a space after the key' };
  }
  const words = `${first.charAt(0).toLowerCase()}${first.slice(1)}`.slice(0, 120);
  return { offset, message: `this is not YAML: ${words}`, fix: 'correct the punctuation or the indentation here' };
}
