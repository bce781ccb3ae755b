import { execFileSync } from 'node:child_process';
import { createSecretKey, hkdfSync } from 'node:crypto';
import fc from 'fast-check';
import { deriveBytes, deriveScopeSeed, scopeOf, seedCheckOf } from './derive';
import { demoSeed } from './seed';

const hex = (text: string): Buffer => Buffer.from(text, 'hex');

// RFC 5869 appendix A.1 to A.3: that the HKDF under us is the HKDF that we mean.
test.each([
  [
    'A.1',
    hkdfSync('sha256', hex('0b'.repeat(22)), hex('000102030405060708090a0b0c'), hex('f0f1f2f3f4f5f6f7f8f9'), 42),
    '3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865',
  ],
  [
    'A.2',
    hkdfSync('sha256', bytesFrom(0x00, 80), bytesFrom(0x60, 80), bytesFrom(0xb0, 80), 82),
    'b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09' +
      'da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87',
  ],
  [
    'A.3',
    hkdfSync('sha256', hex('0b'.repeat(22)), '', '', 42),
    '8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8',
  ],
])('HKDF-SHA256 gives the bytes of RFC 5869 %s', (_, bytes, expected) => {
  expect(Buffer.from(bytes).toString('hex')).toBe(expected);
});

test('a secret may be given as an opaque key, with the same bytes as HKDF over its content', () => {
  const secret = createSecretKey(hex('0b'.repeat(32)));
  const direct = new Uint8Array(hkdfSync('sha256', hex('0b'.repeat(32)), 'gatehouse pki v1', 'key acme/app/shop', 48));
  expect(deriveBytes(secret, 'key acme/app/shop', 48)).toEqual(direct);
});

test('each tenant has its own seed, and none is the platform’s', () => {
  const name = fc.stringMatching(/^[a-z][-a-z0-9]{0,20}$/);
  fc.assert(
    fc.property(name, name, (a, b) => {
      const seedOf = (scope: string | undefined): string => deriveScopeSeed(demoSeed, scope).export().toString('hex');
      expect(seedOf(a) === seedOf(b)).toBe(a === b);
      expect(seedOf(a)).not.toBe(seedOf(undefined));
    }),
  );
});

test('a keyId belongs to the tenant before its first slash, or to the platform', () => {
  expect(['acme/app/shop', 'acme/authority', 'root', '/odd'].map(scopeOf)).toEqual(['acme', 'acme', undefined, '']);
});

test('the check value of a seed is what OpenSSL derives, and no part of a key', () => {
  for (const seed of ['5ec2e7'.repeat(10) + 'beef', '0dd5eed0'.repeat(8)]) {
    const options = ['digest:SHA256', `hexkey:${seed}`, 'salt:gatehouse pki v1', 'info:seed check'];
    const args = ['kdf', '-keylen', '8', ...options.flatMap((option) => ['-kdfopt', option]), 'HKDF'];
    const derived = execFileSync('openssl', args, { encoding: 'utf8' }).replace(/[:\s]/g, '').toLowerCase();
    const check = seedCheckOf(createSecretKey(hex(seed)));
    expect(check).toBe(derived);
    const scopes = [undefined, 'acme', 'check', 'seed check'].map((scope) =>
      deriveScopeSeed(createSecretKey(hex(seed)), scope)
        .export()
        .toString('hex'),
    );
    expect(scopes.join(' ')).not.toContain(check);
  }
});

function bytesFrom(first: number, count: number): Uint8Array {
  return Uint8Array.from({ length: count }, (_, index) => first + index);
}
