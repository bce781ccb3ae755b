/**
 * Siblings of the output folder that exist only while it is written: `.<name>.gatehouse-<pid>-<random>`, and the same
 * with `-old` for a tree that is set aside where the file system cannot exchange two folders.
 *
 * They are siblings, since only a rename within one file system is atomic.
 */
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

const OLD = '-old';

/** A name beside `folder` that nobody else uses; nothing is created. */
function nameBeside(folder: string): string {
  const name = `.${basename(folder)}.gatehouse-${process.pid}-${randomBytes(6).toString('hex')}`;
  return join(dirname(folder), name);
}

/** The name for `folder` itself while a new tree takes its place in two renames. */
export function asideOf(folder: string): string {
  return `${nameBeside(folder)}${OLD}`;
}

/** A new empty folder beside `folder`, with the permissions of `folder` where that exists. */
export function makeTemporary(folder: string): string {
  const temporary = nameBeside(folder);
  const present = statSync(folder, { throwIfNoEntry: false });
  mkdirSync(temporary, { mode: present?.mode });
  // mkdir takes the umask away from the mode.
  if (present) chmodSync(temporary, present.mode);
  return temporary;
}

/**
 * Takes away what killed runs left beside `folder`, and first puts back a tree that one had set aside without putting
 * another in its place. Siblings of live processes stay.
 *
 * Processes are told by their ids, so all who write one folder must share a machine and its process ids. Where they
 * do not, a writer whose sibling was taken away fails, and the folder stays whole: a sibling is renamed before anything
 * in it is removed, so no half of it can be swapped in.
 */
export function sweepTemporaries(folder: string): void {
  const stale = staleSiblings(folder);
  const aside = stale.find((sibling) => sibling.endsWith(OLD));
  if (aside !== undefined && !existsSync(folder)) renameSync(aside, folder);
  for (const sibling of stale) claimAndRemove(sibling, folder);
}

function claimAndRemove(sibling: string, folder: string): void {
  const claimed = nameBeside(folder);
  try {
    renameSync(sibling, claimed);
  } catch {
    return; // Another run was faster.
  }
  removeTemporary(claimed);
}

/** Best effort, as the tree in its place is what counts: what cannot be removed now is left to the next sweep. */
export function removeTemporary(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch {
    // For example files of another user in the old tree.
  }
}

function staleSiblings(folder: string): string[] {
  const prefix = `.${basename(folder)}.gatehouse-`;
  return readdirSync(dirname(folder))
    .filter((name) => name.startsWith(prefix) && /^\d+-[0-9a-f]{12}(?:-old)?$/.test(name.slice(prefix.length)))
    .map((name) => ({ path: join(dirname(folder), name), pid: Number.parseInt(name.slice(prefix.length), 10) }))
    .filter(({ path, pid }) => (pid === process.pid ? isOlderThanThisProcess(path) : !isAlive(pid)))
    .map(({ path }) => path);
}

/** In containers each run may have the same id, so ours alone says nothing. */
function isOlderThanThisProcess(path: string): boolean {
  const startedAt = Date.now() - process.uptime() * 1000;
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats !== undefined && stats.ctimeMs < startedAt;
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Any refusal other than "no such process" comes from a process that exists.
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
