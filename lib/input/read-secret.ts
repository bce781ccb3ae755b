/** Secret text from a path or a descriptor that the user named. What was read is in no message. */
import { closeSync, openSync, readSync } from 'node:fs';
import { fault, type Place, type Result } from '../model/issue';
import { describeRefusal } from './describe-refusal';

const LARGEST_BYTES = 65_536;

/**
 * Reads to the end, or with `isLine` no further than the first line, so that whoever gives it may keep a pipe open. Pipes are waited for.
 * `name` is what messages call it. A descriptor is left open; that of a path is closed.
 */
export function readSecret(from: string | number, name: string, where: Place, isLine = false): Result<string> {
  const refuse = (reason: string): Result<string> => ({
    ok: false,
    issues: [fault('secret-source', where, `${name} ${reason}`, 'name one that is open, readable and small')],
  });
  try {
    const bytes = readBounded(from, isLine);
    return bytes === undefined ? refuse(`gives more than ${LARGEST_BYTES} bytes`) : { ok: true, value: String(bytes) };
  } catch (error) {
    return refuse(`cannot be read: ${describeRefusal(error)}`);
  }
}

function readBounded(from: string | number, isLine: boolean): Buffer | undefined {
  const descriptor = typeof from === 'number' ? from : openSync(from, 'r');
  try {
    const bytes = Buffer.alloc(LARGEST_BYTES + 1);
    let length = 0;
    while (length < bytes.length) {
      const count = readSync(descriptor, bytes, length, bytes.length - length, null);
      length += count;
      const feed = isLine ? bytes.subarray(0, length).indexOf('\n') : -1;
      if (feed >= 0) return bytes.subarray(0, feed);
      if (count === 0) return bytes.subarray(0, length);
    }
    return undefined;
  } finally {
    if (typeof from === 'string') closeSync(descriptor);
  }
}
