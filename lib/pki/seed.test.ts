import { inspect } from 'node:util';
import fc from 'fast-check';
import { demoSeed, isDemoSeed, parseOwnSeed, parseSeed } from './seed';

const PLACE = { file: 'platform.yaml', line: 1, column: 1 };

const sixtyFour = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .filter((bytes) => bytes.some((byte) => byte !== 0))
  .map((bytes) => Buffer.from(bytes).toString('hex'));

test('64 hexadecimal characters are read as they stand, in either case, with white space around them', () => {
  fc.assert(
    fc.property(sixtyFour, fc.constantFrom('', '\n', ' \r\n'), fc.boolean(), (hex, space, upper) => {
      const result = parseSeed(space + (upper ? hex.toUpperCase() : hex) + space, PLACE);
      expect(result.ok && result.value.export().toString('hex')).toBe(hex);
    }),
  );
});

test.each([
  ['', 'has 0 characters'],
  ['ab'.repeat(31), 'has 62 characters'],
  ['ab'.repeat(33), 'has 66 characters'],
  [`${'ab'.repeat(31)}0x`, 'other than 0-9 and a-f'],
  ['0'.repeat(64), 'all zeroes'],
])('a seed of %j is refused, because it %s', (text, reason) => {
  const result = parseSeed(text, PLACE);
  expect(result.ok ? [] : result.issues.map(({ message }) => message)).toEqual([expect.stringContaining(reason)]);
});

test('a refusal never repeats what was given', () => {
  fc.assert(
    fc.property(sixtyFour, fc.constantFrom('g', '00', '-'), (hex, extra) => {
      const shown = JSON.stringify(parseSeed(hex + extra, PLACE));
      expect(shown).not.toContain(hex.slice(0, 8));
      expect(shown).toContain('"ok":false');
    }),
  );
});

test('a printed seed shows nothing', () => {
  const shown = inspect(demoSeed, { showHidden: true, depth: 9 }) + JSON.stringify(demoSeed);
  expect(shown).not.toContain(demoSeed.export().toString('hex').slice(0, 8));
});

test('the demo seed is recognised, also when it is given as text', () => {
  const given = parseSeed(demoSeed.export().toString('hex'), PLACE);
  expect(given.ok && isDemoSeed(given.value)).toBe(true);
  const other = parseSeed('01'.repeat(32), PLACE);
  expect(other.ok && isDemoSeed(other.value)).toBe(false);
});

test('the demo seed is no seed of anybody’s own', () => {
  expect(parseOwnSeed(demoSeed.export().toString('hex').toUpperCase(), PLACE, 'GATEHOUSE_SEED')).toMatchObject({
    ok: false,
    issues: [{ message: 'GATEHOUSE_SEED is the demo seed, which everybody knows' }],
  });
  expect(parseOwnSeed('01'.repeat(32), PLACE, 'GATEHOUSE_SEED').ok).toBe(true);
});
