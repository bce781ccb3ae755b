/**
 * A key that everybody knows protects nothing, and a store is named where it is used and nowhere else. What goes with mode `sealed` is
 * decided where the certificate is read: pki/sealing-recipient.ts.
 */
import type { Fleet } from '../fleet';
import { fault, type Issue } from '../issue';
import { certificateSecretOf, planLeafSecrets } from '../leaf-secrets';
import { LONGEST_NAME } from '../names';

export function checkSecrets(fleet: Fleet): Issue[] {
  return [...checkStore(fleet), ...checkDemoSeed(fleet), ...checkSecretNames(fleet)];
}

function checkStore({ platform: { spec, source } }: Fleet): Issue[] {
  const { mode, store } = spec.secrets;
  if ((mode === 'external') === (store !== undefined)) return [];
  if (store === undefined) {
    const message = 'secrets mode "external" fetches keys from a store, and none is named';
    const fix = 'add store: { name: NAME }, a ClusterSecretStore of external-secrets';
    return [fault('secrets-store', source.placeOf(['spec', 'secrets', 'mode']), message, fix)];
  }
  const message = `store "${store.name}" is named, and secrets mode "${mode}" fetches nothing`;
  return [
    fault(
      'secrets-store',
      source.placeOfKey(['spec', 'secrets', 'store']),
      message,
      'remove store, or write mode: external',
    ),
  ];
}

/** Pushed into a store, such keys would look like any other. */
function checkDemoSeed({ platform: { spec, source } }: Fleet): Issue[] {
  if (spec.secrets.mode !== 'external' || spec.pki.seed !== 'demo') return [];
  const message = 'the demo seed, which everybody knows, is refused with secrets mode "external"';
  const fix = 'run `gatehouse pki init`, which writes seed: own';
  return [fault('demo-seed', source.placeOf(['spec', 'pki', 'seed']), message, fix)];
}

/** cert-manager's Secrets are called after their leaf, and a host may be as long as a whole name. */
function checkSecretNames({ platform, tenants }: Fleet): Issue[] {
  if (platform.spec.secrets.mode !== 'cert-manager') return [];
  return tenants.flatMap((tenant) =>
    planLeafSecrets(platform, tenant).flatMap((secret) =>
      secret.leaves.flatMap((leaf) => {
        const name = certificateSecretOf(secret, leaf);
        if (name.length <= LONGEST_NAME) return [];
        const message = `with secrets mode "cert-manager" the Secret "${name}" has ${name.length} characters; Kubernetes allows ${LONGEST_NAME}`;
        return [fault('name-too-long', tenant.source.placeOf(['metadata', 'name']), message, 'choose a shorter host')];
      }),
    ),
  );
}
