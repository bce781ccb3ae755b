/** One way to begin a connection, and what must come of it whatever the front's engine is. */

export const ACME = 'e2e-acme';
export const GLOBEX = 'e2e-globex';
export const DOMAIN = 'e2e.example';
/** A host whose TLS the gate ends. */
export const HOST = `web.shop.${ACME}.${DOMAIN}`;
/** Another tenant's. */
export const FOREIGN_HOST = `web.shop.${GLOBEX}.${DOMAIN}`;

export type TenantName = typeof ACME | typeof GLOBEX;

export interface Hello {
  readonly id: string;
  readonly about: string;
  /** What is sent, a TCP segment each. */
  readonly segments: readonly Buffer[];
  /** Between two segments; a millisecond by default, enough for each to travel alone. */
  readonly pauseMilliseconds?: number;
  /** The client says that no more will come. */
  readonly ends?: true;
  /** The one tenant that may ever see it; none may where it is null. */
  readonly owner: TenantName | null;
  /** Whether its owner must get it; it may be closed otherwise. */
  readonly isProper: boolean;
}
