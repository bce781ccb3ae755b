import { createHash, createHmac, createPublicKey, verify } from 'node:crypto';
import { p256 } from '@noble/curves/nist.js';
import { createHmacDrbg } from '@noble/curves/utils.js';
import fc from 'fast-check';
import { P256_ORDER, toKeyPair, toSpkiDer, type KeyPair } from './keys';
import { noncesOf, signHash, signMessage } from './sign-message';

/** RFC 6979 A.2.5. */
const rfcScalar = Buffer.from('c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721', 'hex');

/** Per the RFC: message, k, r, s. */
const rfcVectors = [
  [
    'sample',
    'a6e3c57dd01abe90086538398355dd4c3b17aa873382b0f24d6129493d8aad60',
    'efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716',
    'f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8',
  ],
  [
    'test',
    'd16b6ae827f17175e040871a1c7ec3500192c4c92677336ec2537acaee0008e0',
    'f1abb023518351cd71d881567b1ea663ed3efcf6c5132b354f28d3b0b7d38367',
    '019f4113742a2b14bd25926b49c649155f267e60d3814b4c0cc84250e46f0083',
  ],
] as const;

test.each(rfcVectors)('nonce and signature of "%s" are those of RFC 6979 A.2.5', (message, k, r, s) => {
  const [nonce] = noncesOf(rfcScalar, toInteger(sha256(Buffer.from(message))));
  expect(nonce).toBe(BigInt(`0x${k}`));
  expect(hexOf(signMessage(toKeyPair(rfcScalar), Buffer.from(message)))).toBe(toDer(r, s));
});

const scalar = fc
  .oneof(
    { weight: 20, arbitrary: fc.bigInt({ min: 1n, max: P256_ORDER - 1n }) },
    { weight: 1, arbitrary: fc.constantFrom(1n, 2n, P256_ORDER - 1n, P256_ORDER - 2n, 1n << 255n) },
  )
  .map(toOctets);
const message = fc.uint8Array({ maxLength: 700, size: 'max' });

test('noble, which shares no line with it, gives the same bytes, and OpenSSL accepts them', () => {
  const plainly = { prehash: true, lowS: false, extraEntropy: false, format: 'der' } as const;
  const lengths = new Set<number>();
  fc.assert(
    fc.property(scalar, message, (secret, text) => {
      const key = toKeyPair(secret);
      const signature = signMessage(key, text);
      expect(hexOf(signature)).toBe(hexOf(p256.sign(text, secret, plainly)));
      expect(verify('sha256', text, publicKeyOf(key), signature)).toBe(true);
      lengths.add(signature.length);
    }),
    // Always the same, so that there surely is one whose r or s is shorter than 32 octets, as in one of 256.
    { numRuns: 1000, seed: 6979 },
  );
  expect([...lengths].sort()).toEqual(expect.arrayContaining([69, 70, 71, 72]));
}, 60_000);

test('a hash above the order of the group is reduced before the nonce is derived, as noble does', () => {
  const plainly = { prehash: false, lowS: false, extraEntropy: false, format: 'der' } as const;
  for (const hash of [P256_ORDER - 1n, P256_ORDER, P256_ORDER + 1n, (1n << 256n) - 1n, 0n]) {
    const signature = signHash(toInteger(rfcScalar), hash, noncesOf(rfcScalar, hash));
    expect(hexOf(signature)).toBe(hexOf(p256.sign(toOctets(hash), rfcScalar, plainly)));
  }
});

test('a candidate outside [1, order-1] is passed over as RFC 6979 §3.2 h.3 says, as often as it takes', () => {
  // A random candidate is below this order in one case of four.
  const order = (1n << 254n) - 1n;
  const drbg = createHmacDrbg<bigint>(32, 32, (key: Uint8Array, text: Uint8Array) =>
    createHmac('sha256', key).update(text).digest(),
  );
  let most = 0;
  fc.assert(
    fc.property(scalar, fc.uint8Array({ minLength: 32, maxLength: 32 }), (secret, hash) => {
      let tried = 0;
      const expected = drbg(Buffer.concat([secret, toOctets(toInteger(hash) % order)]), (bytes) => {
        tried++;
        const candidate = toInteger(bytes);
        return candidate > 0n && candidate < order ? candidate : undefined;
      });
      most = Math.max(most, tried);
      const [nonce] = noncesOf(secret, toInteger(hash), order);
      expect(nonce).toBe(expected);
    }),
    { numRuns: 300 },
  );
  expect(most).toBeGreaterThan(5);
});

test('a nonce whose s is zero is passed over', () => {
  const [d, bad, good] = [toInteger(rfcScalar), 7n, 11n];
  const r = toInteger(toKeyPair(toOctets(bad)).publicPoint.subarray(1, 33)) % P256_ORDER;
  // s = (hash + r d)/k is zero for this hash alone.
  const hash = P256_ORDER - ((r * d) % P256_ORDER);
  const signature = signHash(d, hash, [bad, good]);
  expect(hexOf(signature)).toBe(hexOf(signHash(d, hash, [good])));
  expect(() => signHash(d, hash, [bad])).toThrow('no nonce was any good');
});

test('a nonce that is no scalar is refused by OpenSSL, and the refusal shows none', () => {
  for (const nonce of [0n, P256_ORDER]) {
    expect(() => signHash(1n, 1n, [nonce])).toThrow(/^(?!.*ffffffff)/i);
  }
});

function publicKeyOf(key: KeyPair): ReturnType<typeof createPublicKey> {
  return createPublicKey({ key: Buffer.from(toSpkiDer(key.publicPoint)), format: 'der', type: 'spki' });
}

function toDer(r: string, s: string): string {
  const positive = (integer: string): string => (integer >= '8' ? `022100${integer}` : `0220${integer}`);
  const body = positive(r) + positive(s);
  return `30${(body.length / 2).toString(16)}${body}`;
}

function sha256(bytes: Uint8Array): Uint8Array {
  return createHash('sha256').update(bytes).digest();
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

function toInteger(bytes: Uint8Array): bigint {
  return BigInt(`0x${hexOf(bytes)}`);
}

function toOctets(value: bigint): Uint8Array {
  return Buffer.from(value.toString(16).padStart(64, '0'), 'hex');
}
