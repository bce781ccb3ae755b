/** A file for its owner's eyes that is there whole or not at all, in place of an older one of the same sort. */
import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, lstatSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/**
 * Whether `file` may be put there: nothing is, or a regular file that begins with `mark`. A device, a pipe, a folder, a link and anybody
 * else's file may not be replaced.
 */
export function isReplaceable(file: string, mark: string): boolean {
  const stats = lstatSync(file, { throwIfNoEntry: false });
  return stats === undefined || (stats.isFile() && readFileSync(file).subarray(0, mark.length).toString() === mark);
}

/** Mode 0600. @throws the system's error, with nothing changed. */
export function putPrivateFile(file: string, text: string): void {
  const temporary = join(
    dirname(file),
    `.${basename(file)}.gatehouse-${process.pid}-${randomBytes(6).toString('hex')}`,
  );
  try {
    const descriptor = openSync(temporary, 'wx', 0o600);
    try {
      writeFileSync(descriptor, text);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(temporary, file);
  } finally {
    rmSync(temporary, { force: true });
  }
}
