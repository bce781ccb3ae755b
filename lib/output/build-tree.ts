/** The new tree, complete, where nobody looks yet. */
import fs from 'node:fs';
import { dirname, join } from 'node:path';
import { MARKER } from './safe-output-folder';

/** Numbers of files, the marker not among them. */
export interface WriteReport {
  readonly written: number;
  readonly unchanged: number;
  readonly removed: number;
}

const MARKER_TEXT =
  'Gatehouse wrote this folder and replaces it as a whole: what is changed or added by hand is lost.\n';

/**
 * Fills the empty folder `fresh` with `files` (relative paths with `/`) and the marker.
 * A file that `present` has with the same bytes becomes a second link to it, so that it keeps its time and inode; where
 * links fail, a copy with the same time. Other runs may replace `present` meanwhile: what is gone is written anew.
 */
export function buildTree(fresh: string, present: string, files: ReadonlyMap<string, string>): WriteReport {
  const before = new Set(listFiles(present));
  makeFolders(fresh, files);
  let unchanged = 0;
  for (const [path, text] of files) {
    if (placeFile(join(fresh, path), text, before.has(path) ? join(present, path) : undefined)) unchanged++;
  }
  placeFile(join(fresh, MARKER), MARKER_TEXT, before.has(MARKER) ? join(present, MARKER) : undefined);
  const removed = [...before].filter((path) => path !== MARKER && !files.has(path)).length;
  return { written: files.size - unchanged, unchanged, removed };
}

function makeFolders(fresh: string, files: ReadonlyMap<string, string>): void {
  for (const folder of new Set(Array.from(files.keys(), dirname)))
    fs.mkdirSync(join(fresh, folder), { recursive: true });
}

/** @returns whether the file at `old` was kept. */
function placeFile(target: string, text: string, old: string | undefined): boolean {
  if (old !== undefined && keepFile(old, target, Buffer.from(text))) return true;
  // "x": two paths that this file system takes for one must not overwrite each other.
  fs.writeFileSync(target, text, { flag: 'wx' });
  return false;
}

/** Compares after linking, not before: another run may have put another file at `old` in between. */
function keepFile(old: string, target: string, bytes: Buffer): boolean {
  const stats = fs.statSync(old, { throwIfNoEntry: false });
  if (stats?.size !== bytes.length || !linkOrCopy(old, target, stats)) return false;
  if (fs.readFileSync(target).equals(bytes)) return true;
  fs.rmSync(target);
  return false;
}

function linkOrCopy(old: string, target: string, stats: fs.Stats): boolean {
  try {
    fs.linkSync(old, target);
    return true;
  } catch {
    return copyFile(old, target, stats);
  }
}

function copyFile(old: string, target: string, stats: fs.Stats): boolean {
  try {
    fs.copyFileSync(old, target);
    fs.utimesSync(target, stats.atime, stats.mtime);
    return true;
  } catch {
    // Gone, or unreadable for us: then it is written.
    fs.rmSync(target, { force: true });
    return false;
  }
}

/** Relative paths with `/`; symbolic links are no files, and neither followed nor kept. */
function listFiles(folder: string, prefix = ''): string[] {
  return readFolder(folder).flatMap((entry) => {
    const path = `${prefix}${entry.name}`;
    if (entry.isDirectory()) return listFiles(join(folder, entry.name), `${path}/`);
    return entry.isFile() ? [path] : [];
  });
}

function readFolder(folder: string): fs.Dirent[] {
  try {
    return fs.readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
