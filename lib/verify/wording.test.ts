import { PRIVATE_KEY } from './sample-manifests';
import { listing, quote } from './wording';

describe('wording', () => {
  it('quotes text, shows what is absent and cuts what is long', () => {
    expect(quote('a"b')).toBe('"a\\"b"');
    expect(quote(undefined)).toBe('absent');
    expect(quote({ app: 'shop' })).toBe('{"app":"shop"}');
    expect(quote('x'.repeat(200))).toBe(`"${'x'.repeat(79)}…`);
  });

  it('shows no private key, wherever it stands', () => {
    const folded = Buffer.from(PRIVATE_KEY).toString('base64').replace(/.{7}/g, '$&\n');
    expect(quote(PRIVATE_KEY)).toBe('"<a private key>"');
    expect(quote({ a: [folded] })).toBe('{"a":["<a private key>"]}');
    expect(quote({ [PRIVATE_KEY]: 1 })).toBe('<a private key>');
  });

  it('lists a few in order, and says how many more there are', () => {
    expect(listing([])).toBe('none');
    expect(listing([10, 9, 9])).toBe('9, 10');
    expect(listing(['f', 'e', 'd', 'c', 'b', 'a', 'g'])).toBe('"a", "b", "c", "d", "e" and 2 more');
  });
});
