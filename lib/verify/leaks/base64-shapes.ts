/** What base64 tells before it is decoded: most of what is long in an output is a certificate or ciphertext. */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const CERTIFICATE = /^MII...CC...gAwIBAg[I-L]/;
/**
 * The first letters of private keys in DER (by the size of the length), of PEM, OpenSSH and age, of what encrypts keys, and
 * of base64 of these: `M`, `LS0t`, `b3B`, `QUdF` once more.
 */
const KEY_HEAD =
  /M(?:[A-H].CAQ|I[GH].AgE|II...IB|IA)|LS0tLS|b3BlbnNza|QUdFLV|KoZIhvcN|qhkiG9w0|iqGSIb3D|TU|TFMwd|YjNCb|UVVkR/;

/**
 * Whether these letters, without line breaks, begin one certificate that ends where they end:
 * SEQUENCE { SEQUENCE { [0] { INTEGER 2 (RFC 5280 §4.1).
 * @param length how many letters there are in all.
 */
export function isCertificate(letters: string, length: number): boolean {
  return CERTIFICATE.test(letters) && Math.abs(sizeOf(letters) - Math.floor((length * 3) / 4)) <= 2;
}

/** Whether a key may begin in them, not only where groups of four do. */
export function mayHoldKey(letters: string): boolean {
  return KEY_HEAD.test(letters);
}

/** The third and fourth byte are the length of the content. */
function sizeOf(letters: string): number {
  const bits = [2, 3, 4, 5].reduce((sum, index) => sum * 64 + ALPHABET.indexOf(letters.charAt(index)), 0);
  return ((bits >> 4) & 0xffff) + 4;
}
