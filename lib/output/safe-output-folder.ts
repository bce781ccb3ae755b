/** The user's word for the output folder as a path that may be replaced as a whole without loss. */
import { existsSync, lstatSync, mkdirSync, readdirSync, realpathSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { OutputRefused } from './output-refused';

/** Stands in every tree that we write: only a folder that holds it, or nothing, is ever replaced. */
export const MARKER = '.gatehouse-output';

/**
 * Makes the parents where they are missing; changes nothing else.
 * @returns the absolute path, its parents without symbolic links.
 * @throws OutputRefused for a file or symbolic link, a folder that the process works in (so every ancestor of it, and
 * the root), one with `.git`, and one that holds anything but lacks our marker: kinds of files prove nothing, since a
 * fleet folder is all `.yaml` too.
 */
export function toSafeOutputFolder(folder: string): string {
  const named = resolve(folder);
  if (isWithin(process.cwd(), named)) {
    throw new OutputRefused(named, 'is or holds the current folder; name one that Gatehouse may replace, such as dist');
  }
  mkdirSync(dirname(named), { recursive: true });
  const path = join(realpathSync(dirname(named)), basename(named));
  const reason = reasonAgainst(path);
  if (reason !== undefined) throw new OutputRefused(path, reason);
  return path;
}

function reasonAgainst(path: string): string | undefined {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return undefined;
  if (stats.isSymbolicLink()) return 'is a symbolic link; name the folder that it points to';
  if (!stats.isDirectory()) return 'is not a folder; name a folder, or remove it';
  if (isWithin(realpathSync(process.cwd()), path)) return 'is or holds the current folder; name another, such as dist';
  if (existsSync(join(path, '.git'))) return 'is a git repository; name a folder within it, such as dist';
  return existsSync(join(path, MARKER)) ? undefined : reasonAgainstContents(path);
}

function reasonAgainstContents(path: string): string | undefined {
  const first = readdirSync(path).sort()[0];
  if (first === undefined) return undefined;
  return `holds ${first} and no ${MARKER}, so Gatehouse did not write it; name a new or empty folder, or empty this one yourself`;
}

function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`);
}
