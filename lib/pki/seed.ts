/** The 32 secret bytes from which every key of a fleet follows; who has them has every key, so they travel as an opaque KeyObject. */
import { createHash, createSecretKey, type KeyObject } from 'node:crypto';
import { fault, type Place, type Result } from '../model/issue';

/** Printed or logged, it shows `SecretKeyObject {}` and nothing else. */
export type Seed = KeyObject;

const seedBytes = 32;
const GIVE_THE_SEED = 'give the 64 hexadecimal digits of this fleet, or, for a new fleet, run `gatehouse pki init`';

/** NOT A SECRET: for trying things out and for tests. Whatever it "protects" is open to everybody who has read this line. */
export const demoSeedText = 'gatehouse demo seed, known to everybody, protects nothing';

/** SHA-256 of {@link demoSeedText}. */
export const demoSeed: Seed = createSecretKey(createHash('sha256').update(demoSeedText).digest());

/** Whether the fleet's keys are known to everybody. */
export function isDemoSeed(seed: Seed): boolean {
  return seed.equals(demoSeed);
}

/**
 * Reads 64 hexadecimal characters, as in `openssl rand -hex 32`; white space around them is no fault, since files end with a new line.
 * All zeroes is refused: that is what an unset buffer looks like. The issue tells the length, never a character of the value.
 * `name` is what messages call it.
 */
export function parseSeed(
  hex: string,
  where: Place = { file: 'seed', line: 1, column: 1 },
  name = 'the seed',
): Result<Seed> {
  const text = hex.trim();
  const issue = (message: string): Result<Seed> => ({
    ok: false,
    issues: [fault('seed', where, `${name} ${message}`, GIVE_THE_SEED)],
  });
  if (text.length !== 2 * seedBytes) return issue(`has ${text.length} characters, it must have 64`);
  if (!/^[0-9a-f]+$/i.test(text)) return issue('has characters other than 0-9 and a-f');
  if (/^0+$/.test(text)) return issue('is all zeroes');
  return { ok: true, value: createSecretKey(Buffer.from(text, 'hex')) };
}

/** As {@link parseSeed}, for fleets that are to be protected: the demo seed protects nothing, whoever gives it. */
export function parseOwnSeed(hex: string, where: Place, name: string): Result<Seed> {
  const seed = parseSeed(hex, where, name);
  if (!seed.ok || !isDemoSeed(seed.value)) return seed;
  return {
    ok: false,
    issues: [fault('seed', where, `${name} is the demo seed, which everybody knows`, GIVE_THE_SEED)],
  };
}
