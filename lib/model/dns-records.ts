/** Which names a tenant needs in the public DNS, all of which lead to the front. */
import { isWithin, publicDomainsOf } from './names';
import type { Platform } from './platform';
import { publicRoutes } from './public-routes';
import type { Tenant } from './tenant';

/** What external-dns reads on the front's Service (its docs/annotations). */
export const DNS_ANNOTATIONS = {
  hostname: 'external-dns.alpha.kubernetes.io/hostname',
  ttl: 'external-dns.alpha.kubernetes.io/ttl',
} as const;

/**
 * Below the platform's domain one wildcard for the tenant (RFC 4592: it holds for names of any depth), since everything there is its own:
 * the record stays while hosts come and go, and DNS tells nobody their names. In a domain of the tenant's own each host by itself, since
 * other names there are not ours to answer for.
 */
export function dnsNamesOf(platform: Platform, tenant: Tenant): string[] {
  const [base] = publicDomainsOf(platform, tenant);
  const names = publicRoutes(platform, tenant).map(({ host }) =>
    base !== undefined && host !== base && isWithin(host, base) ? `*.${base}` : host,
  );
  return [...new Set(names)].sort();
}
