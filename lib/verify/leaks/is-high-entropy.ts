/** Whether a Secret's value looks drawn at random: a password, a token, a key without any form that could be told. */
import { isUtf8 } from 'node:buffer';
import { isCertificate } from './base64-shapes';
import { toTable } from './letter-runs';

const BEGIN = '-----BEGIN CERTIFICATE-----\n';
const END = '-----END CERTIFICATE-----';
const LETTERS = toTable('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/');
const [LINE_FEED, PADDING] = [0x0a, 0x3d];
const SHORTEST_BYTES = 16;
const HEX = /^[0-9a-f]{32,}$/i;
const WORD = /[^\s"'`,;:=(){}[\]<>]{20,}/g;
/** Of what is possible: text and numbers have less, what is random has more. Measured on both, see the test. */
const LEAST_OF_BYTES = 0.85;
const LEAST_OF_HEX = 0.8;
const LEAST_OF_WORD = 0.82;

/** @param bytes one character each (latin1). */
export function isHighEntropy(bytes: string): boolean {
  const rest = withoutCertificates(bytes);
  if (rest.length < SHORTEST_BYTES) return false;
  if (!isText(rest)) return entropyOf(rest, 256) > LEAST_OF_BYTES;
  return (rest.match(WORD) ?? []).some((word) =>
    HEX.test(word) ? entropyOf(word.toLowerCase(), 16) > LEAST_OF_HEX : isRandomWord(word),
  );
}

function withoutCertificates(bytes: string): string {
  let rest = '';
  let from = 0;
  for (let at = bytes.indexOf(BEGIN); at >= 0; at = bytes.indexOf(BEGIN, at + 1)) {
    const body = at + BEGIN.length;
    const end = bytes.indexOf(END, body);
    if (end < 0) break;
    if (!isCertificate(bytes.slice(body, body + 64), lettersIn(bytes, body, end))) continue;
    rest += bytes.slice(from, at);
    from = end + END.length;
  }
  return rest + bytes.slice(from);
}

/** Less than none where there is anything else than base64 and line breaks. */
function lettersIn(bytes: string, start: number, end: number): number {
  let count = 0;
  for (let at = start; at < end; at++) {
    const character = bytes.charCodeAt(at);
    if (LETTERS[character] === 1) count++;
    else if (character !== LINE_FEED && character !== PADDING) return -Infinity;
  }
  return count;
}

/** One in 35 random keys of 32 bytes has no control character, but none is UTF-8 (one in 10^9). */
function isText(bytes: string): boolean {
  // eslint-disable-next-line no-control-regex -- that is what tells text from other bytes
  return !/[\u0000-\u0008\u000e-\u001f]/.test(bytes) && isUtf8(Buffer.from(bytes, 'latin1'));
}

/** Names and paths are of one case, or have no digits. */
function isRandomWord(word: string): boolean {
  return /[a-z]/.test(word) && /[A-Z]/.test(word) && /[0-9]/.test(word) && entropyOf(word, 64) > LEAST_OF_WORD;
}

/** Shannon's, as a part of what so many characters of such an alphabet can have. */
function entropyOf(text: string, alphabet: number): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits / Math.log2(Math.min(alphabet, text.length));
}
