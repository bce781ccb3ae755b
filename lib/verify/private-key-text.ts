/**
 * Tells whether text holds a PEM private key, as it is or in base64: as the start of the text, in its middle or folded
 * over lines. Nothing is decoded: base64 of `PRIVATE KEY-----` can only look one of three ways, by where it begins.
 */
const LABEL = 'PRIVATE KEY-----';

/** The characters that do not depend on the bytes before and after. */
function base64Fragment(shift: number): string {
  const encoded = Buffer.from('\0'.repeat(shift) + LABEL).toString('base64');
  return encoded.slice(Math.ceil((shift * 8) / 6), Math.floor(((shift + LABEL.length) * 8) / 6));
}

// PGP ends its label with BLOCK. A header without its key trips too: there is no reason to publish one.
const PEM_HEADER = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/;
/** Whatever blanks stand between its letters. One expression is several times faster than a search for each on text without blanks. */
const BASE64_FRAGMENT = new RegExp([0, 1, 2].map((shift) => Array.from(base64Fragment(shift)).join('\\s*')).join('|'));
/** No text that is shorter holds a key. */
export const SHORTEST_KEY_TEXT = 20;

export function hasPrivateKey(text: string): boolean {
  if (text.length < SHORTEST_KEY_TEXT) return false;
  return (text.includes('PRIVATE KEY') && PEM_HEADER.test(text)) || BASE64_FRAGMENT.test(text);
}
