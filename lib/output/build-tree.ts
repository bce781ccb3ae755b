/** The new tree, complete, where nobody looks yet. */
import fs from 'node:fs';
import { dirname, join } from 'node:path';
import { MARKER } from './safe-output-folder';

/** Where a new tree grows beside the one that it will replace. Plain data, which any thread may be given. */
export interface TreePlace {
  /** Folder that holds the new files. */
  readonly fresh: string;
  /** The output folder, which may be missing. */
  readonly present: string;
  /** The files of `present` as the new tree was begun, the marker among them; relative paths with `/`. */
  readonly before: ReadonlySet<string>;
}

/** Numbers of files. */
export interface Added {
  /** The same bytes as before. */
  readonly unchanged: number;
  /** Other bytes than before. */
  readonly changed: number;
  /** At paths that the old tree has not. */
  readonly created: number;
}

const MARKER_TEXT =
  'Gatehouse wrote this folder and replaces it as a whole: what is changed or added by hand is lost.\n';

export function beginTree(fresh: string, present: string): TreePlace {
  const place = { fresh, present, before: new Set(listFiles(present)) };
  placeFile(place, MARKER, MARKER_TEXT);
  return place;
}

/**
 * Adds `files` (text by relative path with `/`), none of which is there yet.
 * A file that `present` has with the same bytes becomes a second link to it, so that it keeps its time and inode; where
 * links fail, a copy with the same time. Other runs may replace `present` meanwhile: what is gone is written anew.
 */
export function addToTree(place: TreePlace, files: ReadonlyMap<string, string>): Added {
  makeFolders(place.fresh, files);
  const added = { unchanged: 0, changed: 0, created: 0 };
  for (const [path, text] of files) added[placeFile(place, path, text)]++;
  return added;
}

function makeFolders(fresh: string, files: ReadonlyMap<string, string>): void {
  for (const folder of new Set(Array.from(files.keys(), dirname)))
    fs.mkdirSync(join(fresh, folder), { recursive: true });
}

function placeFile({ fresh, present, before }: TreePlace, path: string, text: string): keyof Added {
  // Not join, which takes a tenth of the time of a file: paths are plain (assertTreePaths).
  const target = `${fresh}/${path}`;
  const isKnown = before.has(path);
  if (isKnown && keepFile(`${present}/${path}`, target, Buffer.from(text))) return 'unchanged';
  // "x": two paths that this file system takes for one must not overwrite each other.
  fs.writeFileSync(target, text, { flag: 'wx' });
  return isKnown ? 'changed' : 'created';
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
