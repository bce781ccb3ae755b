/**
 * ECDSA over P-256 and SHA-256 with the nonce of RFC 6979. node:crypto has random nonces only, and @noble/curves, which has these,
 * multiplies points in JavaScript: here OpenSSL does that part, which is nine tenths of the work, and the same bytes come out.
 *
 * Not constant in time: a BigInt's arithmetic takes longer for some values than for others (noble's scalars are BigInts too). Who
 * can time many signatures closely might learn of the key from that. A synth runs where nobody can, on input of its own; do not sign
 * with this in a server that answers strangers.
 */
import { createHash, createHmac } from 'node:crypto';
import { timesBasePoint } from './base-point';
import { P256_ORDER as n, type KeyPair } from './keys';

/** The signature as a DER Ecdsa-Sig-Value (RFC 5480 §2.2.3). Equal arguments give equal bytes; s may be above n/2 (no "low S"). */
export function signMessage({ secretScalar }: KeyPair, message: Uint8Array): Uint8Array {
  const scalar = secretScalar.export();
  const hash = toBigInt(createHash('sha256').update(message).digest());
  return signHash(toBigInt(scalar), hash, noncesOf(scalar, hash));
}

/** RFC 6979 §2.4 with the first nonce that will do: r and s must not be zero. */
export function signHash(scalar: bigint, hash: bigint, nonces: Iterable<bigint>): Uint8Array {
  for (const k of nonces) {
    const r = toBigInt(timesBasePoint(toOctets(k)).subarray(1, 33)) % n;
    const s = (inverse(k) * ((hash + r * scalar) % n)) % n;
    if (r !== 0n && s !== 0n) return toSequence(r, s);
  }
  throw new Error('no nonce was any good');
}

/**
 * RFC 6979 §3.2, steps b to h, where hash and order have 256 bits each: ever further nonces within [1, order-1].
 * @param order another group's of 256 bits, for tests: of P-256's, one candidate in 2^32 is outside.
 */
export function* noncesOf(scalar: Uint8Array, hash: bigint, order: bigint = n): Generator<bigint, never> {
  const seed = Buffer.concat([scalar, toOctets(hash % order)]);
  let key: Uint8Array = new Uint8Array(32);
  let value: Uint8Array = new Uint8Array(32).fill(1);
  const stir = (...more: readonly Uint8Array[]): void => {
    key = hmac(key, value, ...more);
    value = hmac(key, value);
  };
  stir(Uint8Array.of(0), seed);
  stir(Uint8Array.of(1), seed);
  for (;;) {
    value = hmac(key, value);
    const candidate = toBigInt(value);
    if (candidate > 0n && candidate < order) yield candidate;
    stir(Uint8Array.of(0));
  }
}

function hmac(key: Uint8Array, ...parts: readonly Uint8Array[]): Uint8Array {
  const hash = createHmac('sha256', key);
  for (const part of parts) hash.update(part);
  return hash.digest();
}

/** 1/value mod n by Euclid's algorithm; value in [1, n-1]. */
function inverse(value: bigint): bigint {
  let [a, b, x, y] = [value, n, 1n, 0n];
  while (a > 1n) {
    const quotient = b / a;
    [a, b] = [b - quotient * a, a];
    [x, y] = [y - quotient * x, x];
  }
  return x < 0n ? x + n : x;
}

function toSequence(r: bigint, s: bigint): Uint8Array {
  const body = Buffer.concat([toInteger(r), toInteger(s)]);
  return Buffer.concat([Uint8Array.of(0x30, body.length), body]);
}

/** As few octets as there can be, the topmost bit zero, since DER's integers have a sign. */
function toInteger(value: bigint): Uint8Array {
  const hex = value.toString(16);
  const even = hex.length % 2 === 1 ? `0${hex}` : hex >= '8' ? `00${hex}` : hex;
  return Buffer.from(`02${(even.length / 2).toString(16).padStart(2, '0')}${even}`, 'hex');
}

function toBigInt(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')}`);
}

/** 32 bytes, big-endian. */
function toOctets(value: bigint): Uint8Array {
  return Buffer.from(value.toString(16).padStart(64, '0'), 'hex');
}
