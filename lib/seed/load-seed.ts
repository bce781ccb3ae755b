/** The seed of a fleet, from the first place that has one, and certainly the right one. */
import type { Fleet } from '../model/fleet';
import { fault, type Place, type Result } from '../model/issue';
import { PKI_FILES } from '../model/pki-folder';
import { seedCheckOf } from '../pki/derive';
import { openAge } from '../pki/open-age';
import { demoSeed, type Seed } from '../pki/seed';
import { givenSeed, parseNamedSeed, type Environment, type NamedSeed } from './given-seed';
import { loadAgeKeys } from './load-age-keys';

/**
 * The demo seed where the platform says so; else the first of GATEHOUSE_SEED, GATEHOUSE_SEED_FD and `pki/seed.age`, if its check value
 * is the platform's. Nothing of a seed or of a key to it is in an issue.
 */
export async function loadSeed(fleet: Fleet, environment: Environment): Promise<Result<Seed>> {
  const { spec, source } = fleet.platform;
  if (spec.pki.seed === 'demo') return { ok: true, value: demoSeed };
  const where = source.placeOf(['spec', 'pki', 'seed']);
  const found = givenSeed(environment, where) ?? (await openSeed(fleet.pki?.seed, environment, where));
  return found.ok ? checkValue(found.value, fleet) : found;
}

async function openSeed(text: string | undefined, environment: Environment, where: Place): Promise<Result<NamedSeed>> {
  const keys = text === undefined ? undefined : loadAgeKeys(environment, where);
  if (text === undefined || keys === undefined) return noSeed(text !== undefined, where);
  if (!keys.ok) return keys;
  const file = { file: PKI_FILES.seed, line: 1, column: 1 };
  const content = await openAge(text, keys.value, file);
  return content.ok
    ? parseNamedSeed(Buffer.from(content.value).toString(), file, `the seed in ${PKI_FILES.seed}`)
    : content;
}

function noSeed(isCommitted: boolean, where: Place): Result<never> {
  const unset = 'GATEHOUSE_SEED and GATEHOUSE_SEED_FD are not set';
  const message = isCommitted
    ? `the seed is nowhere to be had: ${unset}, and to open ${PKI_FILES.seed} neither GATEHOUSE_AGE_IDENTITY nor GATEHOUSE_AGE_PASSPHRASE is`
    : `the seed is nowhere to be had: ${unset}, and there is no ${PKI_FILES.seed}`;
  const ways =
    'set GATEHOUSE_SEED to its 64 hexadecimal digits, or GATEHOUSE_SEED_FD to a descriptor that gives them, or GATEHOUSE_AGE_IDENTITY or GATEHOUSE_AGE_PASSPHRASE';
  const fix = isCommitted ? `${ways} to what opens ${PKI_FILES.seed}` : `${ways} and bring back ${PKI_FILES.seed}`;
  return { ok: false, issues: [fault('seed', where, message, fix)] };
}

function checkValue({ seed, name }: NamedSeed, { platform: { spec, source } }: Fleet): Result<Seed> {
  const found = seedCheckOf(seed);
  const expected = spec.pki.seedCheck;
  if (found === expected) return { ok: true, value: seed };
  const message = `${name} has the check value ${found}, and seedCheck is ${expected ?? 'missing'}: it is not this fleet's`;
  const fix = 'give the seed that this fleet began with; with another, every key would change';
  return { ok: false, issues: [fault('seed-check', source.placeOf(['spec', 'pki', 'seedCheck']), message, fix)] };
}
