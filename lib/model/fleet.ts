/** The whole input: one platform and all its tenants. */
import type { Platform } from './platform';
import type { Tenant } from './tenant';

export interface Fleet {
  readonly platform: Platform;
  /** Sorted by name. */
  readonly tenants: readonly Tenant[];
}
