/**
 * A whole tree of files in the place of another, at once: whoever looks, and whatever kills us, the folder holds all of
 * the old tree or all of the new one. (Not the loss of power: nothing is forced to the disk, since a synth repeats.)
 */
import { isNativeError } from 'node:util/types';
import { assertTreePaths } from './assert-tree-paths';
import { type Added, addToTree, beginTree, type TreePlace } from './build-tree';
import { OutputRefused } from './output-refused';
import { MARKER, toSafeOutputFolder } from './safe-output-folder';
import { swapFolder } from './swap-folder';
import { makeTemporary, removeTemporary, sweepTemporaries } from './temporary-folder';

export type { Added, TreePlace } from './build-tree';

/** Numbers of files, the marker not among them. */
export interface WriteReport {
  readonly written: number;
  readonly unchanged: number;
  readonly removed: number;
}

/** A tree that grows where nobody looks yet. It ends with one `close`. */
export interface OpenTree {
  /** For {@link addFiles}, in whatever thread. */
  readonly place: TreePlace;
  /**
   * Replaces the folder by exactly the files that were added and a marker, `.gatehouse-output`. Files whose bytes do not change keep
   * inode and time; permissions of the folder stay. @throws OutputRefused as {@link openTree} does; then the folder is what it was.
   */
  readonly commit: (added: readonly Added[]) => WriteReport;
  /** Takes away what was not committed, and after a commit the old tree. */
  readonly close: () => void;
}

/**
 * Begins a tree that is to replace `folder`, whose parents are made. Several runs may write one folder: the last one to commit wins.
 * First removes what killed runs left beside the folder.
 * @throws OutputRefused, with nothing changed, where the user's folder must not be replaced (a file, a link, a git
 * repository, the current folder or one above it, and any folder that is not empty and lacks the marker) or where the
 * system refuses (permissions, room, mount points).
 */
export function openTree(folder: string): OpenTree {
  return orRefuse(folder, () => {
    const present = toSafeOutputFolder(folder);
    sweepTemporaries(present);
    const fresh = makeTemporary(present);
    // After an exchange this name holds the old tree.
    const close = (): void => {
      removeTemporary(fresh);
    };
    try {
      const place = beginTree(fresh, present);
      const commit = (added: readonly Added[]): WriteReport =>
        orRefuse(folder, () => {
          swapFolder(fresh, present);
          return toReport(place, added);
        });
      return { place, commit, close };
    } catch (error) {
      close();
      throw error;
    }
  });
}

/**
 * @param files text by relative path with `/`, none of them added before.
 * @throws OutputRefused where the system refuses.
 * @throws Error for paths that are no files of one tree (our mistake), before anything is touched.
 */
export function addFiles(place: TreePlace, files: ReadonlyMap<string, string>): Added {
  assertTreePaths(files);
  return orRefuse(place.present, () => addToTree(place, files));
}

/** Begins a tree, adds `files`, commits and closes it. */
export function writeTree(folder: string, files: ReadonlyMap<string, string>): WriteReport {
  const tree = openTree(folder);
  try {
    return tree.commit([addFiles(tree.place, files)]);
  } finally {
    tree.close();
  }
}

function toReport({ before }: TreePlace, added: readonly Added[]): WriteReport {
  const sum = (count: (added: Added) => number): number => added.reduce((total, one) => total + count(one), 0);
  const unchanged = sum((one) => one.unchanged);
  const written = sum(({ changed, created }) => changed + created);
  const kept = unchanged + sum(({ changed }) => changed);
  return { written, unchanged, removed: before.size - Number(before.has(MARKER)) - kept };
}

/** The system's errors are the user's to repair; all others are ours. */
function orRefuse<T>(folder: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw toRefusal(folder, error);
  }
}

function toRefusal(folder: string, error: unknown): unknown {
  if (!isNativeError(error)) return error;
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (!/^E[A-Z0-9]+$/.test(code)) return error;
  const isMount = code === 'EBUSY' || code === 'EXDEV';
  const fix = isMount
    ? 'name a folder within it, as the folder itself seems to be a mount point'
    : 'name a folder that you may write to, with room on its disk';
  return new OutputRefused(folder, `cannot be written: ${error.message}; ${fix}`, { cause: error });
}
