import { BlockList, isIPv6 } from 'node:net';
import { aPlatform } from '../testing/a-platform';
import { isInside, parseNetwork, renderNetwork } from './cidr';
import { notMeantBy, notPublic } from './internal-networks';

/** Lists apart: Node.js takes every IPv4 address for one of `::ffff:0:0/96`. */
function blocked(cidrs: readonly string[]): (address: string) => boolean {
  const lists = { ipv4: new BlockList(), ipv6: new BlockList() };
  const type = (address: string): 'ipv4' | 'ipv6' => (isIPv6(address) ? 'ipv6' : 'ipv4');
  for (const cidr of cidrs) {
    const [address = '', length = ''] = cidr.split('/');
    lists[type(address)].addSubnet(address, Number(length), type(address));
  }
  return (address) => lists[type(address)].check(address, type(address));
}

const CLUSTER = { podNetworks: ['10.244.0.0/16'], internalNetworks: ['198.51.100.7/32', '2001:db8:5::/48'] };

describe('what no name leads to', () => {
  const isClosed = blocked(notPublic(aPlatform(CLUSTER)).map(renderNetwork));

  it.each([
    '169.254.169.254',
    'fd00:ec2::254',
    '127.0.0.1',
    '::1',
    '0.0.0.0',
    '::',
    '10.96.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '100.100.100.200',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    'fe80::1',
    'ff02::1',
    'fec0::1',
    '::ffff:10.0.0.1',
    '64:ff9b::a9fe:a9fe',
    '64:ff9b::a60:1',
    '64:ff9b:1::1',
    '2002:a00:1::',
    '2001:0:1::1',
    '198.51.100.7',
    '64:ff9b::c633:6407',
    '2001:db8:5:1::1',
  ])('%s', (address) => {
    expect(isClosed(address)).toBe(true);
  });

  it.each([
    '203.0.113.10',
    '8.8.8.8',
    '172.32.0.1',
    '100.63.255.255',
    '198.51.100.8',
    '2606:4700::1111',
    '64:ff9b::808:808',
  ])('but %s is outside', (address) => {
    expect(isClosed(address)).toBe(false);
  });

  it('is sorted and has nothing twice', () => {
    const networks = notPublic(aPlatform(CLUSTER));
    for (const one of networks)
      expect(networks.filter((other) => isInside(one, other)).map(renderNetwork)).toEqual([renderNetwork(one)]);
    const other = { ...CLUSTER, internalNetworks: [...CLUSTER.internalNetworks].reverse() };
    expect(notPublic(aPlatform(other))).toEqual(networks);
  });
});

describe('what a declared network does not open by the way', () => {
  const of = (cidr: string, platform = CLUSTER): string[] =>
    notMeantBy(aPlatform(platform), parseNetwork(cidr)).map(renderNetwork);

  it.each([
    ['10.0.0.0/8', ['10.244.0.0/16']],
    ['10.1.0.0/16', []],
    ['169.254.0.0/16', ['169.254.169.254/32']],
    ['169.254.169.254/32', []],
    ['160.0.0.0/4', ['169.254.0.0/16']],
    ['fd00::/8', ['fd00:ec2::254/128']],
    ['198.51.100.0/24', ['198.51.100.7/32']],
    ['198.51.100.7/32', []],
    ['203.0.113.0/24', []],
  ])('%s: %j', (cidr, expected) => {
    expect(of(cidr)).toEqual(expected);
  });

  it('behind a translator neither', () => {
    expect(of('64:ff9b::/96')).toEqual(
      expect.arrayContaining(['64:ff9b::7f00:0/104', '64:ff9b::a9fe:0/112', '64:ff9b::af4:0/112']),
    );
  });

  it('knows no pod networks where the platform does not say them', () => {
    expect(of('10.0.0.0/8', { ...CLUSTER, podNetworks: ['0.0.0.0/0', '::/0'] })).toEqual([]);
  });
});
