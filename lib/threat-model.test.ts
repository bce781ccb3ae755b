/** The threat model's claims are worth what their tests are: each of them is there. */
import { readFileSync } from 'node:fs';

const rows = readFileSync('docs/threat-model.md', 'utf8')
  .split('\n')
  .flatMap((line): [string, string][] => {
    const [, file, words] = /^\|.*\| `([^`]+)`: (.*?) *\|$/.exec(line) ?? [];
    return file === undefined || words === undefined ? [] : [[words, file]];
  });

test('every claim names a test', () => {
  const claims = readFileSync('docs/threat-model.md', 'utf8').match(/^\| (?!-|wants).*\|$/gm) ?? [];
  expect(rows.length).toBe(claims.length);
  expect(rows.length).toBeGreaterThan(25);
});

test.each(rows)('%s: is a test of %s', (words, file) => {
  expect(readFileSync(file, 'utf8')).toContain(words);
});
