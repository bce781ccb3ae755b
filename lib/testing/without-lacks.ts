/**
 * The fleet without the redirect and the annotations that most drawn ones have and not every front engine has: of 300 drawn
 * fleets, other engines than nginx take 14 to 19 as they are.
 */
import type { Fleet } from '../model/fleet';
import { hasOwnPods } from '../model/front-engine';

export function withoutLacks({ platform, tenants }: Fleet): Fleet {
  const { front, dnsRecords } = platform.spec;
  if (front.engine === 'nginx') return { platform, tenants };
  const records = dnsRecords?.kind === 'annotation' && !hasOwnPods(platform) ? undefined : dnsRecords;
  const spec = { ...platform.spec, front: { ...front, redirect: undefined }, dnsRecords: records };
  return { platform: { ...platform, spec }, tenants };
}
