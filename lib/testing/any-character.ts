/**
 * A character, whichever Unicode has, drawn exactly as fast-check's own unit `binary` is. That one makes a table of a
 * million characters, most of a second's work in every suite that uses it, to find a character's number; here it is reckoned.
 */
import fc from 'fast-check';

const FIRST_SURROGATE = 0xd800;
const SURROGATES = 0x800;

/** One code point that is no surrogate, as the `unit` of an `fc.string`. */
export const anyCharacter: fc.Arbitrary<string> = fc.nat(0x10ffff - SURROGATES).map(toCharacter, toNumber);

function toCharacter(number: number): string {
  return String.fromCodePoint(number < FIRST_SURROGATE ? number : number + SURROGATES);
}

/** Throws where `text` is not one such character, as fast-check asks of what takes a value back. */
function toNumber(text: unknown): number {
  const codePoint = typeof text === 'string' ? text.codePointAt(0) : undefined;
  if (codePoint === undefined || String.fromCodePoint(codePoint) !== text) throw new Error('not one character');
  if (codePoint < FIRST_SURROGATE) return codePoint;
  if (codePoint < FIRST_SURROGATE + SURROGATES) throw new Error('a surrogate');
  return codePoint - SURROGATES;
}
