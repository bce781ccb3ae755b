import { createPrivateKey, createPublicKey, verify } from 'node:crypto';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { deriveKeyPair, toKeyPair, toPkcs8Pem, toSpkiDer } from './keys';
import { demoSeed } from './seed';
import { signMessage } from './sign-message';

/** RFC 6979 A.2.5. */
const rfcKey = toKeyPair(Buffer.from('c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721', 'hex'));

test('the public point is the one of RFC 6979 A.2.5', () => {
  expect(Buffer.from(rfcKey.publicPoint).toString('hex')).toBe(
    '04' +
      '60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6' +
      '7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299',
  );
});

const keyId = fc.stringMatching(/^[a-z]{1,8}(\/[a-z]{1,8}){0,2}$/);

test('OpenSSL reads the private key, finds the public one in it, and accepts the signatures', () => {
  fc.assert(
    fc.property(keyId, fc.uint8Array({ maxLength: 300 }), (id, message) => {
      const key = deriveKeyPair(demoSeed, id);
      const privateKey = createPrivateKey(toPkcs8Pem(key));
      const publicKey = createPublicKey({ key: Buffer.from(toSpkiDer(key.publicPoint)), format: 'der', type: 'spki' });
      expect(createPublicKey(privateKey).equals(publicKey)).toBe(true);
      expect(privateKey.export({ type: 'pkcs8', format: 'pem' })).toBe(toPkcs8Pem(key));
      expect(verify('sha256', message, publicKey, signMessage(key, message))).toBe(true);
    }),
    { numRuns: 30 },
  );
});

test('the same name gives the same key, another name another key', () => {
  fc.assert(
    fc.property(keyId, keyId, (a, b) => {
      expect(toPkcs8Pem(deriveKeyPair(demoSeed, a)) === toPkcs8Pem(deriveKeyPair(demoSeed, b))).toBe(a === b);
    }),
  );
});

test.each([
  ['zero', '00'.repeat(32)],
  ['the order of the group', 'ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551'],
])('%s is no private key, and the refusal does not show it', (_, scalar) => {
  expect(() => toKeyPair(Buffer.from(scalar, 'hex'))).toThrow(/^(?!.*ffffffff)/);
});

test('a printed key pair shows nothing secret', () => {
  const shown = inspect(rfcKey, { showHidden: true, depth: 9 }) + JSON.stringify(rfcKey);
  expect(shown).not.toMatch(/c9afa9d8|c9 af a9 d8|201,175,169/);
});
