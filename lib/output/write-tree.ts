/**
 * A whole tree of files in the place of another, at once: whoever looks, and whatever kills us, the folder holds all of
 * the old tree or all of the new one. (Not the loss of power: nothing is forced to the disk, since a synth repeats.)
 */
import { isNativeError } from 'node:util/types';
import { assertTreePaths } from './assert-tree-paths';
import { buildTree, type WriteReport } from './build-tree';
import { OutputRefused } from './output-refused';
import { toSafeOutputFolder } from './safe-output-folder';
import { swapFolder } from './swap-folder';
import { makeTemporary, removeTemporary, sweepTemporaries } from './temporary-folder';

export type { WriteReport } from './build-tree';

/**
 * Replaces `folder` by exactly `files` and a marker, `.gatehouse-output`; parents are made. Files whose bytes do not
 * change keep inode and time; permissions of `folder` stay. Several runs may write one folder: the last one wins.
 * First removes what killed runs left beside the folder.
 * @param files text by relative path with `/`.
 * @throws OutputRefused, with nothing changed, where the user's folder must not be replaced (a file, a link, a git
 * repository, the current folder or one above it, and any folder that is not empty and lacks the marker) or where the
 * system refuses (permissions, room, mount points).
 * @throws Error for paths that are no files of one tree (our mistake), before anything is touched.
 */
export function writeTree(folder: string, files: ReadonlyMap<string, string>): WriteReport {
  assertTreePaths(files);
  try {
    return replaceTree(folder, files);
  } catch (error) {
    throw toRefusal(folder, error);
  }
}

function replaceTree(folder: string, files: ReadonlyMap<string, string>): WriteReport {
  const present = toSafeOutputFolder(folder);
  sweepTemporaries(present);
  const fresh = makeTemporary(present);
  try {
    const report = buildTree(fresh, present, files);
    swapFolder(fresh, present);
    return report;
  } finally {
    // After an exchange this name holds the old tree.
    removeTemporary(fresh);
  }
}

/** The system's errors are the user's to repair; all others are ours. */
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
