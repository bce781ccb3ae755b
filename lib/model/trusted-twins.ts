/** Which certificates a tenant's authority is known by, to its own sidecars and to its guests' alike. */
import { trustedGenerations } from './generations';
import { certificateIds } from './names';
import type { Tenant } from './tenant';

/** `id`s of the twins of every generation that is trusted: the active one's first. */
export function trustedTwins({ name, spec }: Tenant): string[] {
  return trustedGenerations(spec.pki.generations).map((number) => certificateIds.twin(name, number));
}
