/** A fleet as far as it could be read. */
import type { App } from '../model/app';
import type { Platform } from '../model/platform';
import type { Sourced } from '../model/source';
import type { TenantSpec } from '../model/tenant';

export interface TenantReading {
  readonly name: string;
  /** Undefined where its document could not be read. */
  readonly document: Sourced<TenantSpec> | undefined;
  /** Those that could be read, sorted by name. */
  readonly apps: readonly App[];
  /** Names of apps that may be there and could not be read. */
  readonly lost: ReadonlySet<string>;
}

export interface Reading {
  readonly platform: Platform | undefined;
  /** Sorted by name. */
  readonly tenants: readonly TenantReading[];
}
