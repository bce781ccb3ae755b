/** The seed that CI gives: in a variable, or through a descriptor, which no other process can read. */
import { readSecret } from '../input/read-secret';
import { fault, type Place, type Result } from '../model/issue';
import { parseOwnSeed, type Seed } from '../pki/seed';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface NamedSeed {
  readonly seed: Seed;
  /** Where it came from, as messages say it. */
  readonly name: string;
}

/** Undefined where neither GATEHOUSE_SEED nor GATEHOUSE_SEED_FD is set; the first of them counts. `where` is the place of issues. */
export function givenSeed(environment: Environment, where: Place): Result<NamedSeed> | undefined {
  const hex = environment['GATEHOUSE_SEED'];
  if (hex !== undefined && hex !== '') return parseNamedSeed(hex, where, 'the seed in GATEHOUSE_SEED');
  const descriptor = environment['GATEHOUSE_SEED_FD'];
  if (descriptor === undefined || descriptor === '') return undefined;
  if (!/^[0-9]{1,6}$/.test(descriptor)) {
    // Not shown: it may be the seed itself, in the wrong variable.
    const message = 'GATEHOUSE_SEED_FD is not the number of a descriptor';
    return {
      ok: false,
      issues: [fault('seed', where, message, 'set it to a number such as 3, and open that for reading')],
    };
  }
  const name = `descriptor ${descriptor}, which GATEHOUSE_SEED_FD names,`;
  const text = readSecret(Number(descriptor), name, where, true);
  return text.ok ? parseNamedSeed(text.value, where, 'the seed from GATEHOUSE_SEED_FD') : text;
}

/** As parseOwnSeed, and keeps the name. */
export function parseNamedSeed(hex: string, where: Place, name: string): Result<NamedSeed> {
  const seed = parseOwnSeed(hex, where, name);
  return seed.ok ? { ok: true, value: { seed: seed.value, name } } : seed;
}
