/** Private key material in text: as it is, in base64 up to three times, in hexadecimal; on one line or on many. */
import { isCertificate, mayHoldKey } from './base64-shapes';
import { keyInDer } from './key-in-der';
import { nextRun, toTable } from './letter-runs';
import { findLongRuns, lettersOf, linesOf, type Run } from './long-runs';
import { findPemHeaders } from './pem-headers';

/** Tells what was found and where, and nothing of the key. */
export interface Leak {
  /** `PKCS#8 private key, twice in base64`. */
  readonly kind: string;
  /** Where it begins in the text. */
  readonly start: number;
  /** Behind its last character. */
  readonly end: number;
}

/** How many times base64 is taken off. */
const DEEPEST = 3;
const DEPTHS = ['', ', in base64', ', twice in base64', ', three times in base64'];
const SHORTEST_LEAK = 27;

/** Bech32 (age, C2SP), also of keys made for a plugin or against quantum computers. */
const AGE_IDENTITY = /AGE-(?:SECRET-KEY|PLUGIN)-(?:[A-Z0-9]{1,40}-)?1[02-9AC-HJ-NP-Z]{20}/;
const OPENSSH_MAGIC = 'openssh-key-v1\0';
const JWK = 'private JSON Web Key';
/** What stands before the private part of one (RFC 7518 §6.2.2.1, §6.3.2.1), however its quotes are escaped. */
const JWK_MEMBER = /\\*"d\\*"\s*:\s*\\*"$/;
const SHORTEST_JWK_MEMBER = 42;
const HEX_DIGITS = toTable('0123456789abcdefABCDEF');
/** An Ed25519 key has 96, and letters before it may pass for two more. */
const SHORTEST_HEX = 90;
/** No more letters than these may stand before base64 that they seem to belong to. */
const HEAD = 192;
const PLAIN_HEAD = /^[ -~\n]{16}/;
const PRINTABLE = toTable(Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)).join(''));
/** All that is told by text says more than this on one line. */
const SHORTEST_TEXT = 14;

/**
 * Every leak, in order, none within another.
 * @param isAllowed whether the letters from `start` to `end` may be a key: then they are not looked into.
 */
export function findLeaks(text: string, isAllowed?: (start: number, end: number) => boolean): Leak[] {
  const leaks: Leak[] = findPemHeaders(text).filter(({ start, end }) => isAllowed?.(start, end) !== true);
  const pem = [...leaks];
  for (const run of findLongRuns(text)) {
    const { start, end } = run;
    if (isAllowed?.(start, end) === true || pem.some((leak) => start >= leak.start && start < leak.end)) continue;
    const kind = kindOfOuterRun(run);
    if (kind !== undefined) leaks.push({ kind, start, end });
  }
  return leaks.sort((a, b) => a.start - b.start);
}

/** Whether there is any: for words that are about to be shown. */
export function hasLeak(text: string): boolean {
  return text.length >= SHORTEST_LEAK && findLeaks(text).length > 0;
}

/** What was searched in vain: a few paths come again in every object, and are most of what is long. */
const harmless = new Set<string>();
const MOST_HARMLESS = 1000;
/** What is longer is no path, and should not be kept. */
const LONGEST_HARMLESS = 80;

/**
 * Only lines of text as it is are remembered, by all their letters: within base64 less is taken off, and what stands
 * before may tell more of the same letters.
 */
function kindOfOuterRun(run: Run): string | undefined {
  if (isJwkMember(run)) return JWK;
  if (run.firstEnd !== run.end || run.length > LONGEST_HARMLESS) return kindOfRun(run, 0);
  const letters = lettersOf(run);
  if (harmless.has(letters)) return undefined;
  const kind = kindOfRun(run, 0);
  // A copy, since a slice would keep the whole text in memory.
  if (kind === undefined && harmless.size < MOST_HARMLESS) harmless.add(Buffer.from(letters).toString());
  return kind;
}

/** @param depth how many times base64 was taken off to get this text. */
function kindOfRun(run: Run, depth: number): string | undefined {
  if (isCertificate(run.text.slice(run.start, run.firstEnd), run.length)) return undefined;
  const letters = lettersOf(run);
  const literal = isJwkMember(run) ? JWK : kindOfLetters(letters);
  if (literal !== undefined) return literal + (DEPTHS[depth] ?? '');
  if (depth === DEEPEST) return undefined;
  const bytes = decode(letters, 'base64');
  const kind = kindOfBytes(bytes, depth + 1);
  if (kind !== undefined || isExplained(bytes)) return kind;
  return run.firstEnd === run.end ? kindOfMisaligned(letters, depth) : kindOfLines(run, depth);
}

function isJwkMember({ text, start, length }: Run): boolean {
  return length >= SHORTEST_JWK_MEMBER && JWK_MEMBER.test(text.slice(Math.max(0, start - 16), start));
}

/** What is told without taking base64 off. */
function kindOfLetters(letters: string): string | undefined {
  if (letters.length < HEAD && AGE_IDENTITY.test(letters)) return 'age identity';
  const hex = nextRun(letters, HEX_DIGITS, SHORTEST_HEX, 0);
  if (hex === undefined) return undefined;
  const digits = letters.slice(...hex);
  const kind = keyInDer(decode(digits, 'hex')) ?? keyInDer(decode(digits.slice(1), 'hex'));
  return kind === undefined ? undefined : `${kind}, in hexadecimal`;
}

/** Letters that happen to stand before the base64 shift its groups of four. */
function kindOfMisaligned(letters: string, depth: number): string | undefined {
  if (!mayHoldKey(letters.slice(0, HEAD))) return undefined;
  for (let shift = 1; shift < 4; shift++) {
    const kind = kindOfBytes(decode(letters.slice(shift), 'base64'), depth + 1);
    if (kind !== undefined) return kind;
  }
  return undefined;
}

/** Lines that do not belong together, as in a list. */
function kindOfLines(run: Run, depth: number): string | undefined {
  for (const [start, end] of linesOf(run)) {
    const kind = kindOfRun({ text: run.text, start, firstEnd: end, end, length: end - start }, depth);
    if (kind !== undefined) return kind;
  }
  return undefined;
}

/** Bytes as text of one character each, which is searched fastest. */
function decode(text: string, encoding: 'base64' | 'hex'): string {
  return Buffer.from(text, encoding).toString('latin1');
}

function kindOfBytes(text: string, depth: number): string | undefined {
  const der = keyInDer(text);
  if (der !== undefined) return der + (DEPTHS[depth] ?? '');
  if (nextRun(text, PRINTABLE, SHORTEST_TEXT, 0) === undefined) return undefined;
  if (text.includes(OPENSSH_MAGIC)) return `OpenSSH private key${DEPTHS[depth] ?? ''}`;
  const [pem] = findPemHeaders(text);
  if (pem !== undefined) return pem.kind + (DEPTHS[depth] ?? '');
  for (const run of findLongRuns(text)) {
    const kind = kindOfRun(run, depth);
    if (kind !== undefined) return kind;
  }
  return undefined;
}

/** Whether the bytes cannot be the outcome of groups of four that begin in the wrong place: text, or one whole DER value. */
function isExplained(bytes: string): boolean {
  return isWhole(bytes, bytes.length) || PLAIN_HEAD.test(bytes);
}

/** Whether this is the beginning of a SEQUENCE of about `length` bytes: padding is not counted. */
function isWhole(bytes: string, length: number): boolean {
  if (!bytes.startsWith('0\u0082')) return false;
  return Math.abs(bytes.charCodeAt(2) * 256 + bytes.charCodeAt(3) + 4 - length) <= 2;
}
