/**
 * One value in the format of sealed-secrets (v0.31.0, pkg/crypto/crypto.go, HybridEncrypt):
 * `u16be length || RSA-OAEP-SHA256(K, label) || AES-256-GCM(K, nonce 0, plaintext)`, but with coins that are derived instead of
 * drawn: the same input gives the same bytes, and who does not have the secret can neither test a guess nor tell two values apart.
 */
import { createCipheriv, createHmac, type KeyObject } from 'node:crypto';
import { deriveSecret } from './derive';
import { encryptOaep } from './oaep';
import type { Seed } from './seed';
import type { SealingRecipient } from './sealing-recipient';

/** What the coins of one scope are derived with. */
export interface SealingSecrets {
  readonly sessionKeys: KeyObject;
  readonly pads: KeyObject;
}

export interface Sealable {
  readonly namespace: string;
  /** Of the Secret. */
  readonly name: string;
  readonly plaintext: string;
}

/** @param scopeSeed see `deriveScopeSeed` */
export function deriveSealingSecrets(scopeSeed: Seed): SealingSecrets {
  return {
    sessionKeys: deriveSecret(scopeSeed, 'sealing session keys'),
    pads: deriveSecret(scopeSeed, 'sealing pads'),
  };
}

/** Base64 that the recipient's controller unseals in a SealedSecret of that namespace and name, in no other (strict scope). */
export function sealValue(recipient: SealingRecipient, secrets: SealingSecrets, value: Sealable): string {
  const label = Buffer.from(`${value.namespace}/${value.name}`, 'utf8');
  const plaintext = Buffer.from(value.plaintext, 'utf8');
  const input = [Buffer.from(recipient.fingerprint, 'hex'), label, plaintext];
  const sessionKey = coins(secrets.sessionKeys, input);
  const wrapped = encryptOaep(recipient.publicKey, sessionKey, label, coins(secrets.pads, input));
  const length = Buffer.alloc(2);
  length.writeUInt16BE(wrapped.length);
  return Buffer.concat([length, wrapped, encryptGcm(sessionKey, plaintext)]).toString('base64');
}

/** HMAC-SHA256 over the parts, each behind its length, so that no two lists of parts are the same bytes. */
function coins(secret: KeyObject, parts: readonly Uint8Array[]): Buffer {
  const mac = createHmac('sha256', secret);
  for (const part of parts) {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(part.length);
    mac.update(length).update(part);
  }
  return mac.digest();
}

/** The nonce may be fixed since each key is used for one plaintext only: the key follows from it. */
function encryptGcm(key: Uint8Array, plaintext: Uint8Array): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, Buffer.alloc(12));
  return Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
}
