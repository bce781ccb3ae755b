/** Puts a finished folder in the place of another. */
import { existsSync, renameSync } from 'node:fs';
import { createRequire } from 'node:module';
import { isNativeError } from 'node:util/types';
import { asideOf, removeTemporary } from './temporary-folder';

/** Exchanges two existing folders atomically, or throws an error with the system's code. */
export type Exchange = (a: string, b: string) => void;

const NO_EXCHANGE_HERE = ['EINVAL', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP'];
const ANOTHER_CAME_FIRST = ['ENOTEMPTY', 'EEXIST'];

/**
 * Afterwards `folder` holds what `fresh` held; what `folder` held before stands at `fresh` or is gone.
 * With `exchange` (renameat2 on Linux, renamex_np on macOS) there is no moment without a whole `folder`. Where the
 * system or the file system has no such call, `folder` is missing for the instant between two renames, and the sibling
 * that a run killed there leaves is put back by `sweepTemporaries`. Other runs may replace `folder` at the same time:
 * the last one wins.
 * @throws the system's error; then `folder` is what it was.
 */
export function swapFolder(fresh: string, folder: string, exchange: Exchange | undefined = loadExchange()): void {
  let isReplaced = false;
  while (!isReplaced) {
    if (!existsSync(folder)) isReplaced = moveIn(fresh, folder);
    else if (exchange === undefined) isReplaced = replaceInTwoRenames(fresh, folder);
    else isReplaced = exchangeOrReplace(fresh, folder, exchange);
  }
}

/** Each step says whether `fresh` is in; false where another run made or moved `folder` just before. */
function moveIn(fresh: string, folder: string): boolean {
  try {
    renameSync(fresh, folder);
    return true;
  } catch (error) {
    if (hasCode(error, ANOTHER_CAME_FIRST)) return false;
    throw error;
  }
}

function exchangeOrReplace(fresh: string, folder: string, exchange: Exchange): boolean {
  try {
    exchange(fresh, folder);
    return true;
  } catch (error) {
    if (hasCode(error, NO_EXCHANGE_HERE)) return replaceInTwoRenames(fresh, folder);
    if (hasCode(error, ['ENOENT']) && existsSync(fresh)) return false;
    throw error;
  }
}

function replaceInTwoRenames(fresh: string, folder: string): boolean {
  const aside = asideOf(folder);
  try {
    renameSync(folder, aside);
  } catch (error) {
    if (hasCode(error, ['ENOENT'])) return false;
    throw error;
  }
  try {
    return moveIn(fresh, folder);
  } catch (error) {
    renameSync(aside, folder);
    throw error;
  } finally {
    removeTemporary(aside);
  }
}

function hasCode(error: unknown, codes: readonly string[]): boolean {
  const code = isNativeError(error) ? (error as NodeJS.ErrnoException).code : undefined;
  return code !== undefined && codes.includes(code);
}

/**
 * Undefined on Windows, where the package renames three times and forgets it when killed, and where there is no binary
 * for the system, such as Alpine Linux: hence `require` at run time.
 */
function loadExchange(): Exchange | undefined {
  if (process.platform === 'win32') return undefined;
  try {
    const native = createRequire(__filename)('fs-native-extensions') as { swapSync: Exchange };
    return native.swapSync;
  } catch {
    return undefined;
  }
}
