/** Where a proxy's leaf and trust folders come from: the same files in every secrets mode, from other objects. */
import { certificateSecretOf, type LeafSecretPlan } from '../model/leaf-secrets';
import { TRUST_CONFIG_MAP } from '../model/names';
import type { Platform } from '../model/platform';
import { TRUST_FILE } from './nginx-config';

export type VolumeSource = Readonly<Record<string, unknown>>;

/** `<name>.crt` and `<name>.key` of each leaf. cert-manager's Secrets hold one each, as tls.crt and tls.key. */
export function leafVolume({ spec }: Platform, secret: LeafSecretPlan): VolumeSource {
  if (spec.secrets.mode !== 'cert-manager') return { secret: { secretName: secret.name } };
  return {
    projected: {
      sources: secret.leaves.map((leaf) => ({
        secret: {
          name: certificateSecretOf(secret, leaf),
          items: [
            { key: 'tls.crt', path: `${leaf.name}.crt` },
            { key: 'tls.key', path: `${leaf.name}.key` },
          ],
        },
      })),
    },
  };
}

/** What the proxy trusts: its tenant's twin, or the authority that cert-manager writes beside each leaf. */
export function trustVolume({ spec }: Platform, secret: LeafSecretPlan): VolumeSource {
  if (spec.secrets.mode !== 'cert-manager') return { configMap: { name: TRUST_CONFIG_MAP } };
  return { secret: { secretName: secret.name, items: [{ key: 'ca.crt', path: TRUST_FILE }] } };
}
