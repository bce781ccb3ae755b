/** What lies in a folder, sorted, links followed as far as they lead to folders. */
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';

export interface Listing {
  readonly folders: readonly string[];
  /** Everything that is not a folder, broken links included. */
  readonly others: readonly string[];
}

/** Undefined where `folder`, relative to `root`, is no folder. */
export function listFolder(root: string, folder: string): Listing | undefined {
  const whole = path.join(root, folder);
  if (!isFolder(whole)) return undefined;
  const entries = readdirSync(whole, { withFileTypes: true });
  const names = (wanted: boolean): string[] =>
    entries
      .filter(
        (entry) =>
          (entry.isDirectory() || (entry.isSymbolicLink() && isFolder(path.join(whole, entry.name)))) === wanted,
      )
      .map(({ name }) => name)
      .filter((name) => !wanted || !name.startsWith('.'))
      .sort();
  return { folders: names(true), others: names(false) };
}

function isFolder(whole: string): boolean {
  return statSync(whole, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
