/** The keys that a store is to hold, as text that is never to lie anywhere unencrypted. */
import type { CertificateStore } from '../model/certificate';
import type { Fleet } from '../model/fleet';
import { planLeafSecrets, storeKeyOf, storePropertyOf } from '../model/leaf-secrets';
import type { ExternalStore } from '../model/platform';

export interface BundleEntry {
  /** Where it goes in the store. */
  readonly key: string;
  /** Private keys (PKCS#8 PEM) by property, see `storePropertyOf`. */
  readonly data: Readonly<Record<string, string>>;
}

/** JSON Lines: one {@link BundleEntry} for each Secret of leaves, in the order of tenants and Secrets. */
export function renderBundle(
  { platform, tenants }: Pick<Fleet, 'platform' | 'tenants'>,
  certificates: CertificateStore,
  store: ExternalStore,
): string {
  const entries = tenants
    .flatMap((tenant) => planLeafSecrets(platform, tenant))
    .map((secret): BundleEntry => {
      const data = secret.leaves.map((leaf) => [storePropertyOf(leaf), keyOf(certificates, leaf.id)]);
      return { key: storeKeyOf(store, secret), data: Object.fromEntries(data) as BundleEntry['data'] };
    });
  return entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
}

function keyOf(certificates: CertificateStore, id: string): string {
  const certificate = certificates.get(id);
  if (certificate === undefined) throw new Error(`no certificate is called ${id}, and the store should hold its key`);
  return certificate.keyPem;
}
