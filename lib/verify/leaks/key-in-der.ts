/**
 * Private keys among bytes, told by how their DER begins; what follows may be cut off. No key is parsed, none is checked.
 * Bytes are text with one character each (latin1): searching that is several times faster than searching a Buffer.
 */

export type DerKey =
  'PKCS#8 private key' | 'EC private key' | 'RSA private key' | 'encrypted private key' | 'PKCS#12 key store';

/** INTEGER of one byte: the version that all but encrypted keys begin with. */
const VERSION = '\u0002\u0001';
/** 1.2.840.113549.1, RSA Security's: the ways to encrypt a key (PKCS#5, PKCS#12), and the content of a PKCS#12 (PKCS#7). */
const PKCS = '\u002a\u0086\u0048\u0086\u00f7\u000d\u0001';
const [INTEGER, OCTETS, OID, SEQUENCE] = [0x02, 0x04, 0x06, 0x30];
/** An Ed25519 key in PKCS#8 has 46 bytes after its first length. */
const SHORTEST_KEY = 40;
const LONGEST_KEY = 1 << 16;

/** The first that is found, at whatever offset; undefined where there is none. Sources: RFC 5958, 5915, 8017 A.1.2, 7292. */
export function keyInDer(bytes: string): DerKey | undefined {
  for (let at = bytes.indexOf(VERSION); at >= 0; at = bytes.indexOf(VERSION, at + 1)) {
    const kind = kindByVersion(bytes, at);
    if (kind !== undefined && hasHeaderBefore(bytes, at)) return kind;
  }
  for (let at = bytes.indexOf(PKCS); at >= 0; at = bytes.indexOf(PKCS, at + 1)) {
    if (isEncryption(bytes, at)) return 'encrypted private key';
  }
  return undefined;
}

/** By the version and by what comes next. */
function kindByVersion(bytes: string, at: number): DerKey | undefined {
  const version = bytes.charCodeAt(at + 2);
  const tag = bytes.charCodeAt(at + 3);
  const length = bytes.charCodeAt(at + 4);
  if (version === 3) return tag === SEQUENCE && holdsPkcs7(bytes, at) ? 'PKCS#12 key store' : undefined;
  if (version !== 0 && version !== 1) return undefined;
  // The algorithm of a PKCS#8: a SEQUENCE that begins with an OID.
  if (tag === SEQUENCE && length < 0x80 && bytes.charCodeAt(at + 5) === OID) return 'PKCS#8 private key';
  // Scalars from 192 to 521 bits.
  if (version === 1 && tag === OCTETS && length >= 20 && length <= 66) return 'EC private key';
  // The modulus, or the prime of a DSA key: a long INTEGER.
  if (tag === INTEGER && length >= 0x40 && length <= 0x82) return 'RSA private key';
  return undefined;
}

function holdsPkcs7(bytes: string, at: number): boolean {
  const found = bytes.slice(at, at + 24).indexOf(PKCS);
  return found >= 0 && bytes.charCodeAt(at + found + PKCS.length) === 7;
}

/** Whether a SEQUENCE of the size of a key begins right before `at`, also one without a length, as Java writes PKCS#12. */
function hasHeaderBefore(bytes: string, at: number): boolean {
  const byte = (back: number): number => bytes.charCodeAt(at - back);
  const isKeySize = (length: number): boolean => length >= SHORTEST_KEY && length < LONGEST_KEY;
  if (byte(2) === SEQUENCE) return byte(1) === 0x80 || (byte(1) < 0x80 && isKeySize(byte(1)));
  if (byte(3) === SEQUENCE && byte(2) === 0x81) return isKeySize(byte(1));
  return byte(4) === SEQUENCE && byte(3) === 0x82 && isKeySize(byte(2) * 256 + byte(1));
}

/** SEQUENCE { SEQUENCE { OID of PKCS#5 or PKCS#12 … */
function isEncryption(bytes: string, at: number): boolean {
  const family = bytes.charCodeAt(at + PKCS.length);
  if ((family !== 5 && family !== 12) || bytes.charCodeAt(at - 2) !== OID) return false;
  return [at - 4, at - 5, at - 6].some(
    (algorithm) => bytes.charCodeAt(algorithm) === SEQUENCE && hasHeaderBefore(bytes, algorithm),
  );
}
