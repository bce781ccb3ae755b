import fc from 'fast-check';
import type { z } from 'zod';
import { anyCharacter } from '../testing/any-character';
import { day, dnsLabel, host, image, metadata, network, port, quantity, urlPath } from './schema';

/** What would mean something to nginx, to a shell or to YAML. */
// eslint-disable-next-line no-control-regex -- that is what is looked for
const hostile = /[;{}"'$\\\s#`|&<>*()!%\u0000-\u001f\u007f-\uffff]/;
const scalars: Readonly<Record<string, z.ZodType<string>>> = { dnsLabel, host, urlPath, quantity, day, network, image };

/** Near misses: something valid, and what somebody hides in it. */
const valid = fc.constantFrom(
  'shop',
  'a.example.com',
  '/api/v1',
  '500m',
  '2026-11-01',
  '10.0.0.0/8',
  'nginx:1.30',
  '/',
  'fd00::/48',
);
const hidden = fc.constantFrom(...';{}"\'$\\ \t\n\r\0#`|&<>*()!%\u2028\u00a0\u202e\ufeffé'.split(''));
const text = fc.oneof(
  fc.string({ unit: anyCharacter }),
  fc.tuple(valid, hidden, valid).map((parts) => parts.join('')),
  fc.tuple(valid, hidden).map((parts) => parts.join('')),
  fc.tuple(hidden, valid).map((parts) => parts.join('')),
);

describe('the scalars of the documents', () => {
  it.each(Object.entries(scalars))(
    'let nothing through that a configuration would read as more than a word: %s',
    (_name, schema) => {
      fc.assert(
        fc.property(text, (written) => {
          expect(schema.safeParse(written).success && hostile.test(written)).toBe(false);
        }),
        { numRuns: 2000 },
      );
    },
  );

  it.each([
    [dnsLabel, ['a', 'a-1', 'a'.repeat(63)], ['', 'A', '1a', '-a', 'a-', 'a_b', 'a.b', 'a'.repeat(64), 'a\n', 'ä']],
    [
      host,
      ['a.b', '1.example.com', 'xn--p1ai.example'],
      ['a', 'a.', '.a', 'a..b', '*.a.b', 'A.b', 'a.1', 'a.b.', `${'a.'.repeat(127)}b`, '127.0.0.1'],
    ],
    [
      urlPath,
      ['/', '/a', '/a/b.c~d_e-f'],
      ['', 'a', '/a/', '//', '/a//b', '/..', '/a/../b', '/./a', '/a?b', '/a b', `/${'a'.repeat(256)}`],
    ],
    [quantity, ['1', '0.5', '250m', '64Mi', '0'], ['', '-1', '1 Gi', '1gi', '01', '1e3', '.5', '1.', 'Mi']],
    [day, ['2026-11-01', '2028-02-29'], ['2026-11-1', '2026-02-29', '2026-13-01', '2026-11-01T00:00:00Z', '']],
    [
      network,
      ['10.0.0.0/8', '0.0.0.0/0', '::/0', 'fd00::/48'],
      ['10.0.0.0', '10.0.0.0/33', '::', 'fd00::/129', '300.0.0.0/8', ''],
    ],
    [
      image,
      ['nginx', 'a.b:5000/c/d:1', `a@sha256:${'0'.repeat(64)}`, `a:1@sha256:${'f'.repeat(64)}`],
      ['', 'A', 'a b', 'a@sha256:0', ':1', `a${'b'.repeat(512)}`],
    ],
  ] as const)('take what is meant and refuse what is not (%#)', (schema, good, bad) => {
    for (const value of good) expect([value, schema.safeParse(value).success]).toEqual([value, true]);
    for (const value of bad) expect([value, schema.safeParse(value).success]).toEqual([value, false]);
  });

  it('take ports as whole numbers from 1 to 65535', () => {
    for (const value of [1, 443, 65535]) expect(port.safeParse(value).success).toBe(true);
    for (const value of [0, -1, 65536, 1.5, '443', NaN, null]) expect(port.safeParse(value).success).toBe(false);
  });

  it('take no metadata but a name', () => {
    expect(metadata.safeParse({ name: 'a' }).success).toBe(true);
    expect(metadata.safeParse({ name: 'a', namespace: 'b' }).success).toBe(false);
  });
});
