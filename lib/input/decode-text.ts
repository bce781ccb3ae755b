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

/** The longest beginning that is UTF-8, so far, ends here; found by halving. */
function firstBadByte(bytes: Uint8Array): number {
  let good = 0;
  let bad = bytes.length;
  while (good < bad) {
    const middle = Math.ceil((good + bad) / 2);
    if (isBeginning(bytes.subarray(0, middle))) good = middle;
    else bad = middle - 1;
  }
  return good;
}

function isBeginning(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

function placeOf(file: string, bytes: Uint8Array, offset: number): Place {
  const before = new TextDecoder('utf-8').decode(bytes.subarray(0, offset), { stream: true });
  const lines = before.split('\n');
  return { file, line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}
