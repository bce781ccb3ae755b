/** A file of the user's replaced at once: whoever looks, and whatever kills us, it holds all of the old text or all of the new one. */
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fchmodSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** `file` is there; its permissions stay, and a link stays a link. @throws the system's error, with nothing changed. */
export function replaceFile(file: string, text: string): void {
  const real = realpathSync(file);
  const temporary = join(
    dirname(real),
    `.${basename(real)}.gatehouse-${process.pid}-${randomBytes(6).toString('hex')}`,
  );
  try {
    const descriptor = openSync(temporary, 'wx');
    try {
      fchmodSync(descriptor, statSync(real).mode);
      writeFileSync(descriptor, text);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(temporary, real);
  } finally {
    rmSync(temporary, { force: true });
  }
}
