/** What external-dns reads on the front's Service (`--source=service`): the names that lead to its address. */
import { DNS_ANNOTATIONS, dnsNamesOf } from '../model/dns-records';
import type { Fleet } from '../model/fleet';

/** None where the platform asks for none, or where nobody has a public host. */
export function dnsAnnotations({ platform, tenants }: Fleet): Record<string, string> {
  const records = platform.spec.dnsRecords;
  if (records?.kind !== 'annotation') return {};
  const names = tenants.flatMap((tenant) => dnsNamesOf(platform, tenant));
  if (names.length === 0) return {};
  return { [DNS_ANNOTATIONS.hostname]: names.join(','), [DNS_ANNOTATIONS.ttl]: String(records.ttlSeconds) };
}
