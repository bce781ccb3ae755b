import { aFleet, type FleetChanges } from '../../testing/a-fleet';
import { anApp, type AppChanges } from '../../testing/an-app';
import { renderIssue, sortIssues } from '../issue';
import { checkApp } from './check-app';
import { checkFleet } from './check-fleet';

type Egress = NonNullable<AppChanges['egresses']>[number];
const PAY: Egress = { name: 'pay', to: { fqdn: 'api.pay.example', port: 443 }, localPort: 9443 };
const NET: Egress = { name: 'db', to: { cidr: '10.20.0.0/16', ports: [5432] } };

function faultsOf(egress: Egress): string[] {
  return sortIssues(checkApp(anApp({ egresses: [egress] }))).map(renderIssue);
}

function network(cidr: string): Egress {
  return { ...NET, to: { cidr, ports: [443] } };
}

describe('the laws of ways out', () => {
  it.each<Egress>([
    PAY,
    { ...PAY, tls: 'passthrough' },
    { ...PAY, to: { fqdn: '*.s3.example', port: 443 } },
    { ...PAY, tls: 'originate', ca: { secret: 'authorities' }, clientCertificate: { secret: 'client' } },
    NET,
    network('203.0.113.10/32'),
    network('fd00:7::/32'),
    network('169.254.169.254/32'),
  ])('have nothing against %j', (egress) => {
    expect(faultsOf(egress)).toEqual([]);
  });

  it.each<[string, Egress, string]>([
    [
      'a name without a port to call it at',
      { name: 'pay', to: PAY.to },
      '11:13 egress "pay" has no localPort, so the app has no place to call; add localPort, a port on 127.0.0.1 from 1024 to 65535',
    ],
    [
      'the same of an endpoint',
      { name: 'pay', to: { app: 'x', endpoint: 'y' } },
      '11:13 egress "pay" has no localPort, so the app has no place to call; add localPort, a port on 127.0.0.1 from 1024 to 65535',
    ],
    [
      'a port to call a network at',
      { ...NET, localPort: 9000 },
      '16:18 localPort does not belong to egress "db", which leads to a network: the app calls its addresses itself; remove localPort',
    ],
    [
      'a wildcard whose TLS the sidecar should begin',
      { ...PAY, to: { fqdn: '*.s3.example', port: 443 }, tls: 'originate' },
      '16:12 egress "pay" has tls: originate, and the sidecar cannot tell which name of "*.s3.example" is meant; name one host, or let the app begin TLS and write tls: passthrough',
    ],
    [
      'a client certificate that nobody would show',
      { ...PAY, clientCertificate: { secret: 'client' } },
      '17:9 clientCertificate of egress "pay" is for TLS that the sidecar begins, and here the app does; remove clientCertificate, or write tls: originate',
    ],
    [
      'an authority that nobody would ask',
      { ...PAY, tls: 'passthrough', ca: { secret: 'x' } },
      '18:9 ca of egress "pay" is for TLS that the sidecar begins, and here the app does; remove ca, or write tls: originate',
    ],
    [
      'TLS of a network',
      { ...NET, tls: 'originate' },
      '16:12 tls does not belong to egress "db", only to one that leads to an fqdn; remove tls',
    ],
    [
      'an authority in no object',
      { ...PAY, tls: 'originate', ca: { key: 'x' } },
      '18:9 ca of egress "pay" has neither configMap nor secret; name one of the two',
    ],
    [
      'an authority in two objects',
      { ...PAY, tls: 'originate', ca: { configMap: 'a', secret: 'b' } },
      '18:9 ca of egress "pay" has both configMap and secret; name one of the two',
    ],
    [
      'a sibling’s key as client certificate',
      { ...PAY, tls: 'originate', clientCertificate: { secret: 'cart-leaf' } },
      '18:17 Secret "cart-leaf" holds the keys of an identity; refer to a Secret of your own',
    ],
    [
      'the gateway’s key as authority',
      { ...PAY, tls: 'originate', ca: { secret: 'egress-leaf' } },
      '18:17 Secret "egress-leaf" holds the keys of an identity; refer to a Secret of your own',
    ],
    [
      'bits outside of the mask',
      network('10.20.0.1/16'),
      '13:15 cidr "10.20.0.1/16" of egress "db" has bits outside of its mask; write 10.20.0.0/16, or a longer mask',
    ],
    [
      'everything',
      network('0.0.0.0/0'),
      '13:15 cidr "0.0.0.0/0" of egress "db" is a part of the Internet and no network; allowed: /8 and narrower; name the networks that are meant, or call servers by name with fqdn and port',
    ],
    [
      'everything, IPv6',
      network('::/0'),
      '13:15 cidr "::/0" of egress "db" is a part of the Internet and no network; allowed: /16 and narrower; name the networks that are meant, or call servers by name with fqdn and port',
    ],
    [
      'half of everything',
      network('128.0.0.0/1'),
      '13:15 cidr "128.0.0.0/1" of egress "db" is a part of the Internet and no network; allowed: /8 and narrower; name the networks that are meant, or call servers by name with fqdn and port',
    ],
    [
      'the machine itself',
      network('127.0.0.1/32'),
      '13:15 cidr "127.0.0.1/32" of egress "db" lies in 127.0.0.0/8, addresses of the machine itself, its link, or many at once; name the network of the server that is meant',
    ],
    [
      'an address of IPv4 in IPv6’s clothes',
      network('::ffff:169.254.169.254/128'),
      '13:15 cidr "::ffff:169.254.169.254/128" of egress "db" lies in ::/32, addresses of the machine itself, its link, or many at once; name the network of the server that is meant',
    ],
    [
      'a port twice',
      { ...NET, to: { cidr: '10.20.0.0/16', ports: [5432, 443, 5432] } },
      '17:13 port 5432 of egress "db" is listed twice; remove one of the two',
    ],
  ])('refuse %s', (_what, egress, line) => {
    expect(faultsOf(egress)).toEqual([`tenants/acme/shop.yaml:${line}`]);
  });

  it('refuse two ways at one port', () => {
    const egresses = [PAY, { ...PAY, name: 'mail' }];
    expect(checkApp(anApp({ egresses })).map(renderIssue)).toEqual([
      'tenants/acme/shop.yaml:20:18 port 9443 of egress "mail" is taken by egress "pay" (tenants/acme/shop.yaml:15:18); choose a port whose last four digits are free in this pod',
    ]);
  });
});

