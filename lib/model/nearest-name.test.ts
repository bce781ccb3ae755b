import fc from 'fast-check';
import { didYouMean, nearestName } from './nearest-name';

const word = fc.stringMatching(/^[a-z]{4,12}$/);

describe('nearestName', () => {
  it('finds a known word itself, in any case of letters', () => {
    fc.assert(
      fc.property(fc.uniqueArray(word, { minLength: 1 }), fc.nat(), (known, at) => {
        const typed = known[at % known.length] ?? '';
        expect(nearestName(typed.toUpperCase(), known)).toBe(typed);
      }),
    );
  });

  it('finds a word in which one letter is too many, missing or wrong', () => {
    fc.assert(
      fc.property(word, fc.nat(), (known, at) => {
        const i = at % known.length;
        for (const [instead, taken] of [
          ['', 1],
          ['x', 0],
          ['x', 1],
        ] as const)
          expect(nearestName(known.slice(0, i) + instead + known.slice(i + taken), [known])).toBe(known);
      }),
    );
  });

  it('gives only what is known, and the same whatever the order', () => {
    fc.assert(
      fc.property(fc.string(), fc.uniqueArray(word), (typed, known) => {
        const found = nearestName(typed, known);
        expect(found === undefined || known.includes(found)).toBe(true);
        expect(nearestName(typed, [...known].reverse()) === undefined).toBe(found === undefined);
      }),
    );
  });

  it('does not guess at what is like nothing', () => {
    expect([nearestName('frobnicate', ['replicas', 'pod']), nearestName('x', []), nearestName('', ['pod'])]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect([didYouMean('replica', ['replicas']), didYouMean('frobnicate', ['replicas'])]).toEqual([
      ', did you mean "replicas"?',
      '',
    ]);
  });

  it('is quick with a long word', () => {
    const start = performance.now();
    nearestName('a'.repeat(1e6), ['replicas', 'b'.repeat(30)]);
    expect(performance.now() - start).toBeLessThan(500);
  });
});
