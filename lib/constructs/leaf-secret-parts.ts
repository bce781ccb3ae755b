/** What the ways to draw a Secret of leaves have in common. */
import type { DrawableStore } from '../model/certificate';
import { certificateOf } from '../model/certificate-chain';
import type { LeafSecretPlan } from '../model/leaf-secrets';
import type { Platform } from '../model/platform';
import { objectMetadata } from './object-metadata';

export interface LeafSecretProps {
  readonly platform: Platform;
  readonly secret: LeafSecretPlan;
  readonly labels: Readonly<Record<string, string>>;
  /** With keys as the mode wants them. */
  readonly certificates: DrawableStore;
}

/** A value for each leaf, under its file name. */
export function leafEntries<T>(
  { leaves }: LeafSecretPlan,
  ending: 'crt' | 'key',
  valueOf: (id: string) => T,
): Record<string, T> {
  return Object.fromEntries(leaves.map(({ name, id }) => [`${name}.${ending}`, valueOf(id)]));
}

/** The text, where a Go template gives just that. */
export function literally(text: string): string {
  if (text.includes('{{')) throw new Error('a certificate would be read as a template');
  return text;
}

export function leafMetadata(
  kind: string,
  { secret, labels }: LeafSecretProps,
  name = secret.name,
): ReturnType<typeof objectMetadata> {
  return objectMetadata({ kind, name, namespace: secret.namespace, labels });
}

/** Never falls back to another form: a readable key where a sealed one belongs would be worse than none. */
export function keyOf(certificates: DrawableStore, id: string, form: 'keyPem' | 'sealedKey'): string {
  const value = certificateOf(certificates, id)[form];
  if (value === undefined) throw new Error(`the key of ${id} is not there as ${form}`);
  return value;
}
