import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { load } from 'js-yaml';
import { parse } from 'yaml';
import { renderIssue } from '../model/issue';
import { editDocument, type Edit } from './edit-document';

function edited(text: string, ...edits: readonly Edit[]): string | string[] {
  const result = editDocument('platform.yaml', text, edits);
  return result.ok ? result.value : result.issues.map(renderIssue);
}

const INIT: readonly Edit[] = [
  { path: ['spec', 'pki', 'seed'], value: 'own' },
  { path: ['spec', 'pki', 'seedCheck'], value: '0123456789012345', after: 'seed' },
];

test('one value changes, and comments, quotes, blank lines and odd spacing stay', () => {
  const text = `# yaml-language-server: $schema=x
kind:   Platform   # aligned
metadata: {name: 'prod'}

spec:
    domain: "apps.example.com"

    pki:
        # why
        seed:   demo # known to everybody
        since: 2026-11-01   # never move it

    secrets: { mode: plain }   # soon sealed
`;
  expect(edited(text, ...INIT)).toBe(
    text.replace('demo # known to everybody', "own # known to everybody\n        seedCheck: '0123456789012345'"),
  );
});

test.each([
  ['pki: { seed: demo, since: 2026-11-01 }', "pki: { seed: own, seedCheck: '0123456789012345', since: 2026-11-01 }"],
  ['pki: {seed: demo}', "pki: {seed: own, seedCheck: '0123456789012345'}"],
  ['pki:\r\n    seed: demo\r\n', "pki:\r\n    seed: own\r\n    seedCheck: '0123456789012345'\r\n"],
  ['pki:\n    asOf: x\n    seed: "demo"', "pki:\n    asOf: x\n    seed: own\n    seedCheck: '0123456789012345'"],
  ['pki:\n    seed:\n', "pki:\n    seed: own\n    seedCheck: '0123456789012345'\n"],
  ['pki: { seed: , a: 1 }', "pki: { seed: own, seedCheck: '0123456789012345' , a: 1 }"],
  [
    'pki:\n    seed: >-\n      de\n      mo\n    a: 1\n',
    "pki:\n    seed: own\n    seedCheck: '0123456789012345'\n    a: 1\n",
  ],
  ["pki: { seed: own, seedCheck: 'ff' } # x", "pki: { seed: own, seedCheck: '0123456789012345' } # x"],
  ['domain: a', "domain: a\n  pki: { seed: own, seedCheck: '0123456789012345' }"],
  ['pki: {}', "pki: { seed: own, seedCheck: '0123456789012345' }"],
])('in any layout: %j', (before, after) => {
  expect(edited(`spec:\n  ${before}`, ...INIT)).toBe(`spec:\n  ${after}`);
});

const GENERATIONS: Edit = {
  path: ['spec', 'pki', 'generations'],
  value: [
    { number: 1, state: 'retiring' },
    { number: 2, state: 'active' },
  ],
};
const LINE = 'generations: [{ number: 1, state: retiring }, { number: 2, state: active }]';

test.each([
  ['spec: {}\n', `spec: { pki: { ${LINE} } }\n`],
  ['spec:\n  a: 1 # b\n', `spec:\n  a: 1 # b\n  pki: { ${LINE} }\n`],
  [
    'spec:\n  quota:\n    list:\n      - x: 1\n        y: |\n          text\n',
    `spec:\n  quota:\n    list:\n      - x: 1\n        y: |\n          text\n  pki: { ${LINE} }\n`,
  ],
  ['spec:\n  pki:\n    generations: [{ number: 1, state: active }]\n  b: 2\n', `spec:\n  pki:\n    ${LINE}\n  b: 2\n`],
  [
    'spec:\n  pki:\n    generations:\n      - number: 1\n        state: active # now\n  b: 2\n',
    `spec:\n  pki:\n    ${LINE} # now\n  b: 2\n`,
  ],
])('lists and mappings are written in one line: %j', (before, after) => {
  expect(edited(before, GENERATIONS)).toBe(after);
});

const FIX = 'write it by hand, or write the document more plainly';
test.each([
  ['faults', 'spec: {\n', '2:1', 'it has faults as YAML'],
  ['a key twice', 'spec: { a: 1, a: 2 }\n', '1:15', 'it has faults as YAML'],
  ['two documents', 'spec: {}\n---\nspec: {}\n', '2:1', 'it has faults as YAML'],
  ['an anchor', 'spec:\n  pki: &pki { seed: demo }\n', '2:13', 'the document has anchors'],
  ['an alias', 'a: &a 1\nspec: { pki: *a }\n', '1:7', 'the document has anchors'],
  ['no mapping', 'spec: text\n', '1:1', 'the document is laid out in a way that Gatehouse does not edit'],
  [
    'keys of two lines',
    'spec:\n  ? a\n  : 1\n',
    '1:1',
    'the document is laid out in a way that Gatehouse does not edit',
  ],
  ['nothing', '', '1:1', 'the document is laid out in a way that Gatehouse does not edit'],
  [
    'an empty value on the way',
    'spec:\n  pki:\n',
    '1:1',
    'the document is laid out in a way that Gatehouse does not edit',
  ],
])('a document with %s is refused', (_what, text, at, reason) => {
  expect(edited(text, ...INIT)).toEqual([`platform.yaml:${at} spec.pki.seed cannot be set here: ${reason}; ${FIX}`]);
});

test('text that could be read as something else is quoted', () => {
  const values = [
    '1234567890123456',
    '12345e6789012345',
    'true',
    'no',
    'null',
    '',
    ' a',
    'a: b',
    "it's",
    '0x1f',
    'a\nb',
    '~',
  ];
  for (const value of values) {
    const text = String(edited('a: {b: 1}\n', { path: ['a', 'b'], value }));
    expect([parse(text), load(text)]).toEqual([{ a: { b: value } }, { a: { b: value } }]);
  }
});

test('whatever the values around, the edit is the only difference, for two readers', () => {
  const scalar = fc.oneof(
    fc.constantFrom('plain', '"quoted # text"', "'it''s'", '12', '|\n    block\n', '[1, { a: 2 }]', '{}', ''),
  );
  const comment = fc.constantFrom('', ' # why', '   # aligned');
  const line = fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), scalar, comment);
  fc.assert(
    fc.property(
      fc.uniqueArray(line, { selector: ([key]) => key, minLength: 1 }),
      fc.constantFrom('a', 'e'),
      (lines, key) => {
        const body = lines.map(
          ([name, value, more]) => `  ${name}: ${value}${value.startsWith('|') ? '' : `${more}\n`}`,
        );
        const text = `top: 1\nspec:\n${body.join('')}last: 2 # end\n`;
        const value = { number: 7, state: 'next' };
        const result = edited(text, { path: ['spec', key], value });
        const data = parse(text) as { spec: object };
        const expected = { ...data, spec: { ...data.spec, [key]: value } };
        expect(typeof result).toBe('string');
        expect(isDeepStrictEqual([parse(String(result)), load(String(result))], [expected, expected])).toBe(true);
        const kept = text
          .split('\n')
          .filter((written) => !written.startsWith(`  ${key}:`) && written.trim() !== 'block');
        expect(String(result).split('\n')).toEqual(expect.arrayContaining(kept));
      },
    ),
  );
});
