/** The smallest valid fleet, one platform and one tenant: `aFleet({ tenants: [{ name: 'acme' }, { name: 'globex' }] })`. */
import type { Fleet } from '../model/fleet';
import { aPlatform, type PlatformChanges } from './a-platform';
import { aTenant, type TenantChanges } from './a-tenant';

export interface FleetChanges {
  readonly platform?: PlatformChanges;
  readonly tenants?: readonly TenantChanges[];
}

export function aFleet({ platform = {}, tenants = [{}] }: FleetChanges = {}): Fleet {
  return { platform: aPlatform(platform), tenants: tenants.map(aTenant).sort((a, b) => (a.name < b.name ? -1 : 1)) };
}
