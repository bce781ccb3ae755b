/** From a tenant's name constraints to the permitted subtrees of RFC 5280 §4.2.1.10, still free of ASN.1. */
import { isIPv4, isIPv6 } from 'node:net';
import type { NameConstraints } from '../model/certificate';

/** The base of a GeneralSubtree. */
export type Subtree =
  | { readonly kind: 'dns' | 'uri'; readonly text: string }
  /** Address and mask, 8 or 32 bytes. */
  | { readonly kind: 'ip'; readonly addressAndMask: Uint8Array }
  | { readonly kind: 'directory'; readonly organization: string };

/**
 * Every kind of name that TLS programs read has to be constrained: a kind without a subtree is open to every name, so an empty list
 * is our own mistake. So is a DNS subtree of one label other than `localhost`: were a namespace called `svc`, its own
 * `<ns>` would permit every other tenant's names.
 * Measured: Go (crypto/x509, 1.26) knows no directory subtrees and refuses a chain in which a critical extension has one.
 */
export function toPermittedSubtrees(constraints: NameConstraints): Subtree[] {
  const { dns, uriHosts, ipRanges, directoryOrganization } = constraints;
  if (dns.length === 0 || uriHosts.length === 0 || ipRanges.length === 0 || directoryOrganization === '') {
    throw new Error(`name constraints of O=${directoryOrganization} leave a kind of name open to everything`);
  }
  const bare = dns.find((name) => name !== 'localhost' && !/^[^.].*\..*[^.]$/.test(name));
  if (bare !== undefined) throw new Error(`name constraint "${bare}" must have two labels and no dot at its ends`);
  return [
    ...dns.map((text) => ({ kind: 'dns', text }) as const),
    ...uriHosts.map((text) => ({ kind: 'uri', text }) as const),
    ...ipRanges.map((range) => ({ kind: 'ip', addressAndMask: toAddressAndMask(range) }) as const),
    { kind: 'directory', organization: directoryOrganization },
  ];
}

/** `127.0.0.0/8` as 7f000000 ff000000. Bits of the address outside its mask are our own mistake. */
export function toAddressAndMask(cidr: string): Uint8Array {
  const [text = '', length = ''] = cidr.split('/');
  const address = toAddress(text);
  const bits = /^\d{1,3}$/.test(length) ? Number(length) : NaN;
  if (address === undefined || !(bits <= address.length * 8)) throw new Error(`"${cidr}" is no address range`);
  const mask = address.map((_, index) => (0xff00 >> Math.min(8, Math.max(0, bits - index * 8))) & 0xff);
  if (address.some((byte, index) => (byte & ~(mask[index] ?? 0)) !== 0))
    throw new Error(`"${cidr}" has bits outside its mask`);
  return Uint8Array.from([...address, ...mask]);
}

function toAddress(text: string): number[] | undefined {
  if (isIPv4(text)) return text.split('.').map(Number);
  if (!isIPv6(text) || !/^[0-9a-f:]+$/i.test(text)) return undefined;
  const groups = (part: string): string[] => part.split(':').filter((group) => group !== '');
  const [head = '', tail] = text.split('::');
  const before = groups(head);
  const after = groups(tail ?? '');
  const gap = Array<string>(8 - before.length - after.length).fill('0');
  return [...before, ...gap, ...after]
    .map((group) => parseInt(group, 16))
    .flatMap((group) => [group >> 8, group & 0xff]);
}
