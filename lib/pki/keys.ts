/** P-256 keys by name. Nothing is random: the same seed and keyId give the same key. */
import { createSecretKey, type KeyObject } from 'node:crypto';
import { timesBasePoint } from './base-point';
import { deriveBytes } from './derive';
import { toPem } from './pem';
import type { Seed } from './seed';

export interface KeyPair {
  /** 32 bytes, big-endian; opaque, so that a printed key pair shows nothing. */
  readonly secretScalar: KeyObject;
  /** SEC 1 uncompressed point: 04, x, y; 65 bytes. */
  readonly publicPoint: Uint8Array;
}

/** Order of the group (FIPS 186-5, SP 800-186 §3.2.1.3). */
export const P256_ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/**
 * PKCS#8 (RFC 5208) round SEC 1 ECPrivateKey (RFC 5915) for P-256, all of whose lengths are fixed: what stands before the
 * scalar, and between scalar and point. KeyObject.export() writes the same bytes, at three times the price.
 */
const pkcs8Head = Buffer.from('308187020100301306072a8648ce3d020106082a8648ce3d030107046d306b0201010420', 'hex');
const pkcs8Middle = Buffer.from('a144034200', 'hex');
/** SubjectPublicKeyInfo (RFC 5480) for P-256 up to the point. */
const spkiHead = Buffer.from('3059301306072a8648ce3d020106082a8648ce3d030107034200', 'hex');

/** The key named `keyId` under `scopeSeed` (see `deriveScopeSeed`): 384 derived bits reduced into [1, n-1], FIPS 186-5 A.2.1. */
export function deriveKeyPair(scopeSeed: Seed, keyId: string): KeyPair {
  const wide = BigInt(`0x${Buffer.from(deriveBytes(scopeSeed, `key ${keyId}`, 48)).toString('hex')}`);
  const scalar = (wide % (P256_ORDER - 1n)) + 1n;
  return toKeyPair(Buffer.from(scalar.toString(16).padStart(64, '0'), 'hex'));
}

/** The key pair of a 32-byte scalar in [1, n-1]; node refuses any other. */
export function toKeyPair(scalar: Uint8Array): KeyPair {
  return { secretScalar: createSecretKey(scalar), publicPoint: timesBasePoint(scalar) };
}

/** Unencrypted PKCS#8. The one place that makes a private key readable. */
export function toPkcs8Pem(key: KeyPair): string {
  return toPem('PRIVATE KEY', Buffer.concat([pkcs8Head, key.secretScalar.export(), pkcs8Middle, key.publicPoint]));
}

export function toSpkiDer(publicPoint: Uint8Array): Uint8Array {
  return Buffer.concat([spkiHead, publicPoint]);
}
