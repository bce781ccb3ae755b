/** Bytes to text, UTF-8 and nothing else; a byte order mark at the beginning is dropped. */
import { fault, type Place, type Result } from '../model/issue';

/** `file` is what places name. */
export function decodeText(file: string, bytes: Uint8Array): Result<string> {
  try {
    return { ok: true, value: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    const offset = firstBadByte(bytes);
    const shown = (bytes[offset] ?? 0).toString(16).padStart(2, '0');
    const message = `byte ${shown} is not UTF-8`;
    return { ok: false, issues: [fault('encoding', placeOf(file, bytes, offset), message, 'save the file as UTF-8')] };
  }
}

/** Where the character begins that cannot be read. The longest beginning that is UTF-8, so far, is found by halving. */
function firstBadByte(bytes: Uint8Array): number {
  let good = 0;
  let bad = bytes.length;
  while (good < bad) {
    const middle = Math.ceil((good + bad) / 2);
    if (decodeBeginning(bytes.subarray(0, middle)) === undefined) bad = middle - 1;
    else good = middle;
  }
  return Buffer.byteLength(decodeBeginning(bytes.subarray(0, good)) ?? '');
}

/** Without the character that has only begun; undefined where something else is wrong. */
function decodeBeginning(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes, { stream: true });
  } catch {
    return undefined;
  }
}

function placeOf(file: string, bytes: Uint8Array, offset: number): Place {
  const lines = (decodeBeginning(bytes.subarray(0, offset)) ?? '').split('\n');
  return { file, line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}
