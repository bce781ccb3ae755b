/** The folder in which a synth keeps what it signed for the next one, where the user names one: docs/decisions/0020. */
import path from 'node:path';
import { isNativeError } from 'node:util/types';
import { isWithinFolder } from './input/is-within-folder';
import { fault, type Issue } from './model/issue';
import { packsIn } from './output/pack-folder';
import { issuingFingerprint } from './pki/issuing-fingerprint';
import type { Seed } from './pki/seed';
import { openTextCache, type TextCache } from './pki/text-cache';

/** A fault where it lies in the output, which is replaced as a whole and is all committed. */
export function checkCachePlace(folder: string | undefined, output: string): Issue[] {
  if (folder === undefined || !isWithinFolder(path.resolve(output), path.resolve(folder))) return [];
  const message = `the cache lies in the output folder "${output}", which is replaced as a whole`;
  return [fault('cache', topOf(folder), message, 'name a folder outside of it')];
}

/** Without a folder, one that remembers nothing. */
export function openCache(folder: string | undefined, seed: Seed): TextCache {
  if (folder === undefined) return openTextCache({ seed });
  return openTextCache({ seed, packs: packsIn(folder), codeFingerprint: issuingFingerprint() });
}

/** Nobody needs a cache, so a disk that is full is worth a warning only. */
export function saveCache(folder: string | undefined, cache: TextCache): Issue[] {
  if (folder === undefined) return [];
  try {
    cache.save();
    return [];
  } catch (error) {
    if (!isNativeError(error) || !('code' in error)) throw error;
    const message = `the cache cannot be written: ${error.message}`;
    return [{ ...fault('cache', topOf(folder), message, 'name another folder, or none'), severity: 'warning' }];
  }
}

function topOf(folder: string): Issue['where'] {
  return { file: folder, line: 1, column: 1 };
}
