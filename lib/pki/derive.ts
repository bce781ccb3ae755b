/** HKDF-SHA256 (RFC 5869): from one secret, as many independent secrets as there are names. */
import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import type { Seed } from './seed';

/** Part of every derivation: another number gives another PKI from the same seed. Never change it for a running fleet. */
const salt = 'gatehouse pki v1';

/** `length` bytes that only `secret` and `purpose` determine; nobody can go from them to the secret or to another purpose's. */
export function deriveBytes(secret: KeyObject, purpose: string, length: number): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, salt, purpose, length));
}

/** As {@link deriveBytes}, 32 bytes that do not show when printed. */
export function deriveSecret(secret: KeyObject, purpose: string): KeyObject {
  return createSecretKey(deriveBytes(secret, purpose, 32));
}

/** 16 hexadecimal digits that tell this seed from every other and, published, tell nothing else about it. */
export function seedCheckOf(seed: Seed): string {
  return Buffer.from(deriveBytes(seed, 'seed check', 8)).toString('hex');
}

/** Whose key it is: the tenant before the first slash of a keyId, or `undefined` for the platform's own. */
export function scopeOf(keyId: string): string | undefined {
  const slash = keyId.indexOf('/');
  return slash < 0 ? undefined : keyId.slice(0, slash);
}

/**
 * The seed of all keys of one scope. A tenant's can be handed to whoever may hold that tenant's keys: it gives away neither the fleet's
 * seed nor another tenant's.
 */
export function deriveScopeSeed(seed: Seed, scope: string | undefined): Seed {
  return deriveSecret(seed, scope === undefined ? 'platform' : `tenant ${scope}`);
}
