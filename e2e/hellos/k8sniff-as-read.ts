/**
 * What platform9/k8sniff does with a hello, as its source reads: it cannot be had where these tests run. Handle (server.go) reads
 * once, 4,096 bytes at most; GetHostname (parser/parser.go) takes every length of two bytes for its lower one, since Go shifts
 * a byte out of itself, and looks at bytes that may not be there. Whole hosts are compared, capitals and all.
 */
import { FOREIGN_HOST, HOST, type Hello } from './hello';

const BUFFER = 4096;
const RECORD_HEADER = 5;
const BEFORE_SESSION = 38;

export type AsRead = 'routed' | 'at once' | 'never' | 'ends the process';

class Panic extends Error {}

function at(bytes: Buffer, index: number): number {
  const value = bytes[index];
  if (value === undefined) throw new Panic();
  return value;
}

/** (b[i] << 8) + b[i+1] of two bytes, in a byte. */
function shortLength(bytes: Buffer, index: number): number {
  at(bytes, index);
  return at(bytes, index + 1);
}

/** The name; undefined where the parser finds none. */
function nameIn(buffer: Buffer): string | undefined {
  if (buffer[0] !== 22) return undefined;
  let index = RECORD_HEADER + BEFORE_SESSION;
  index += 1 + at(buffer, index);
  if (index + 2 >= buffer.length) return undefined;
  index += 2 + shortLength(buffer, index);
  if (index + 1 >= buffer.length) return undefined;
  index += 1 + at(buffer, index);
  if (index >= buffer.length) return undefined;
  const begin = index + 2;
  const extensions = buffer.subarray(begin, begin + shortLength(buffer, index));
  for (let i = 0; i < extensions.length;) {
    const end = i + 4 + shortLength(extensions, i + 2);
    if (at(extensions, i) === 0 && at(extensions, i + 1) === 0)
      return nameOf(buffer.subarray(begin + i + 4), end - i - 4);
    i = end;
  }
  return undefined;
}

/** A slice may reach as far as the buffer does, an index no further than the slice. */
function nameOf(behind: Buffer, length: number): string | undefined {
  const list = behind.subarray(0, length);
  if (list.length === 0) return undefined;
  if (at(list, 2) !== 0) throw new Panic();
  return behind.subarray(5, 5 + shortLength(list, 3)).toString('latin1');
}

export function k8sniffOutcome({ segments, ends }: Hello): AsRead {
  const [first] = segments;
  if (first === undefined) return ends === true ? 'at once' : 'never';
  const buffer = Buffer.alloc(BUFFER);
  first.copy(buffer);
  try {
    const name = nameIn(buffer);
    return name === HOST || name === FOREIGN_HOST ? 'routed' : 'at once';
  } catch (error) {
    if (error instanceof Panic) return 'ends the process';
    throw error;
  }
}
