/** Against OpenSSL, which Node's privateDecrypt and publicEncrypt are: it opens what we make, and we make what it made. */
import { constants, createHash, generateKeyPairSync, privateDecrypt, publicEncrypt } from 'node:crypto';
import fc from 'fast-check';
import { encryptOaep } from './oaep';

const { RSA_NO_PADDING, RSA_PKCS1_OAEP_PADDING } = constants;
/** 2049 bits: a length that is no whole number of bytes. */
const pairs = [2048, 2049].map((modulusLength) => generateKeyPairSync('rsa', { modulusLength }));

const seed = fc.uint8Array({ minLength: 32, maxLength: 32 });
const label = fc.uint8Array({ maxLength: 80 });
/** Up to the longest that 2048 bits take. */
const message = fc.uint8Array({ maxLength: 256 - 66 });

describe.each(pairs)('with a key pair', ({ privateKey, publicKey }) => {
  const open = (sealed: Uint8Array, oaepLabel: Uint8Array): Buffer =>
    privateDecrypt({ key: privateKey, padding: RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256', oaepLabel }, sealed);

  test('OpenSSL opens whatever is encrypted', () => {
    fc.assert(
      fc.property(message, label, seed, (given, oaepLabel, coins) => {
        const sealed = encryptOaep(publicKey, given, oaepLabel, coins);
        expect(open(sealed, oaepLabel).equals(given)).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  test('what OpenSSL encrypted comes out of the same seed byte for byte', () => {
    fc.assert(
      fc.property(message, label, (given, oaepLabel) => {
        const key = { key: publicKey, padding: RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256', oaepLabel };
        const theirs = publicEncrypt(key, given);
        const coins = seedOf(privateDecrypt({ key: privateKey, padding: RSA_NO_PADDING }, theirs));
        expect(encryptOaep(publicKey, given, oaepLabel, coins).equals(theirs)).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  test('with another label nobody opens it', () => {
    const sealed = encryptOaep(publicKey, Buffer.from('key'), Buffer.from('acme/shop'), Buffer.alloc(32, 7));
    expect(open(sealed, Buffer.from('acme/shop')).toString()).toBe('key');
    expect(() => open(sealed, Buffer.from('globex/shop'))).toThrow();
  });
});

test.each([
  ['a message that is too long', 191, 32, 'too many'],
  ['a seed that is too short', 32, 31, '32 bytes, not 31'],
  ['a seed that is too long', 32, 33, '32 bytes, not 33'],
])('%s is refused', (_what, messageLength, seedLength, reason) => {
  const encrypt = (): Buffer =>
    encryptOaep(pairs[0]?.publicKey ?? fail(), Buffer.alloc(messageLength), Buffer.alloc(0), Buffer.alloc(seedLength));
  expect(encrypt).toThrow(reason);
});

function fail(): never {
  throw new Error('no key pair');
}

/** Takes the seed out of an encoded block (RFC 8017 §7.1.2, step 3), written here once more on purpose. */
function seedOf(block: Buffer): Buffer {
  const [maskedSeed, maskedData] = [block.subarray(1, 33), block.subarray(33)];
  const mask = createHash('sha256').update(maskedData).update(Buffer.alloc(4)).digest();
  return Buffer.from(maskedSeed.map((byte, index) => byte ^ (mask[index] ?? 0)));
}
