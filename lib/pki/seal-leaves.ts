/** Seals the key of every leaf for the one Secret that holds it, and lets go of all readable keys. */
import type { CertificateStore, DrawableCertificate, DrawableStore } from '../model/certificate';
import type { Fleet } from '../model/fleet';
import { planLeafSecrets } from '../model/leaf-secrets';
import { deriveScopeSeed } from './derive';
import { deriveSealingSecrets, sealValue } from './seal';
import type { SealingRecipient } from './sealing-recipient';
import type { Seed } from './seed';
import { openTextCache, type TextCache } from './text-cache';

/** Under what sealed keys stand in the cache. */
export const SEALED_KEYS = 'sealed key';

/**
 * The same certificates without `keyPem`; those that a Secret of leaves holds have `sealedKey`, which depends on the recipient, the
 * Secret's namespace and name, the key and the tenant's seed, on nothing else of the fleet. Throws a plain Error where a leaf
 * is missing or planned into two Secrets: it could be unsealed in one of them only.
 */
export function sealLeaves(
  { platform, tenants }: Pick<Fleet, 'platform' | 'tenants'>,
  certificates: CertificateStore,
  recipient: SealingRecipient,
  seed: Seed,
  cache: TextCache = openTextCache({ seed }),
): DrawableStore {
  const sealedKeys = new Map<string, string>();
  for (const tenant of tenants) {
    const secrets = deriveSealingSecrets(deriveScopeSeed(seed, tenant.name));
    for (const { namespace, name, leaves } of planLeafSecrets(platform, tenant)) {
      for (const { id } of leaves) {
        const leaf = certificates.get(id);
        if (leaf === undefined) throw new Error(`no certificate is called ${id}, and a Secret should hold its key`);
        if (sealedKeys.has(id)) throw new Error(`${id} is planned into two Secrets`);
        // Which key it is, not the key: with the seed, which guards the cache, that says all.
        const content = JSON.stringify([recipient.fingerprint, namespace, name, leaf.plan.keyId]);
        const seal = (): string => sealValue(recipient, secrets, { namespace, name, plaintext: leaf.keyPem });
        sealedKeys.set(id, cache.text(tenant.name, SEALED_KEYS, content, seal));
      }
    }
  }
  return new Map(
    Array.from(certificates, ([id, { plan, certificatePem }]): [string, DrawableCertificate] => {
      const sealedKey = sealedKeys.get(id);
      return [id, { plan, certificatePem, ...(sealedKey === undefined ? {} : { sealedKey }) }];
    }),
  );
}
