/**
 * What an app trusts of the tenants whose guest it is: their twins, beside its sidecar's configuration and not in a volume of
 * their own, so that a grant that comes or goes changes no pod.
 */
import type { DrawableStore } from '../model/certificate';
import { trustPem } from '../model/certificate-chain';
import type { Grant } from '../model/grants';
import { trustedTwins } from '../model/trusted-twins';

/** In every trusted generation, as the exporter's own sidecars have it: a rotation of its authority cuts no guest off. */
export function guestTrust(certificates: DrawableStore, calls: readonly Grant[]): Record<string, string> {
  return Object.fromEntries(
    calls.map(({ offer: { exporter } }) => [
      guestTrustFile(exporter.name),
      trustPem(certificates, ...trustedTwins(exporter)),
    ]),
  );
}

export function guestTrustFile(exporter: string): string {
  return `trust-${exporter}.crt`;
}
