import fc from 'fast-check';
import { anyCharacter } from './any-character';

test('what is drawn is one character and no surrogate, and is known again', () => {
  fc.assert(
    fc.property(anyCharacter, (character) => {
      expect([Array.from(character).length, character.isWellFormed()]).toEqual([1, true]);
      expect(anyCharacter.canShrinkWithoutContext(character)).toBe(true);
    }),
  );
});

test.each(['\0', 'a', '\ud7ff', '\ue000', '\uffff', '\u{10000}', '\u{10ffff}'])('%j may be drawn', (character) => {
  expect(anyCharacter.canShrinkWithoutContext(character)).toBe(true);
});

test.each(['', 'ab', 'e\u0301', '\ud800', '\udfff', 7, undefined])('%j may not', (value) => {
  expect(anyCharacter.canShrinkWithoutContext(value)).toBe(false);
});
