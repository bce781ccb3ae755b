/** Packs as files of one folder, which may be deleted at any time, by anybody, and be written by several runs at once. */
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  constants,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Packs } from '../model/packs';
import { isAlive } from './temporary-folder';

const SUFFIX = '.gatehouse-pack';
const TEMPORARY = /^\.gatehouse-pack-(\d+)-[0-9a-f]{12}$/;

/** Ours are a few MiB; somebody else's need not fill the memory. */
const MOST_BYTES = 64 * 1024 * 1024;

/**
 * `<name>.gatehouse-pack` in `folder`, which is made when something is kept. Each file is replaced by a rename, so readers see an old
 * pack or a new one, and of two runs the last one wins. Files of any other name are left alone. `read` never throws.
 * Tells nothing about who wrote what is there.
 */
export function packsIn(folder: string): Packs {
  return {
    read: (name) => readPack(join(folder, toFileName(name))),
    replace: (texts, names) => {
      mkdirSync(folder, { recursive: true });
      const kept = new Set([...names].map(toFileName));
      for (const [name, text] of texts) replaceFile(folder, toFileName(name), text);
      for (const file of readdirSync(folder)) {
        if ((file.endsWith(SUFFIX) && !kept.has(file)) || isLeftBehind(file)) remove(join(folder, file));
      }
    },
  };
}

function toFileName(name: string): string {
  if (!/^[a-z0-9-]+$/.test(name)) throw new Error(`"${name}" is no name of a pack`);
  return `${name}${SUFFIX}`;
}

/** Not by a link, and no pipe, on which we should wait for ever. */
function readPack(file: string): string | undefined {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    const stats = fstatSync(descriptor);
    return stats.isFile() && stats.size <= MOST_BYTES ? readFileSync(descriptor, 'utf8') : undefined;
  } catch {
    return undefined;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

function replaceFile(folder: string, file: string, text: string): void {
  const temporary = join(folder, `.gatehouse-pack-${process.pid}-${randomBytes(6).toString('hex')}`);
  try {
    writeFileSync(temporary, text, { flag: 'wx' });
    renameSync(temporary, join(folder, file));
  } catch (error) {
    remove(temporary);
    throw error;
  }
}

/** By a run that was killed. Ours are all renamed by now; where another machine's run loses one, it loses a pack and no more. */
function isLeftBehind(file: string): boolean {
  const pid = Number(TEMPORARY.exec(file)?.[1] ?? NaN);
  return pid === process.pid || (pid > 0 && !isAlive(pid));
}

/** Best effort: what cannot be removed costs room, and no pack is believed for lying there. */
function remove(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // For example a folder, or another user's.
  }
}
