import fc from 'fast-check';
import { BlockList } from 'node:net';
import { holds, networkBits } from './network-bits';

test.each([
  ['10.0.0.0/8', '400001010'],
  ['0.0.0.0/0', '4'],
  ['::/0', '6'],
  ['fe80::/10', '61111111010'],
  ['::ffff:10.0.0.0/97', `6${'0'.repeat(80)}${'1'.repeat(16)}0`],
])('%s is %s', (network, bits) => {
  expect(networkBits(network)).toBe(bits);
});

test.each([
  '',
  '10.0.0.0',
  '10.0.0/8',
  '10.0.0.256/8',
  '10.0.0.0/33',
  '::/129',
  ':::/8',
  '1::2::3/8',
  'g::/8',
  '1:2:3:4:5:6:7/8',
  undefined,
  8,
])('%j is no network', (text) => {
  expect(networkBits(text)).toBeUndefined();
});

test.each([
  ['ipv4', fc.ipV4(), 32],
  ['ipv6', fc.ipV6(), 128],
] as const)('Node.js finds the same addresses in the same networks: %s', (type, addresses, longest) => {
  fc.assert(
    fc.property(
      addresses,
      addresses,
      fc.integer({ min: 0, max: longest }),
      fc.boolean(),
      (base, other, length, near) => {
        const address = near ? base : other;
        const list = new BlockList();
        list.addSubnet(base, length, type);
        const outer = networkBits(`${base}/${length}`) ?? 'none';
        expect(holds(outer, networkBits(`${address}/${longest}`) ?? '')).toBe(list.check(address, type));
      },
    ),
  );
});
