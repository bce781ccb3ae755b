/** Networks as bits: one that is written with address bits which its prefix leaves out is an error, and nginx warns of it. */

/** The network without such bits, in its usual spelling: `10.1.2.3/8` -> `10.0.0.0/8`. Takes what `network` of schema.ts takes. */
export function canonicalNetwork(network: string): string {
  const [address = '', length = ''] = network.split('/');
  const isV6 = address.includes(':');
  const width = isV6 ? 16 : 8;
  const parts = isV6 ? groupsOf(address) : address.split('.').map(Number);
  const kept = parts.map((part, i) => {
    const bits = Math.min(width, Math.max(0, Number(length) - i * width));
    return part & ~((1 << (width - bits)) - 1);
  });
  return `${isV6 ? shorten(kept) : kept.join('.')}/${Number(length)}`;
}

/** The eight groups of an IPv6 address; its last two may be written as an IPv4 address. */
function groupsOf(address: string): number[] {
  const plain = address.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, a: string, b: string, c: string, d: string) =>
    [Number(a) * 256 + Number(b), Number(c) * 256 + Number(d)].map((group) => group.toString(16)).join(':'),
  );
  const [head = '', tail] = plain.split('::');
  const groups = (text: string): number[] => (text === '' ? [] : text.split(':').map((group) => parseInt(group, 16)));
  if (tail === undefined) return groups(head);
  const [before, after] = [groups(head), groups(tail)];
  return [...before, ...Array<number>(8 - before.length - after.length).fill(0), ...after];
}

/** URLs are printed with the shortest form (WHATWG URL §3.5, which is RFC 5952's). */
function shorten(groups: readonly number[]): string {
  return new URL(`http://[${groups.map((group) => group.toString(16)).join(':')}]/`).hostname.slice(1, -1);
}
