/** Multiplication on P-256 by OpenSSL, since node:crypto offers it in the guise of a Diffie-Hellman exchange only. */
import { createECDH } from 'node:crypto';

/** One for all: to make it costs as much as to use it. It keeps the last scalar until the next comes, as memory keeps them all. */
const ecdh = createECDH('prime256v1');

/**
 * scalar·G as a SEC 1 uncompressed point: 04, x, y; 65 bytes.
 * @param scalar 32 bytes, big-endian. Throws for one outside [1, n-1], with a message that does not show it.
 */
export function timesBasePoint(scalar: Uint8Array): Uint8Array {
  ecdh.setPrivateKey(scalar);
  return ecdh.getPublicKey();
}
