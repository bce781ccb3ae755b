import fc from 'fast-check';
import { nextRun, toTable } from './letter-runs';
import { findLongRuns, lettersOf } from './long-runs';

const LETTERS = toTable('abc');

/** By looking at every character. */
function runsByExpression(text: string, shortest: number): [number, number][] {
  return Array.from(text.matchAll(new RegExp(`[abc]{${shortest},}`, 'g')), ({ 0: run, index }) => [
    index,
    index + run.length,
  ]);
}

function runsByJumping(text: string, shortest: number): [number, number][] {
  const runs: [number, number][] = [];
  for (let from = 0; ; from = runs.at(-1)?.[1] ?? 0) {
    const found = nextRun(text, LETTERS, shortest, from);
    if (found === undefined) return runs;
    runs.push([...found]);
  }
}

test('jumping misses no run that is long enough', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'c', ' ', 'é', '€'), maxLength: 200 });
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 12 }), (some, shortest) => {
      expect(runsByJumping(some, shortest)).toEqual(runsByExpression(some, shortest));
    }),
    { numRuns: 1000 },
  );
});

const A = 'A'.repeat(40);
const B = 'B'.repeat(33);

test.each([
  ['lines', `${A}\n    ${B}\nBBBB`, [A + B + 'BBBB']],
  ['escapes, twice too', `"\\n${A}\\n${B}\\\\n${B}\\r\\n${B}"`, [A + B + B + B]],
  ['a slash that is escaped', `${A}\\/${B}`, [`${A}/${B}`]],
  ['escaped characters before', `\\u003e${A}, %0A${B}`, [A, B]],
  ['blanks between long words only', `${A} ${B} BBBBB`, [A + B]],
  ['the last line of PEM', `${A}\n-----END CERTIFICATE-----`, [A]],
  ['the dash of a list', `- ${A}\n- ${B}`, [A, B]],
  ['the name of a field', `data: ${A}\nkind: ${B}\ntext.key: x`, [A, B]],
])('what belongs to a run: %s', (_what, text, letters) => {
  expect(findLongRuns(text).map(lettersOf)).toEqual(letters);
});
