import { aFleet, type FleetChanges } from '../../testing/a-fleet';
import { renderIssue, sortIssues } from '../issue';
import { checkFleet } from './check-fleet';

function faultsOf(changes: FleetChanges): string[] {
  return sortIssues(checkFleet(aFleet(changes))).map(renderIssue);
}

describe('the laws of the front’s settings', () => {
  it.each<FleetChanges['platform']>([
    { front: { redirect: {} } },
    { dnsRecords: { kind: 'DNSEndpoint', targets: ['203.0.113.1', '2001:db8::1'] } },
    { dnsRecords: { kind: 'DNSEndpoint', targets: ['lb.cloud.example'] } },
    { dnsRecords: { kind: 'annotation' } },
  ])('have nothing against %j', (platform) => {
    expect(faultsOf({ platform })).toEqual([]);
  });

  it.each<[string, FleetChanges, string[]]>([
    [
      'a redirect on the port of TLS',
      { platform: { front: { redirect: { port: 443 } } } },
      ['platform.yaml:15:13 port 443 of redirect is a public port of TLS; choose another port, such as 80'],
    ],
    [
      'records without a target',
      { platform: { dnsRecords: { kind: 'DNSEndpoint' } } },
      [
        "platform.yaml:14:11 kind DNSEndpoint leads names to targets, and there are none; add targets: [ADDRESS], the front's own",
      ],
    ],
    [
      'targets that nobody reads',
      { platform: { dnsRecords: { kind: 'annotation', targets: ['203.0.113.1'] } } },
      ['platform.yaml:15:5 with kind annotation external-dns finds the targets itself; remove targets'],
    ],
    [
      'an alias beside an address',
      { platform: { dnsRecords: { kind: 'DNSEndpoint', targets: ['203.0.113.1', 'lb.cloud.example'] } } },
      [
        'platform.yaml:15:5 target lb.cloud.example is a host name beside other targets; a name that is an alias has no other records (RFC 1034 §3.6.2); write one host name, or addresses alone',
      ],
    ],
    [
      'an annotation that is there already',
      {
        platform: {
          dnsRecords: { kind: 'annotation' },
          front: { serviceAnnotations: { 'external-dns.alpha.kubernetes.io/hostname': 'x.example' } },
        },
      },
      [
        'platform.yaml:17:50 annotation external-dns.alpha.kubernetes.io/hostname is written by dnsRecords, too; remove it, or remove dnsRecords',
      ],
    ],
  ])('refuse %s', (_what, changes, lines) => {
    expect(faultsOf(changes)).toEqual(lines);
  });

  it('refuse more names than an annotation holds', () => {
    const hosts = Array.from({ length: 99 }, (_, i) => `${'h'.repeat(60)}.${'o'.repeat(60)}.${'s'.repeat(60)}.h${i}`);
    const tenants = Array.from({ length: 14 }, (_, i) => {
      const domain = `t${i}.example`;
      const endpoint = { name: 'web', port: 8080, protocol: 'http', expose: 'public' } as const;
      const endpoints = [{ ...endpoint, host: domain, hosts: hosts.map((host) => `${host}.${domain}`) }];
      return { name: `t${i}`, domains: [domain], apps: [{ endpoints }] };
    });
    expect(faultsOf({ platform: { dnsRecords: { kind: 'annotation' } }, tenants })).toEqual([
      'platform.yaml:14:11 the names of all tenants take 274841 bytes in one annotation; Kubernetes allows 262144 for all annotations of an object; write kind: DNSEndpoint, which gives each tenant an object of its own',
    ]);
  });
});
