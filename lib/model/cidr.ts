/** Networks as numbers, IPv4 and IPv6: which holds which, how one is written. RFC 4632 §3.1, RFC 4291 §2.2 and §2.3, RFC 5952. */

export interface Network {
  readonly family: 4 | 6;
  /** The first address. */
  readonly first: bigint;
  readonly last: bigint;
  /** Leading bits that all its addresses share. */
  readonly length: number;
}

const BITS = { 4: 32, 6: 128 } as const;

/** `10.0.0.0/8` or `fd00::/8`, as model/schema.ts lets it through. Bits of the address outside of the mask are dropped. */
export function parseNetwork(cidr: string): Network {
  const [address = '', length = ''] = cidr.split('/');
  const family = address.includes(':') ? 6 : 4;
  return networkOf(family, family === 4 ? fromQuad(address) : fromGroups(address), Number(length));
}

function networkOf(family: 4 | 6, address: bigint, length: number): Network {
  const size = 1n << BigInt(BITS[family] - length);
  const first = address - (address % size);
  return { family, first, last: first + size - 1n, length };
}

function fromQuad(text: string): bigint {
  return text.split('.').reduce((value, byte) => value * 256n + BigInt(byte), 0n);
}

function fromGroups(text: string): bigint {
  // `::ffff:10.0.0.1`: the last two groups may be written as an IPv4 address.
  const plain = text.replace(/\d+\.\d+\.\d+\.\d+$/, (quad) => {
    const value = fromQuad(quad);
    return `${(value >> 16n).toString(16)}:${(value & 0xffffn).toString(16)}`;
  });
  const [head = '', tail] = plain.split('::');
  const groups = (part = ''): string[] => part.split(':').filter((group) => group !== '');
  const before = groups(head);
  const after = groups(tail);
  const gap = Array<string>(8 - before.length - after.length).fill('0');
  return [...before, ...gap, ...after].reduce((value, group) => value * 65536n + BigInt(`0x${group}`), 0n);
}

/** Whether the address that is written is not the network's first. */
export function hasHostBits(cidr: string): boolean {
  const network = parseNetwork(cidr);
  const [address = ''] = cidr.split('/');
  return parseNetwork(`${address}/${BITS[network.family]}`).first !== network.first;
}

/** Whether all of `inner` lies in `outer`; a network holds itself. */
export function isInside(inner: Network, outer: Network): boolean {
  return inner.family === outer.family && inner.first >= outer.first && inner.last <= outer.last;
}

/** The network as people write it; IPv6 with its longest run of zeros left out (RFC 5952 §4). */
export function renderNetwork({ family, first, length }: Network): string {
  return `${family === 4 ? toQuad(first) : toGroups(first)}/${length}`;
}

/** As people write it, without bits of the address that its prefix leaves out: `10.1.2.3/8` -> `10.0.0.0/8`. nginx and the API server warn of any other. */
export function canonicalNetwork(cidr: string): string {
  return renderNetwork(parseNetwork(cidr));
}

function toQuad(value: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => String((value >> shift) & 0xffn)).join('.');
}

function toGroups(value: bigint): string {
  const groups = Array.from({ length: 8 }, (_, i) => ((value >> BigInt(112 - 16 * i)) & 0xffffn).toString(16));
  const [run] = [...groups.join(':').matchAll(/\b0(:0)+\b/g)].sort((a, b) => b[0].length - a[0].length);
  if (run === undefined) return groups.join(':');
  const text = groups.join(':');
  const head = text.slice(0, run.index).replace(/:$/, '');
  const tail = text.slice(run.index + run[0].length).replace(/^:/, '');
  return `${head}::${tail}`;
}

/** The addresses under which `inside`, a network of IPv4, is reached through a translator (RFC 6052 §2.2, a prefix of 96 bits). */
export function translated(inside: Network, prefix: Network): Network {
  return networkOf(6, prefix.first + inside.first, 96 + inside.length);
}
