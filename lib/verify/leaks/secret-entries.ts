/** The entries of an ordinary Secret, read from the text that is about to be written. */

export interface SecretEntry {
  readonly field: 'data' | 'stringData';
  readonly name: string;
  /** As it stands, without quotes; base64 in `data`. */
  readonly value: string;
  /** Where the value begins in the text. */
  readonly start: number;
  /** Behind its last character. */
  readonly end: number;
}

export interface SecretText {
  /** `acme/shop-leaf`. */
  readonly id: string;
  readonly entries: readonly SecretEntry[];
}

/** Every document that Gatehouse writes begins with its kind. */
const HEAD = /^apiVersion: v1\nkind: Secret\n/;
const MARKER = /^(?:---|\.\.\.)/m;
const IDENTITY = /^metadata:\n(?: {2}.*\n|\n)*/m;
const NAMESPACE = /^ {2}namespace: (.*)$/m;
const NAME = /^ {2}name: (.*)$/m;
const FIELD = /^(data|stringData):\n/gm;
/** The values are long, and found by searching for where their lines end. */
const ENTRY_NAME = /^ {2}(?:"((?:[^"\\]|\\.)*)"|([^\s":?][^\n:]*)): /my;
const INDENT = '  ';
const DEEPER = '   ';

/**
 * Undefined where the text is no Secret. An entry that is written otherwise than Gatehouse writes is not among these: then
 * nothing of it is allowed, and it is searched like all text.
 */
export function readSecret(text: string): SecretText | undefined {
  if (!HEAD.test(text) || hasMarker(text)) return undefined;
  const metadata = IDENTITY.exec(text)?.[0] ?? '';
  const [namespace, name] = [NAMESPACE, NAME].map((field) => field.exec(metadata)?.[1] ?? '');
  const entries = Array.from(text.matchAll(FIELD), ({ 0: head, 1: field, index }) =>
    readField(text, index + head.length, field === 'data' ? 'data' : 'stringData'),
  );
  return { id: `${namespace}/${name}`, entries: entries.flat() };
}

/** Whether it may be more than one document. A plain search comes first: nearly all text has none of these. */
function hasMarker(text: string): boolean {
  return (text.includes('---') || text.includes('...')) && MARKER.test(text);
}

/** As far as lines are indented or empty. */
function readField(text: string, from: number, field: SecretEntry['field']): SecretEntry[] {
  const entries: SecretEntry[] = [];
  for (let at = from; text[at] === '\n' || text.startsWith(INDENT, at);) {
    ENTRY_NAME.lastIndex = at;
    const name = ENTRY_NAME.exec(text);
    if (name !== null) {
      const start = at + name[0].length;
      const end = endOfValue(text, start);
      entries.push({ field, name: name[1] ?? name[2] ?? '', value: unquoted(text.slice(start, end)), start, end });
      at = end;
    }
    at = endOfLine(text, at) + 1;
  }
  return entries;
}

/** With the lines that go on with it: those that are indented more deeply than its name. */
function endOfValue(text: string, start: number): number {
  let end = endOfLine(text, start);
  for (let next = end; next < text.length;) {
    while (text[next] === '\n') next++;
    if (!text.startsWith(DEEPER, next)) break;
    end = next = endOfLine(text, next);
  }
  return end;
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

function unquoted(value: string): string {
  return /^"[^"\\]*"$/.test(value) ? value.slice(1, -1) : value;
}
