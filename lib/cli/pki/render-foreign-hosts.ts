/** Public hosts that the inventory does not list, since no authority of the fleet issues their certificates. */
import type { Fleet } from '../../model/fleet';
import { foreignHosts, type ForeignHost } from '../../model/own-certificates';

/** Those of one tenant, or of all; with `host`, that one. */
export function findForeignHosts(
  { platform, tenants }: Fleet,
  which: (tenant: string, host: string) => boolean,
): ForeignHost[] {
  return tenants.flatMap((tenant) => foreignHosts(platform, tenant).filter(({ host }) => which(tenant.name, host)));
}

/** One a line. */
export function renderForeignHosts(hosts: readonly ForeignHost[]): string {
  return hosts.map(({ host, whose }) => `${host}  not of this inventory: ${whose}\n`).join('');
}
