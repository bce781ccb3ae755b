/** The words of fleets/two-tenants that the tests use, and what they take from its manifests. */
import { leafSecretOf, TRUST_CONFIG_MAP } from '../lib/model/names';
import type { Tls } from './attempt';
import { entryOf, findObject, type FleetCopy } from './fleet-copy';

export const ACME = 'e2e-acme';
export const GLOBEX = 'e2e-globex';
export const DOMAIN = 'e2e.example';

export const SHOP_PORT = 8080;
export const STOCK_PORT = 8082;
export const REDIS_PORT = 6379;
/** Local port of every egress to a shop. */
export const SHOP_EGRESS = 9080;

export function shopHost(tenant: string): string {
  return `web.shop.${tenant}.${DOMAIN}`;
}

export const REDIS_HOST = `redis.cache.${ACME}.${DOMAIN}`;

/** The certificate that this tenant's clients and sidecars trust. */
export function authorityOf(copy: FleetCopy, tenant: string): string {
  return entryOf(findObject(copy, 'ConfigMap', tenant, TRUST_CONFIG_MAP), 'ca.crt');
}

/** What somebody has who has broken into the app's pod. */
export function identityOf(copy: FleetCopy, tenant: string, app: string): Required<Pick<Tls, 'certificate' | 'key'>> {
  const secret = findObject(copy, 'Secret', tenant, leafSecretOf(app));
  return { certificate: entryOf(secret, 'tls.crt'), key: entryOf(secret, 'tls.key') };
}