describe('the laws of what is outside', () => {
  const told = (egress: Egress, platform: FleetChanges['platform'] = {}): string[] =>
    checkFleet(
      aFleet({
        platform,
        tenants: [{ apps: [{ egresses: [egress] }] }, { name: 'globex', domains: ['globex.example'] }],
      }),
    ).map(renderIssue);
  const at = 'tenants/acme/shop.yaml:13:15';
  const outer = 'write to: {app, endpoint}, or to: {tenant, app, endpoint} where another tenant grants it';
  const inner = 'write to: {app, endpoint} for an app of the tenant';

  it.each([
    ['kubernetes.default.svc', 'a name inside the cluster', inner],
    ['kubernetes.default.svc.cluster.local', 'a name inside the cluster', inner],
    ['*.kube-system.svc.cluster.local', 'a name inside the cluster', inner],
    ['x.localhost', 'a name inside the cluster', inner],
    [
      'web.shop.acme.apps.example.com',
      'a public host of this platform, which would lead back through the front',
      outer,
    ],
    ['www.globex.example', 'a public host of tenant "globex", which would lead back through the front', outer],
  ])('refuse %s', (fqdn, because, fix) => {
    expect(told({ ...PAY, to: { fqdn, port: 443 } })).toEqual([
      `${at} egress "pay" leads to "${fqdn}", ${because}; ${fix}`,
    ]);
  });

  it.each(['example.com', 'www.example.com', 'notglobex.example', 'svc.example.net', '*.example.com'])(
    'allow %s',
    (fqdn) => {
      expect(told({ ...PAY, to: { fqdn, port: 443 } })).toEqual([]);
    },
  );

  it.each([
    ['169.254.169.254/32', ', where clouds serve credentials'],
    ['fd00:ec2::254/128', ', where clouds serve credentials'],
    ['64:ff9b::a9fe:a9fe/128', ', where clouds serve credentials'],
    ['169.254.0.0/16', ", the node's own link, where clouds serve credentials"],
    ['169.254.170.2/32', " in 169.254.0.0/16, the node's own link, where clouds serve credentials"],
    ['198.51.100.7/32', " in 198.51.100.0/24, the cluster's own, as the platform says"],
    ['10.244.1.0/24', " in 10.244.0.0/16, the cluster's own, as the platform says"],
  ])('allow %s with a warning', (cidr, what) => {
    const platform = { internalNetworks: ['198.51.100.0/24'], podNetworks: ['10.244.0.0/16'] };
    expect(told(network(cidr), platform)).toEqual([
      `${at} warning: egress "db" opens ${cidr}${what}; make sure that this app needs it`,
    ]);
  });
});
