/** Which names external-dns is told of, by whom, and that its own definition takes it. */
import { crdFaults } from '../testing/crd-faults';
import type { PlatformChanges } from '../testing/a-platform';
import { drawFleet, find, findAll } from '../testing/drawn-fleet';

const WEB = { name: 'web', port: 8080, protocol: 'http', expose: 'public' } as const;
const TENANTS = [
  {
    name: 'acme',
    domains: ['acme.example'],
    apps: [
      { name: 'shop', endpoints: [WEB, { ...WEB, name: 'bare', port: 81, host: 'acme.apps.example.com' }] },
      {
        name: 'site',
        endpoints: [{ ...WEB, host: 'acme.example', hosts: ['www.acme.example', 'x.acme.apps.example.com'] }],
      },
    ],
  },
  {
    name: 'quiet',
    domains: ['quiet.example'],
    apps: [{ name: 'db', endpoints: [{ ...WEB, expose: 'tenant' as const }] }],
  },
];

function recordsOf(dnsRecords: PlatformChanges['dnsRecords']): unknown {
  const objects = drawFleet({ platform: { ...(dnsRecords && { dnsRecords }) }, tenants: TENANTS });
  const kept = findAll(objects, 'DNSEndpoint');
  for (const object of kept) expect(crdFaults('externaldns.k8s.io_dnsendpoints.yaml', object)).toEqual([]);
  return kept.map(({ metadata, spec }) => [metadata.namespace, spec]);
}

test('a tenant has one wildcard below the platform’s domain, and each host in a domain of its own', () => {
  const record = (dnsName: string): unknown[] => [
    { dnsName, recordType: 'A', recordTTL: 60, targets: ['203.0.113.1', '203.0.113.2'] },
    { dnsName, recordType: 'AAAA', recordTTL: 60, targets: ['2001:db8::1'] },
  ];
  const targets = ['203.0.113.1', '2001:db8::1', '203.0.113.2'];
  const names = ['*.acme.apps.example.com', 'acme.apps.example.com', 'acme.example', 'www.acme.example'];
  expect(recordsOf({ kind: 'DNSEndpoint', targets, ttlSeconds: 60 })).toEqual([
    ['acme', { endpoints: names.flatMap(record) }],
  ]);
});

test('the name that a cloud gave is an alias', () => {
  expect(recordsOf({ kind: 'DNSEndpoint', targets: ['lb.cloud.example'] })).toMatchObject([
    ['acme', { endpoints: Array.from({ length: 4 }, () => ({ recordType: 'CNAME', targets: ['lb.cloud.example'] })) }],
  ]);
});

test('the same names stand on the front’s Service where external-dns is to find the targets', () => {
  const annotationsOf = (dnsRecords: PlatformChanges['dnsRecords']): Readonly<Record<string, string>> | undefined => {
    const platform = { ...(dnsRecords && { dnsRecords }), front: { serviceAnnotations: { 'cloud/lb': 'x' } } };
    return find(drawFleet({ platform, tenants: TENANTS }), 'Service', 'front').metadata.annotations;
  };
  expect(recordsOf({ kind: 'annotation' })).toEqual([]);
  expect(annotationsOf({ kind: 'annotation' })).toMatchObject({
    'cloud/lb': 'x',
    'external-dns.alpha.kubernetes.io/hostname':
      '*.acme.apps.example.com,acme.apps.example.com,acme.example,www.acme.example',
    'external-dns.alpha.kubernetes.io/ttl': '300',
  });
  expect(Object.keys(annotationsOf(undefined) ?? {}).filter((key) => key.startsWith('external-dns'))).toEqual([]);
});

test('nobody is told of anything where the platform does not ask', () => {
  expect(recordsOf(undefined)).toEqual([]);
});
