import fc from 'fast-check';
import { BlockList } from 'node:net';
import { canonicalNetwork, hasHostBits, isInside, parseNetwork, renderNetwork, translated } from './cidr';

test.each([
  ['10.1.2.3/8', '10.0.0.0/8'],
  ['0.0.0.0/0', '0.0.0.0/0'],
  ['203.0.113.10/32', '203.0.113.10/32'],
  ['::/0', '::/0'],
  ['::1/128', '::1/128'],
  ['fd00:ec2::254/128', 'fd00:ec2::254/128'],
  ['fd00:ec2::254/32', 'fd00:ec2::/32'],
  ['2001:db8:0:1:1:1:1:1/128', '2001:db8:0:1:1:1:1:1/128'],
  ['2001:0:0:1:0:0:0:1/128', '2001:0:0:1::1/128'],
  ['::ffff:10.0.0.1/128', '::ffff:a00:1/128'],
])('%s is %s', (written, canonical) => {
  expect(renderNetwork(parseNetwork(written))).toBe(canonical);
});

test.each([
  ['10.1.2.3/8', '10.0.0.0/8'],
  ['10.0.0.0/8', '10.0.0.0/8'],
  ['203.0.113.7/32', '203.0.113.7/32'],
  ['203.0.113.7/31', '203.0.113.6/31'],
  ['255.255.255.255/1', '128.0.0.0/1'],
  ['1.2.3.4/0', '0.0.0.0/0'],
  ['::/0', '::/0'],
  ['2001:db8::1/32', '2001:db8::/32'],
  ['2001:DB8:0:0::/64', '2001:db8::/64'],
  ['2001:db8:0:1::/63', '2001:db8::/63'],
  ['fd00::1:2/127', 'fd00::1:2/127'],
  ['1:0:0:2:0:0:0:3/128', '1:0:0:2::3/128'],
  ['1:2:3:4:5:6:7:8/1', '::/1'],
  ['::ffff:10.1.2.3/104', '::ffff:a00:0/104'],
])('the network of %s is %s', (written, network) => {
  expect(canonicalNetwork(written)).toBe(network);
});

test('an address with bits outside of the mask is told', () => {
  expect(['10.0.0.1/8', '10.0.0.1/31', 'fd00::1/64'].filter(hasHostBits)).toHaveLength(3);
  expect(['10.0.0.0/8', '10.0.0.1/32', 'fd00::/64', '::/0'].filter(hasHostBits)).toEqual([]);
});

test('an IPv4 network has its addresses behind a translator', () => {
  const through = (cidr: string): string => renderNetwork(translated(parseNetwork(cidr), parseNetwork('64:ff9b::/96')));
  expect(through('169.254.169.254/32')).toBe('64:ff9b::a9fe:a9fe/128');
  expect(through('10.0.0.0/8')).toBe('64:ff9b::a00:0/104');
});

const v4 = fc.tuple(fc.ipV4(), fc.integer({ min: 0, max: 32 })).map(([address, length]) => `${address}/${length}`);
const v6 = fc.tuple(fc.ipV6(), fc.integer({ min: 0, max: 128 })).map(([address, length]) => `${address}/${length}`);

test.each([
  ['IPv4', v4, 'ipv4'],
  ['IPv6', v6, 'ipv6'],
] as const)('Node.js finds the same addresses in the same networks: %s', (_family, networks, type) => {
  fc.assert(
    fc.property(networks, networks, fc.integer({ min: 0, max: 128 }), (outer, other, shared) => {
      const [outerAddress = '', outerLength = ''] = outer.split('/');
      // Half of the time an address near the network, or hardly any would be in it.
      const [address = '', length = ''] = (shared % 2 === 0 ? outer : other).split('/');
      const list = new BlockList();
      list.addSubnet(outerAddress, Number(outerLength), type);
      const isIn = list.check(address, type) && Number(length) >= Number(outerLength);
      expect(isInside(parseNetwork(`${address}/${length}`), parseNetwork(outer))).toBe(isIn);
      const canonical = renderNetwork(parseNetwork(outer));
      expect(hasHostBits(canonical)).toBe(false);
      expect(renderNetwork(parseNetwork(canonical))).toBe(canonical);
    }),
  );
});
