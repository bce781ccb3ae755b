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
const IDENTITY = /^metadata:\n(?: {2}.*\n|\n)*/m;
const FIELD = /^(data|stringData):\n((?: {2}.*(?:\n|$)|\n)+)/gm;
const ENTRY = /^ {2}(?:"((?:[^"\\]|\\.)*)"|([^\s":?][^\n:]*)): (.*(?:\n+ {3,}.*)*)/gm;

/**
 * Undefined where the text is no Secret. An entry that is written otherwise than Gatehouse writes is not among these: then
 * nothing of it is allowed, and it is searched like all text.
 */
export function readSecret(text: string): SecretText | undefined {
  if (!HEAD.test(text) || /^(?:---|\.\.\.)/m.test(text)) return undefined;
  const metadata = IDENTITY.exec(text)?.[0] ?? '';
  const [namespace = '', name = ''] = ['namespace', 'name'].map(
    (field) => new RegExp(`^  ${field}: (.*)$`, 'm').exec(metadata)?.[1] ?? '',
  );
  return { id: `${namespace}/${name}`, entries: [...text.matchAll(FIELD)].flatMap(readField) };
}

function readField({ 0: whole, 1: field = '', 2: body = '', index }: RegExpExecArray): SecretEntry[] {
  const offset = index + whole.length - body.length;
  return [...body.matchAll(ENTRY)].map(({ 0: entry, 1: quoted, 2: plain = '', 3: value = '', index: at }) => {
    const end = offset + at + entry.length;
    const isQuoted = /^"[^"\\]*"$/.test(value);
    return {
      field: field === 'data' ? 'data' : 'stringData',
      name: quoted ?? plain,
      value: isQuoted ? value.slice(1, -1) : value,
      start: end - value.length,
      end,
    };
  });
}
