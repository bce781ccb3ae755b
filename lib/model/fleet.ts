/** The whole input: one platform, all its tenants, and what is committed of the certificates. */
import type { PkiFolder } from './pki-folder';
import type { Platform } from './platform';
import type { Tenant } from './tenant';

export interface Fleet {
  readonly platform: Platform;
  /** Sorted by name. */
  readonly tenants: readonly Tenant[];
  /** Absent where the fleet has no `pki/` folder. */
  readonly pki?: PkiFolder;
}
