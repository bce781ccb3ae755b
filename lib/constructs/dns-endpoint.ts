/** The DNS records of one tenant, as external-dns reads them (`--source=crd`). Source: external-dns v0.23.0, config/crd/standard. */
import { Construct } from 'constructs';
import { dnsNamesOf } from '../model/dns-records';
import type { DnsRecords } from '../model/front-settings';
import { DNS_ENDPOINT, namespaceOf } from '../model/names';
import type { Platform } from '../model/platform';
import type { Tenant } from '../model/tenant';
import { KubernetesResource } from './kubernetes-resource';
import { objectMetadata } from './object-metadata';

export interface DnsEndpointProps {
  readonly platform: Platform;
  /** A tenant with at least one public endpoint. */
  readonly tenant: Tenant;
  readonly records: DnsRecords;
}

export class DnsEndpoint extends Construct {
  constructor(scope: Construct, id: string, { platform, tenant, records }: DnsEndpointProps) {
    super(scope, id);
    new KubernetesResource(this, 'endpoint', {
      apiVersion: 'externaldns.k8s.io/v1alpha1',
      kind: 'DNSEndpoint',
      metadata: objectMetadata({ kind: 'DNSEndpoint', name: DNS_ENDPOINT, namespace: namespaceOf(tenant) }),
      spec: { endpoints: dnsNamesOf(platform, tenant).flatMap((name) => recordsOf(name, records)) },
    });
  }
}

/** One record for each kind of target: IPv4 addresses, IPv6 addresses, or another name (laws/check-dns-records.ts: alone). */
function recordsOf(dnsName: string, { targets = [], ttlSeconds }: DnsRecords): Record<string, unknown>[] {
  const kinds = new Map<string, string[]>();
  for (const target of targets) {
    const recordType = target.includes(':') ? 'AAAA' : /^[0-9.]+$/.test(target) ? 'A' : 'CNAME';
    kinds.set(recordType, [...(kinds.get(recordType) ?? []), target]);
  }
  return [...kinds].map(([recordType, of]) => ({ dnsName, recordType, recordTTL: ttlSeconds, targets: of }));
}
