import fc from 'fast-check';
import { load } from 'js-yaml';
import { parse } from 'yaml';
import { anyCharacter } from '../testing/any-character';
import { renderYaml } from './yaml-emitter';

/** Text that one reader or another takes for something else when it stands plain or in a block. */
const HOSTILE = (
  'y N yes No ON off true False null Null ~ nan .nan .inf -.Inf Infinity e3 E-12 << = * & ! | > % @ ` ? - : , [ ] { } {{ }} # ' +
  '0 -0 007 0o7 0b1 0x1F 0x1p-2 1_000 685.230_15e+03 1:30 1:30:00 190:20:30.15 1e3 12e03 1. .5 -.5 +1 1.33 1.2.3 10.0.0.1 ' +
  '2001-01-01 2001-12-14t21:59:43.10-05:00 -x --x --- ... !!str !!binary &a *a %TAG a: b: :a a:b a::b #c a#b "a" \'a\' ' +
  "[a] {a} a,b a, -- --- a --a=b 10.0.0.0/8 500m 1Gi 1E 1e 0xfg https://x.example:8080/a?b=c&d a=b= +a/b== it's C:\\x \\n " +
  '__proto__ constructor toString hasOwnProperty length 😀 é \u{10ffff} \u{1fffe} \ue000 \uffff \ufffe'
).split(' ');
// prettier-ignore
const WITH_BLANKS = [
  '', ' ', '  ', '\t', '- x', 'a: b', 'a #b', ' a', 'a ', '\ta', 'a\t', 'a\tb', 'a  b', 'a -', 'a *b', '? a',
  '- - a', '2001-12-14 21:59:43.10 -5', '1 000', '\n', '\n\n', '\n\n\n', 'a\n', 'a\n\n', 'a\n\n\n', '\na', ' \na',
  'a\n b', ' a\nb', 'a\n\tb', 'a\n \tb', 'a\tb\nc', 'a\n \nb', 'a\n\n\nb', 'a \nb', 'a\n ', 'a\n\t', 'a\r', '\r\n',
  'a\r\nb\r\n', 'a\u0085b', 'a\u2028b\nc', 'a\u2029b', '\ufeffa', 'a\n\ufeffb', 'a\u0000b', 'a\u001bb', 'a\u007fb',
  'a\u00a0b\nc', 'a\u202eb', 'a\u200bb', '---\na', '...\na', '# a\n# b', '- a\n- b\n', 'a: b\nc: d\n', '%TAG\na',
  '{{\na\n}}\n', '|\na', 'é\n😀\n', 'x'.repeat(3000), 'x y '.repeat(700), '"'.repeat(900), `${'é'.repeat(1200)}\n`,
];

const hostile = fc.constantFrom(...HOSTILE, ...WITH_BLANKS);
const text = fc.oneof(
  { weight: 4, arbitrary: hostile },
  { weight: 2, arbitrary: fc.array(hostile, { maxLength: 4 }).map((parts) => parts.join('')) },
  { weight: 1, arbitrary: fc.array(hostile, { maxLength: 4 }).map((parts) => parts.join(' ')) },
  { weight: 1, arbitrary: fc.array(hostile, { maxLength: 4 }).map((parts) => parts.join('\n')) },
  { weight: 2, arbitrary: fc.string({ unit: anyCharacter, maxLength: 12 }) },
  { weight: 2, arbitrary: fc.string({ unit: fc.constantFrom(...Array.from('019aefoxtTZ_+-.:/~# \n')), maxLength: 8 }) },
  { weight: 1, arbitrary: fc.base64String({ maxLength: 40 }) },
);
const number = fc.oneof(
  fc.maxSafeInteger(),
  fc.double({ noDefaultInfinity: true, noNaN: true }),
  fc.constantFrom(
    0,
    1e21,
    -1e21,
    1e-7,
    5e-324,
    1.7976931348623157e308,
    2 ** 53,
    2 ** 63,
    2 ** 64,
    1e20,
    0.1,
    -1.5,
    1e6,
  ),
);
const scalar = fc.oneof({ weight: 4, arbitrary: text }, number, fc.boolean(), fc.constant(null));
const json = fc.letrec<{ node: unknown }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    { weight: 2, arbitrary: scalar },
    { weight: 1, arbitrary: fc.array(tie('node'), { maxLength: 4 }) },
    { weight: 2, arbitrary: fc.array(fc.tuple(text, tie('node')), { maxLength: 5 }).map(toObject) },
  ),
})).node;

/** Own properties all, `__proto__` too, and no minus zero, which is no JSON. */
function toObject(entries: readonly (readonly [string, unknown])[]): unknown {
  return Object.fromEntries(entries);
}

function withoutMinusZero(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

/** The same data with the keys of each object the other way round. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return toObject(
    Object.entries(value)
      .map(([key, inner]) => [key, reversed(inner)] as const)
      .reverse(),
  );
}

function expectEveryReaderGets(value: unknown): void {
  const yaml = renderYaml(value);
  const expected = withoutMinusZero(value);
  expect(parse(yaml, { version: '1.2' })).toEqual(expected);
  expect(parse(yaml, { version: '1.1' })).toEqual(expected);
  expect(load(yaml)).toEqual(expected);
}

describe('what readers get back', () => {
  test.each(['value', 'key', 'list', 'top', 'between'])('every hostile text survives as %s', (position) => {
    for (const hard of [...HOSTILE, ...WITH_BLANKS]) {
      const shapes: Record<string, unknown> = {
        value: { a: hard },
        key: toObject([[hard, { [hard]: hard }]]),
        list: [[hard, [hard]], { a: [hard, hard] }],
        top: hard,
        between: { a: { b: hard, c: [hard, { d: hard, e: hard }] }, z: 1 },
      };
      expectEveryReaderGets(shapes[position]);
    }
  });

  test('any JSON value survives', () => {
    fc.assert(fc.property(json, expectEveryReaderGets), { numRuns: 2000 });
  });

  test('any text survives beside others of its kind', () => {
    fc.assert(fc.property(fc.dictionary(text, text), expectEveryReaderGets), { numRuns: 2000 });
  });

  test('any number survives', () => {
    fc.assert(fc.property(fc.array(number), expectEveryReaderGets));
  });
});

describe('the text', () => {
  test('does not depend on the order of the input', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(renderYaml(reversed(value))).toBe(renderYaml(value));
      }),
    );
  });

  test('has no trailing blanks, tabs at line starts, anchors of shared objects or raw invisible characters', () => {
    const shared = { x: [1] };
    expect(renderYaml({ a: shared, b: shared })).toBe('a:\n  x:\n    - 1\nb:\n  x:\n    - 1\n');
    fc.assert(
      fc.property(json, (value) => {
        expect(renderYaml(value)).not.toMatch(
          // eslint-disable-next-line no-control-regex -- that is what must not be there
          /[ \t]\n|\n *\t|[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\ufeff]/,
        );
      }),
    );
  });

  test('writes keys longer than a simple key may be with a question mark', () => {
    expectEveryReaderGets([
      toObject([
        ['k'.repeat(1025), { a: 'x\ny' }],
        ['l'.repeat(1025), 'x\ny'],
        ['m'.repeat(1025), []],
      ]),
    ]);
  });
});
