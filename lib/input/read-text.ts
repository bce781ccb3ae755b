/** A file's text, or the reason why there is none. Whatever stands at the path, it neither hangs nor fills memory. */
import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fault, type Issue, type Result } from '../model/issue';
import { decodeText } from './decode-text';
import { describeRefusal } from './describe-refusal';
import { filePlace } from './file-place';

const LARGEST_MEBIBYTES = 1;
const MEBIBYTE = 2 ** 20;

/** `file` is relative to `root`, with `/`; symbolic links are followed. */
export function readText(root: string, file: string, largestMebibytes = LARGEST_MEBIBYTES): Result<string> {
  let descriptor: number | undefined;
  try {
    // Without O_NONBLOCK, opening a pipe waits for somebody to write into it.
    descriptor = openSync(path.join(root, file), constants.O_RDONLY | constants.O_NONBLOCK);
    const refused = checkStatus(file, descriptor, largestMebibytes);
    return refused === undefined ? decodeText(file, readFileSync(descriptor)) : { ok: false, issues: [refused] };
  } catch (error) {
    const message = `the file cannot be read: ${describeRefusal(error)}`;
    return { ok: false, issues: [fault('file', filePlace(file), message, 'make it an ordinary, readable file')] };
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

function checkStatus(file: string, descriptor: number, largest: number): Issue | undefined {
  const status = fstatSync(descriptor);
  if (!status.isFile()) {
    return fault('file', filePlace(file), 'this is no ordinary file', 'replace it by a YAML document');
  }
  if (status.size <= largest * MEBIBYTE) return undefined;
  const size = (status.size / MEBIBYTE).toFixed(1);
  const message = `the file has ${size} MiB, and it may have ${largest} MiB`;
  return fault('file', filePlace(file), message, 'divide it, or remove what does not belong there');
}
