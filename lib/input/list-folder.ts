/** What lies in a folder of the fleet, sorted by name, symbolic links followed as long as they stay within the fleet. */
import { readdirSync, realpathSync, statSync, type Dirent } from 'node:fs';
import path from 'node:path';
import { fault, type Issue } from '../model/issue';
import { isWithinFolder } from './is-within-folder';
import { describeRefusal } from './describe-refusal';
import { filePlace } from './file-place';

export interface Entry {
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'neither';
}

export interface Listing {
  readonly entries: readonly Entry[];
  /** Names that are there and could not be followed. */
  readonly lost: readonly string[];
  readonly issues: readonly Issue[];
}

/** `root` is the fleet folder; `folder` is relative to it, with `/`, and empty for itself. README.md and dotfiles are left out. */
export function listFolder(root: string, folder: string): Listing {
  let found: Dirent[];
  try {
    found = readdirSync(path.join(root, folder), { withFileTypes: true });
  } catch (error) {
    const message = `the folder cannot be read: ${describeRefusal(error)}`;
    return { entries: [], lost: [], issues: [fault('file', filePlace(folder), message, 'make it readable')] };
  }
  const entries: Entry[] = [];
  const lost: string[] = [];
  const issues: Issue[] = [];
  for (const { name, kind } of found.filter(isListed).map((entry) => ({ name: entry.name, kind: kindOf(entry) }))) {
    const file = folder === '' ? name : `${folder}/${name}`;
    const followed = kind === 'link' ? followLink(root, file) : kind;
    if (typeof followed === 'string') {
      entries.push({ name, kind: followed });
    } else {
      lost.push(name);
      issues.push(followed);
    }
  }
  return { entries: entries.sort((a, b) => (a.name < b.name ? -1 : 1)), lost, issues };
}

function isListed({ name }: Dirent): boolean {
  return !name.startsWith('.') && name !== 'README.md';
}

function kindOf(entry: Pick<Dirent, 'isFile' | 'isDirectory' | 'isSymbolicLink'>): Entry['kind'] | 'link' {
  if (entry.isSymbolicLink()) return 'link';
  return entry.isFile() ? 'file' : entry.isDirectory() ? 'folder' : 'neither';
}

/** A link out of the fleet would read what nobody reviewed with it, such as a secret of the machine that runs this. */
function followLink(root: string, file: string): Entry['kind'] | Issue {
  try {
    const target = realpathSync(path.join(root, file));
    if (isWithinFolder(realpathSync(root), target)) {
      const status = statSync(target);
      return status.isFile() ? 'file' : status.isDirectory() ? 'folder' : 'neither';
    }
    const message = 'the symbolic link leads out of the fleet folder';
    return fault('file', filePlace(file), message, 'put the document itself here');
  } catch (error) {
    const message = `the symbolic link cannot be followed: ${describeRefusal(error)}`;
    return fault('file', filePlace(file), message, 'put the document itself here');
  }
}
