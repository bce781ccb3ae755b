/** Who begins the TLS that a server outside ends. */
import type { Egress } from './egress';

/** `passthrough` where nothing is said: what the app sends is carried as it is (docs/decisions/0024). */
export function isOriginated({ tls }: Pick<Egress, 'tls'>): boolean {
  return tls === 'originate';
}
