/** RSAES-OAEP (RFC 8017 §7.1.1) with SHA-256, MGF1-SHA-256 and a given seed, which node:crypto lets nobody choose. */
import { constants, createHash, publicEncrypt, type KeyObject } from 'node:crypto';

const HASH_BYTES = 32;

/**
 * `message` for whoever has the private key and knows `label`. Who can predict `seed` can test guesses of the message, so it must be as
 * good as random. Throws a plain Error where the seed has not 32 bytes or the message has more than the key's less 66.
 */
export function encryptOaep(publicKey: KeyObject, message: Uint8Array, label: Uint8Array, seed: Uint8Array): Buffer {
  const block = encode(modulusBytes(publicKey), message, label, seed);
  return publicEncrypt({ key: publicKey, padding: constants.RSA_NO_PADDING }, block);
}

/** EME-OAEP encoding: `00 || maskedSeed || maskedDB`, as long as the modulus. */
function encode(bytes: number, message: Uint8Array, label: Uint8Array, seed: Uint8Array): Buffer {
  const padding = bytes - message.length - 2 * HASH_BYTES - 2;
  if (seed.length !== HASH_BYTES) throw new Error(`an OAEP seed has ${HASH_BYTES} bytes, not ${seed.length}`);
  if (padding < 0) throw new Error(`${message.length} bytes are too many for an RSA key of ${bytes}`);
  const labelHash = createHash('sha256').update(label).digest();
  const data = Buffer.concat([labelHash, Buffer.alloc(padding), Buffer.of(1), message]);
  const maskedData = xor(data, maskOf(seed, data.length));
  const maskedSeed = xor(seed, maskOf(maskedData, HASH_BYTES));
  return Buffer.concat([Buffer.of(0), maskedSeed, maskedData]);
}

/** MGF1 (RFC 8017 §B.2.1). */
function maskOf(seed: Uint8Array, length: number): Buffer {
  const blocks = Array.from({ length: Math.ceil(length / HASH_BYTES) }, (_, index) => {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(index);
    return createHash('sha256').update(seed).update(counter).digest();
  });
  return Buffer.concat(blocks).subarray(0, length);
}

function xor(a: Uint8Array, b: Uint8Array): Buffer {
  return Buffer.from(a.map((byte, index) => byte ^ (b[index] ?? 0)));
}

function modulusBytes({ asymmetricKeyDetails }: KeyObject): number {
  const bits = asymmetricKeyDetails?.modulusLength;
  if (bits === undefined) throw new Error('not an RSA key');
  return Math.ceil(bits / 8);
}
