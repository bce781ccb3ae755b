/** P-256 keys by name. Nothing is random: the same seed and keyId give the same key, and the same message the same signature. */
import { createECDH, createSecretKey, type KeyObject } from 'node:crypto';
import { p256 } from '@noble/curves/nist.js';
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
const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

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
  const scalar = (wide % (order - 1n)) + 1n;
  return toKeyPair(Buffer.from(scalar.toString(16).padStart(64, '0'), 'hex'));
}

/** The key pair of a 32-byte scalar in [1, n-1]; node refuses any other. */
export function toKeyPair(scalar: Uint8Array): KeyPair {
  const ecdh = createECDH('prime256v1');
  ecdh.setPrivateKey(scalar);
  return { secretScalar: createSecretKey(scalar), publicPoint: ecdh.getPublicKey() };
}

/** Unencrypted PKCS#8. The one place that makes a private key readable. */
export function toPkcs8Pem(key: KeyPair): string {
  return toPem('PRIVATE KEY', Buffer.concat([pkcs8Head, key.secretScalar.export(), pkcs8Middle, key.publicPoint]));
}

export function toSpkiDer(publicPoint: Uint8Array): Uint8Array {
  return Buffer.concat([spkiHead, publicPoint]);
}

/** ECDSA over SHA-256 of the message with the nonce of RFC 6979, as a DER Ecdsa-Sig-Value (RFC 5480 §2.2.3). */
export function signMessage(key: KeyPair, message: Uint8Array): Uint8Array {
  const options = { prehash: true, lowS: false, extraEntropy: false, format: 'der' } as const;
  return p256.sign(message, key.secretScalar.export(), options);
}
