import fc from 'fast-check';
import { stringify } from 'yaml';
import { renderIssue } from '../model/issue';
import { parseDocument } from './document';

function faultsIn(text: string): string[] {
  return parseDocument('a.yaml', text).issues.map(renderIssue);
}

describe('parseDocument', () => {
  it('gives the value that was written, and its places', () => {
    const text = '# comment\nspec:\n  ports: [80, { name: web }]\n  empty:\n  "8080": text\n';
    const { value, issues, source } = parseDocument('a.yaml', text);
    expect(issues).toEqual([]);
    expect(value).toEqual({ spec: { ports: [80, { name: 'web' }], empty: null, '8080': 'text' } });
    expect(source.placeOf(['spec', 'ports', 1, 'name'])).toEqual({ file: 'a.yaml', line: 3, column: 23 });
    expect(source.placeOfKey(['spec', 'ports', 1, 'name'])).toEqual({ file: 'a.yaml', line: 3, column: 17 });
    expect(source.placeOfKey(['spec', '8080'])).toEqual({ file: 'a.yaml', line: 5, column: 3 });
    expect(source.placeOf([])).toEqual({ file: 'a.yaml', line: 2, column: 1 });
  });

  it('leads what is not written down back to the nearest ancestor that is', () => {
    const { source } = parseDocument('a.yaml', 'a: 1\nspec:\n  b: 2\n');
    expect(source.placeOf(['spec', 'quota', 'cpu'])).toEqual({ file: 'a.yaml', line: 3, column: 3 });
    expect(source.placeOfKey(['spec', 'quota', 'cpu'])).toEqual({ file: 'a.yaml', line: 3, column: 3 });
    expect(source.placeOf(['nowhere', 0])).toEqual({ file: 'a.yaml', line: 1, column: 1 });
  });

  it('reads back whatever plain data a YAML program prints', () => {
    const leaf = fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer(), fc.boolean(), fc.constant(null));
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { depthSize: 'small' },
        leaf,
        fc.array(tie('tree')),
        fc.dictionary(fc.stringMatching(/^[a-z]+$/), tie('tree')),
      ),
    }));
    const isClash = (text: string): boolean => /constructor|prototype/.test(text);
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^[a-z]+$/), tree, { minKeys: 1 }), (written) => {
        const text = stringify(written, { version: '1.2', aliasDuplicateObjects: false });
        fc.pre(!isClash(text));
        const { value, issues } = parseDocument('a.yaml', text);
        expect(issues).toEqual([]);
        expect(JSON.stringify(value)).toBe(JSON.stringify(written));
      }),
      { numRuns: 50 },
    );
  });

  it('never throws, whatever the text is', () => {
    const pieces = fc.constantFrom(
      ...'&*!|>%@`#\'"{}[],:?-\n\t ab1~\\<=\r\u0000\ufeff\ud800'.split(''),
      '---\n',
      '...\n',
      '<<: ',
      '\n  ',
      ': ',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 60 }), (parts) => {
        const { value, issues } = parseDocument('a.yaml', parts.join(''));
        expect(value !== undefined || issues.length > 0).toBe(true);
        for (const { where } of issues) expect(Math.min(where.line, where.column)).toBeGreaterThanOrEqual(1);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['an anchor', 'a: &x 1', 'a.yaml:1:4 anchor "&x" is not allowed; remove it; put text that begins with & in quotes'],
    [
      'an alias',
      'host: *.example.com',
      'a.yaml:1:7 alias "*.example.com" is not allowed; write the value itself; put text that begins with * in quotes',
    ],
    [
      'a tag',
      'a: !!int "1"',
      'a.yaml:1:4 tag "!!int" is not allowed; remove it; put text that begins with ! in quotes',
    ],
    ['a merge key', 'a: { <<: { b: 1 } }', 'a.yaml:1:6 merge key "<<" in a is not allowed; write the keys themselves'],
    ['a directive', '%YAML 1.1\n---\na: yes', 'a.yaml:1:1 directive "%YAML 1.1" is not allowed; remove it'],
    [
      'a duplicate key',
      'a:\n  b: 1\n  "b": 2',
      'a.yaml:3:3 duplicate key "b" in a (also a.yaml:2:3); keep one of the two',
    ],
    [
      'a second document',
      'a: 1\n---\nb: 2',
      'a.yaml:3:1 a second document begins here; write one document in each file',
    ],
    ['an empty document', '# nothing\n', 'a.yaml:1:1 the document is empty; write it, or remove the file'],
    ['a list', '- a', 'a.yaml:1:1 the document is a list, not a mapping; begin it with apiVersion and kind'],
    [
      'a number as key',
      '8080: web',
      'a.yaml:1:1 key "8080" in the document is a number, and keys are text; put it in quotes',
    ],
    [
      'a truth value as key',
      'a: { true: 1 }',
      'a.yaml:1:6 key "true" in a is true or false, and keys are text; put it in quotes',
    ],
    ['a list as key', '? [a]\n: 1', 'a.yaml:1:3 a key is text, not a value of its own; write a word before the colon'],
    [
      'the key __proto__',
      '__proto__: { a: 1 }',
      'a.yaml:1:1 key "__proto__" in the document is not allowed; choose another one, or remove it',
    ],
    [
      'the key constructor',
      'a: { constructor: 1 }',
      'a.yaml:1:6 key "constructor" in a is not allowed; choose another one, or remove it',
    ],
    [
      'an integer beyond 2^53',
      'a: 9007199254740993',
      'a.yaml:1:4 a is "9007199254740993", which is too large to be kept exactly; write a number up to 9007199254740991, or put text in quotes',
    ],
    ['infinity', 'a: .inf', 'a.yaml:1:4 a is ".inf", which is no finite number; write a number'],
    ['no number', 'a: [.NaN]', 'a.yaml:1:5 a[0] is ".NaN", which is no finite number; write a number'],
    [
      'an octal number of old',
      'mode: 0644',
      'a.yaml:1:7 mode is 0644, which some programs read as octal and others as decimal; write the decimal number without leading zeros, or put text in quotes',
    ],
    ['a tab as indentation', 'a:\n\tb: 1', 'a.yaml:2:1 a tab is used as indentation; indent with spaces'],
    [
      'wrong indentation',
      'a:\n  b: 1\n c: 2',
      'a.yaml:3:1 the indentation does not fit; begin all keys of a mapping, and all items of a list, in the same column, and end each bracket further in',
    ],
    ['an open quote', 'a: "x\nb: 1', 'a.yaml:2:5 a quoted text does not end; add the closing "'],
    [
      'an open bracket',
      'a: [1, 2\nb: 1',
      'a.yaml:2:1 brackets are still open in a line that is not indented; add the closing ], or indent the line',
    ],
    [
      'a colon within text',
      'a: b: c',
      'a.yaml:1:4 a mapping cannot begin in the line of its key, and text with ": " in it looks like one; begin it in the next line, or put the text in quotes',
    ],
    [
      'a line without colon',
      'a: 1\nfoo\nb: 2',
      'a.yaml:2:1 a key stands in more than one line; add the colon that is missing, or put the text in quotes',
    ],
    [
      'an escape that is none',
      'a: "C:\\q"',
      'a.yaml:1:7 "\\\\q" is no escape sequence; write \\\\ for a backslash, or use single quotes',
    ],
    ['a reserved character', 'a: @x', 'a.yaml:1:4 text cannot begin with @ or `; put it in quotes'],
    [
      'a control character',
      'a: x\u0007',
      'a.yaml:1:5 character U+0007 is not allowed; remove it, or write it as an escape in quotes',
    ],
    ['half of a character', 'a: "\\ud800"', 'a.yaml:1:4 a holds half of a character; write the whole character'],
  ])('refuses %s', (_what, text, line) => {
    expect(faultsIn(text)).toEqual([line]);
  });

  it('refuses a billion laughs without expanding it', () => {
    const words = 'abcdefghijklmnop'.split('');
    const lines = words.slice(1).map(
      (word, i) =>
        `${word}: &${word} [${Array<string>(9)
          .fill(`*${words[i] ?? ''}`)
          .join(', ')}]`,
    );
    const before = process.memoryUsage().heapUsed;
    const start = performance.now();
    const faults = faultsIn(['a: &a [lol, lol]', ...lines].join('\n'));
    expect(performance.now() - start).toBeLessThan(1000);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(50e6);
    expect(faults).toHaveLength(16 + 15 * 9);
    expect(faults[0]).toBe('a.yaml:1:4 anchor "&a" is not allowed; remove it; put text that begins with & in quotes');
  });

  it.each([
    ['brackets', 'a: ' + '['.repeat(40_000), 'a.yaml:1:104 values are nested more than 100 deep; write it flatter'],
    [
      'dashes',
      'a:\n' + '- '.repeat(40_000) + 'x',
      'a.yaml:2:201 values are nested more than 100 deep; write it flatter',
    ],
    [
      'keys',
      Array.from({ length: 1200 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'),
      'a.yaml:102:102 values are nested more than 100 deep; write it flatter',
    ],
    [
      '100,000 brackets',
      'a: ' + '['.repeat(100_000),
      'a.yaml:1:99999 the document is too large to read; divide it, or remove what is repeated',
    ],
    [
      'a million commas',
      `a: [${','.repeat(1_000_000)}]`,
      'a.yaml:1:99999 the document is too large to read; divide it, or remove what is repeated',
    ],
  ])('refuses absurd nesting or size: %s', (_what, text, line) => {
    expect(faultsIn(text)).toEqual([line]);
  });

  it('tells what a fault leaves open', () => {
    const { isUnknown, isIncomplete } = parseDocument('a.yaml', 'a: *x\nb: { <<: 1, c: 2 }\nd: &y 1');
    expect([isUnknown(['a']), isUnknown(['a', 'deep']), isUnknown(['b', 'c']), isUnknown(['d'])]).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect([isIncomplete(['b']), isIncomplete(['b', 'c']), isIncomplete([])]).toEqual([true, false, false]);
  });
});
