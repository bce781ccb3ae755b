/** A file of the user's that a synth renews: whole or not at all, and untouched where its bytes would not change. */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { isNativeError } from 'node:util/types';
import { basename, dirname, join } from 'node:path';
import { fault, type Issue } from '../model/issue';
import { replaceFile } from './replace-file';

/** The folder of `file` is there. An issue, with nothing changed, where the system refuses. */
export function writeIfChanged(file: string, text: string): Issue[] {
  try {
    if (!existsSync(file)) makeFile(file, text);
    else if (readFileSync(file, 'utf8') !== text) replaceFile(file, text);
    return [];
  } catch (error) {
    if (!isNativeError(error)) throw error;
    const message = `the file cannot be written: ${(error as NodeJS.ErrnoException).code ?? error.message}`;
    const fix = 'make its folder one that you may write to, with room on its disk, and run the synth again';
    return [fault('output', { file, line: 1, column: 1 }, message, fix)];
  }
}

function makeFile(file: string, text: string): void {
  const name = `.${basename(file)}.gatehouse-${process.pid}-${randomBytes(6).toString('hex')}`;
  const temporary = join(dirname(file), name);
  try {
    writeFileSync(temporary, text, { flag: 'wx' });
    renameSync(temporary, file);
  } finally {
    rmSync(temporary, { force: true });
  }
}
