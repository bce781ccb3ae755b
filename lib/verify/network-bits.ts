/** Networks as the bits that all their addresses share, so that one holds another where its bits begin the other's. */

/** `4` or `6`, then the bits: `10.0.0.0/8` is `400001010`. Undefined where the text is no network. */
export function networkBits(text: unknown): string | undefined {
  const [, address = '', length = ''] = /^([0-9a-f:.]+)\/(\d{1,3})$/i.exec(typeof text === 'string' ? text : '') ?? [];
  const bits = address.includes(':') ? bitsOfGroups(address) : bitsOfQuad(address);
  if (bits === undefined || Number(length) > bits.length) return undefined;
  return `${bits.length === 32 ? 4 : 6}${bits.slice(0, Number(length))}`;
}

/** Whether every address of `inner` is one of `outer`. */
export function holds(outer: string, inner: string): boolean {
  return inner.startsWith(outer);
}

function bitsOfQuad(address: string): string | undefined {
  const bytes = address.split('.').map((part) => (/^\d{1,3}$/.test(part) ? Number(part) : 256));
  return bytes.length === 4 && bytes.every((byte) => byte < 256) ? inBits(bytes, 8) : undefined;
}

function bitsOfGroups(address: string): string | undefined {
  const quad = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(address);
  if (quad !== null) {
    const low = bitsOfQuad(quad[2] ?? '');
    const high = low === undefined ? undefined : bitsOfGroups(`${quad[1] ?? ''}0:0`);
    return low === undefined || high === undefined ? undefined : high.slice(0, 96) + low;
  }
  const [head = '', tail, ...more] = address.split('::');
  const before = groupsOf(head);
  const after = groupsOf(tail ?? '');
  const missing = 8 - before.length - after.length;
  if (more.length > 0 || (tail === undefined ? missing !== 0 : missing < 1)) return undefined;
  const groups = [...before, ...Array<string>(missing).fill('0'), ...after];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return inBits(
    groups.map((group) => parseInt(group, 16)),
    16,
  );
}

function groupsOf(text: string): string[] {
  return text === '' ? [] : text.split(':');
}

function inBits(numbers: readonly number[], width: number): string {
  return numbers.map((number) => number.toString(2).padStart(width, '0')).join('');
}
