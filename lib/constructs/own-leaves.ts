/**
 * Certificates that a tenant brings itself, where a proxy finds them. Their Secrets come late, or go, or hold nonsense, and that is
 * the business of their host alone: so they are optional in the volume, and nginx reads them at each handshake, not at its start
 * (docs/decisions/0025). Sources: nginx "ssl_certificate" (variables), Kubernetes "Projected Volumes".
 */
import type { OwnLeaf } from '../model/own-certificates';
import type { VolumeSource } from './leaf-volumes';
import { block, word } from './nginx-config';

export const OWN_LEAF_FOLDER = '/etc/gatehouse/own';

const FOLDER_VARIABLE = '$own_leaves';

/** `<name>.crt` and `<name>.key` of each leaf whose Secret is there. */
export function ownLeafVolume(leaves: readonly OwnLeaf[]): VolumeSource {
  return {
    projected: {
      sources: leaves.map(({ name, secret }) => ({
        secret: {
          name: secret,
          optional: true,
          items: [
            { key: 'tls.crt', path: `${name}.crt` },
            { key: 'tls.key', path: `${name}.key` },
          ],
        },
      })),
    },
  };
}

/** A variable makes nginx read the files when they are needed; this one never varies. Stands in stream or http. */
export function ownLeafFolder(leaves: readonly OwnLeaf[]): string[] {
  if (leaves.length === 0) return [];
  return [block(`map $ssl_server_name ${FOLDER_VARIABLE}`, [`default ${OWN_LEAF_FOLDER};`])];
}

/**
 * No `ssl_certificate_cache`: it keeps certificate and key apart, so that for a moment after a renewal the old one could go with
 * the new.
 */
export function ownServerLeaf(name: string): string[] {
  const path = `${FOLDER_VARIABLE}/${word(name)}`;
  return [`ssl_certificate ${path}.crt;`, `ssl_certificate_key ${path}.key;`];
}
