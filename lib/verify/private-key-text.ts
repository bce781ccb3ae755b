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
const BASE64_FRAGMENTS = [0, 1, 2].map(base64Fragment);
const SHORTEST = 20;
const FOLD = /\s+/g;

export function hasPrivateKey(text: string): boolean {
  if (text.length < SHORTEST) return false;
  if (text.includes('PRIVATE KEY') && PEM_HEADER.test(text)) return true;
  if (hasFragment(text)) return true;
  if (!text.includes('\n')) return false;
  const unfolded = text.replace(FOLD, '');
  return hasFragment(unfolded) || PEM_HEADER.test(unfolded);
}

/** Plain searches: much faster than one expression with alternatives, and nearly all text has none of them. */
function hasFragment(text: string): boolean {
  return BASE64_FRAGMENTS.some((fragment) => text.includes(fragment));
}
