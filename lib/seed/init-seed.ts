/** A seed for a fleet that has none: made or taken over, encrypted beside the documents, its check value in the platform. */
import { createSecretKey, randomBytes } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { describeRefusal } from '../input/describe-refusal';
import { parseSourced } from '../input/parse-sourced';
import { readText } from '../input/read-text';
import { fault, type Place, type Result } from '../model/issue';
import { PKI_FILES } from '../model/pki-folder';
import { platformDocument, type Platform } from '../model/platform';
import { createFile } from '../output/create-file';
import { editDocument } from '../output/edit-document';
import { replaceFile } from '../output/replace-file';
import { seedCheckOf } from '../pki/derive';
import { encryptAge, type AgeLock } from '../pki/encrypt-age';
import { givenSeed, type Environment, type NamedSeed } from './given-seed';

export interface InitSeedOptions {
  readonly fleet: string;
  /** Public keys, age1…, of those who may open the seed file. */
  readonly recipients: readonly string[];
  /** Gives the passphrase instead of recipients, and a seed that is there already. */
  readonly environment: Environment;
}

export interface InitSeedReport {
  readonly seedCheck: string;
  /** Relative to the fleet folder. */
  readonly written: readonly string[];
}

const PLATFORM = 'platform.yaml';
const SEED_PLACE: Place = { file: PKI_FILES.seed, line: 1, column: 1 };

/**
 * Writes `pki/seed.age`, unless the environment gives the seed and there is nothing to encrypt it with, and sets `seed` and `seedCheck`
 * in `platform.yaml`. Both or, where there are issues, neither. Never replaces a seed file, nor a check value by another.
 */
export async function initSeed({ fleet, recipients, environment }: InitSeedOptions): Promise<Result<InitSeedReport>> {
  const text = readText(fleet, PLATFORM);
  if (!text.ok) return text;
  const platform = parseSourced(PLATFORM, text.value, 'Platform', platformDocument);
  if (!platform.ok) return platform;
  const isThere = existsSync(path.join(fleet, PKI_FILES.seed));
  if (isThere) return seedIsThere(platform.value.spec.pki.seedCheck);

  const lock = lockOf(recipients, environment['GATEHOUSE_AGE_PASSPHRASE']);
  if (!lock.ok) return lock;
  const given = givenSeed(environment, platform.value.source.placeOf(['spec', 'pki', 'seed']));
  if (given?.ok === false) return given;
  if (given === undefined && lock.value === undefined) return noLock();
  const { seed, name } = given?.value ?? { seed: createSecretKey(randomBytes(32)), name: 'a new seed' };
  const seedCheck = seedCheckOf(seed);
  const clash = checkPresent(platform.value, seedCheck, name);
  if (clash !== undefined) return clash;

  const edited = editDocument(PLATFORM, text.value, [
    { path: ['spec', 'pki', 'seed'], value: 'own' },
    { path: ['spec', 'pki', 'seedCheck'], value: seedCheck, after: 'seed' },
  ]);
  if (!edited.ok) return edited;
  const content = `${seed.export().toString('hex')}\n`;
  const file = lock.value === undefined ? undefined : await encryptAge(content, lock.value, SEED_PLACE);
  if (file?.ok === false) return file;
  const refused = writeBoth(fleet, file?.value, edited.value);
  const written = [...(file === undefined ? [] : [PKI_FILES.seed]), PLATFORM];
  return refused ?? { ok: true, value: { seedCheck, written } };
}

function lockOf(recipients: readonly string[], passphrase: string | undefined): Result<AgeLock | undefined> {
  const hasPassphrase = passphrase !== undefined && passphrase !== '';
  if (!hasPassphrase) return { ok: true, value: recipients.length > 0 ? { recipients } : undefined };
  if (recipients.length === 0) return { ok: true, value: { passphrase } };
  const message = 'age encrypts to recipients or with a passphrase, and both are given';
  return refuse('age-lock', message, 'leave out --recipient, or unset GATEHOUSE_AGE_PASSPHRASE');
}

function noLock(): Result<never> {
  const message = 'there is nothing to encrypt a new seed with';
  const fix =
    'name who may open it with --recipient age1…, or set GATEHOUSE_AGE_PASSPHRASE; or give a seed that you keep elsewhere in GATEHOUSE_SEED or GATEHOUSE_SEED_FD';
  return refuse('age-lock', message, fix);
}

function seedIsThere(seedCheck: string | undefined): Result<never> {
  const fix =
    seedCheck === undefined
      ? 'if no platform was ever synthesized with it, as after a run that was killed, remove it and begin again'
      : 'keep it: who loses a seed loses every key';
  return refuse('seed-exists', 'the seed file is there already, and is never replaced', fix);
}

/** A platform that already has a check value has a seed somewhere, and only that one is good. */
function checkPresent({ spec, source }: Platform, found: string, name: NamedSeed['name']): Result<never> | undefined {
  const expected = spec.pki.seedCheck;
  if (expected === undefined || expected === found) return undefined;
  const message = `the fleet has a seed already, of the check value ${expected}, and ${name} has ${found}`;
  const fix = 'give that seed in GATEHOUSE_SEED or GATEHOUSE_SEED_FD, or, to change every key, remove seedCheck';
  return refuse('seed-check', message, fix, source.placeOf(['spec', 'pki', 'seedCheck']));
}

/** The seed first: a check value without its seed would be the worse half. */
function writeBoth(fleet: string, seedFile: string | undefined, platform: string): Result<never> | undefined {
  const target = path.join(fleet, PKI_FILES.seed);
  try {
    if (seedFile !== undefined) createFile(target, seedFile);
  } catch (error) {
    return refuse('file', `the file cannot be written: ${describeRefusal(error)}`, 'make its folder writable');
  }
  try {
    replaceFile(path.join(fleet, PLATFORM), platform);
    return undefined;
  } catch (error) {
    if (seedFile !== undefined) rmSync(target, { force: true });
    const place = { file: PLATFORM, line: 1, column: 1 };
    return refuse('file', `the file cannot be written: ${describeRefusal(error)}`, 'make its folder writable', place);
  }
}

function refuse(rule: string, message: string, fix: string, where = SEED_PLACE): Result<never> {
  return { ok: false, issues: [fault(rule, where, message, fix)] };
}
