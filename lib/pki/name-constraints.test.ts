import { isIPv6 } from 'node:net';
import fc from 'fast-check';
import { toAddressAndMask, toPermittedSubtrees } from './name-constraints';

const constraints = {
  dns: ['acme.svc', 'localhost'],
  uriHosts: ['acme.example.com'],
  ipRanges: ['127.0.0.0/8'],
  directoryOrganization: 'acme',
};

test('each constraint becomes one permitted subtree', () => {
  expect(toPermittedSubtrees(constraints)).toEqual([
    { kind: 'dns', text: 'acme.svc' },
    { kind: 'dns', text: 'localhost' },
    { kind: 'uri', text: 'acme.example.com' },
    { kind: 'ip', addressAndMask: Uint8Array.of(127, 0, 0, 0, 255, 0, 0, 0) },
    { kind: 'directory', organization: 'acme' },
  ]);
});

test.each([{ dns: [] }, { uriHosts: [] }, { ipRanges: [] }, { directoryOrganization: '' }])(
  'a kind of name without a subtree would be open to everything, so %j is refused',
  (change) => {
    expect(() => toPermittedSubtrees({ ...constraints, ...change })).toThrow('open to everything');
  },
);

test.each(['acme', 'svc', '.acme.svc', 'acme.svc.', ''])('a DNS subtree "%s" is refused', (name) => {
  expect(() => toPermittedSubtrees({ ...constraints, dns: [name] })).toThrow('two labels');
});

test.each([
  ['127.0.0.0/8', '7f000000ff000000'],
  ['10.32.0.0/11', '0a200000ffe00000'],
  ['0.0.0.0/0', '0000000000000000'],
  ['192.0.2.1/32', 'c0000201ffffffff'],
  ['::1/128', `${'0'.repeat(31)}1${'f'.repeat(32)}`],
  ['::/0', '0'.repeat(64)],
  ['fd00:1::/33', `fd000001${'0'.repeat(24)}ffffffff8${'0'.repeat(23)}`],
  ['1:2:3:4:5:6:7:8/128', `00010002000300040005000600070008${'f'.repeat(32)}`],
])('%s is written as %s', (cidr, expected) => {
  expect(Buffer.from(toAddressAndMask(cidr)).toString('hex')).toBe(expected);
});

test.each([
  '',
  '127.0.0.0',
  '127.0.0.0/33',
  '::/129',
  '127.0.0/8',
  '::ffff:1.2.3.4/128',
  '1.2.3.4/-1',
  '1.2.3.4/x',
  '1::2::3/128',
])('"%s" is no address range', (cidr) => {
  expect(() => toAddressAndMask(cidr)).toThrow('is no address range');
});

test('bits outside the mask are refused', () => {
  expect(() => toAddressAndMask('127.0.0.1/8')).toThrow('bits outside its mask');
});

test('every IPv6 address is read as node reads it', () => {
  fc.assert(
    fc.property(
      fc.ipV6().filter((text) => isIPv6(text) && !text.includes('.')),
      (text) => {
        const hex = Buffer.from(toAddressAndMask(`${text}/128`))
          .toString('hex')
          .slice(0, 32);
        const groups = hex.match(/.{4}/g) ?? [];
        expect(new URL(`http://[${groups.join(':')}]`).host).toBe(new URL(`http://[${text}]`).host);
      },
    ),
  );
});
