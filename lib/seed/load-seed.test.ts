/** Where the seed of a real fleet folder is found, and everything that can be wrong with it, in the words that the user reads. */
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { generateHybridIdentity, generateIdentity, identityToRecipient } from 'age-encryption';
import { loadFleet } from '../input/load-fleet';
import { renderIssue } from '../model/issue';
import { demoSeed } from '../pki/seed';
import { anAgeFile } from '../testing/an-age-file';
import { fleetFolder, PLATFORM_TEXT } from '../testing/fleet-folder';
import type { Environment } from './given-seed';
import { loadSeed } from './load-seed';

const HEX = '5ec2e7'.repeat(10) + 'beef';
const OTHER_HEX = '0dd5eed0'.repeat(8);
/** Of HEX. `openssl kdf` gives the same, see pki/derive.test.ts. */
const CHECK = 'ef4357656abc26a7';
const PASSPHRASE = 'correct horse battery staple';

const scratch = mkdtempSync(path.join(tmpdir(), 'gatehouse-seed-'));
afterAll(() => {
  rmSync(scratch, { recursive: true });
});
let count = 0;
function fileWith(text: string | Uint8Array): string {
  const file = path.join(scratch, String(count++));
  writeFileSync(file, text);
  return file;
}

/** What loadSeed makes of a fleet with this seed file: the seed as digits, or the lines that the user reads. */
async function seedOf(environment: Environment, seedFile?: string, check = CHECK): Promise<string | string[]> {
  const pki = `{ seed: own, seedCheck: '${check}', since: 2026-11-01, asOf: 2026-11-01 }`;
  const platform = PLATFORM_TEXT.replace(/\{ seed: .*\}/, pki);
  const folder = fleetFolder({ 'platform.yaml': platform, 'pki/seed.age': seedFile });
  const fleet = loadFleet(folder);
  rmSync(folder, { recursive: true });
  if (!fleet.ok) return fleet.issues.map(renderIssue);
  const seed = await loadSeed(fleet.value, environment);
  const shown = JSON.stringify(seed);
  for (const secret of [HEX, OTHER_HEX, PASSPHRASE]) expect(shown).not.toContain(secret.slice(0, 9));
  expect(shown).not.toMatch(/AGE-SECRET-KEY-1[0-9A-Z]/);
  return seed.ok ? seed.value.export().toString('hex') : seed.issues.map(renderIssue);
}

describe('the seed is found', () => {
  const passphrase = { GATEHOUSE_AGE_PASSPHRASE: PASSPHRASE };

  it('in GATEHOUSE_SEED, before all else', async () => {
    const file = await anAgeFile(OTHER_HEX, { passphrase: PASSPHRASE });
    const more = { ...passphrase, GATEHOUSE_SEED_FD: 'nonsense' };
    expect(await seedOf({ GATEHOUSE_SEED: `${HEX.toUpperCase()}\n`, ...more }, file)).toBe(HEX);
  });

  it('behind a descriptor, before pki/seed.age', async () => {
    const file = await anAgeFile(OTHER_HEX, { passphrase: PASSPHRASE });
    for (const text of [HEX, `${HEX}\n`, `${HEX}\r\nand more`]) {
      const descriptor = openSync(fileWith(text), 'r');
      expect(await seedOf({ ...passphrase, GATEHOUSE_SEED: '', GATEHOUSE_SEED_FD: String(descriptor) }, file)).toBe(
        HEX,
      );
      closeSync(descriptor);
    }
  });

  it('in pki/seed.age, with a passphrase', async () => {
    const file = await anAgeFile(`${HEX}\n`, { passphrase: PASSPHRASE });
    expect(await seedOf(passphrase, file)).toBe(HEX);
    expect(await seedOf({ ...passphrase, GATEHOUSE_SEED_FD: '' }, file.replaceAll('\n', '\r\n'))).toBe(HEX);
  });

  it('in pki/seed.age, with any recipient’s identity, also where a passphrase is set', async () => {
    const identities = [await generateIdentity(), await generateIdentity(), await generateHybridIdentity()];
    const [ours, theirs, hybrid] = identities;
    const recipients = await Promise.all(identities.map(identityToRecipient));
    const file = await anAgeFile(HEX, { recipients });
    for (const text of [`# mine\n\n  ${ours ?? ''}\r\n`, `${await generateIdentity()}\n${theirs ?? ''}`, hybrid ?? ''])
      expect(await seedOf({ ...passphrase, GATEHOUSE_AGE_IDENTITY: fileWith(text) }, file)).toBe(HEX);
  });
});

describe('a seed that is not to be had is one issue:', () => {
  const ways =
    'set GATEHOUSE_SEED to its 64 hexadecimal digits, or GATEHOUSE_SEED_FD to a descriptor that gives them, or GATEHOUSE_AGE_IDENTITY or GATEHOUSE_AGE_PASSPHRASE';
  const where = 'platform.yaml:6:16';
  const restore = 'restore the file from Git or from a backup';
  const age = 'pki/seed.age:1:1';

  it('no seed at all', async () => {
    expect(await seedOf({ GATEHOUSE_SEED: '', GATEHOUSE_SEED_FD: undefined, GATEHOUSE_AGE_PASSPHRASE: 'x' })).toEqual([
      `${where} the seed is nowhere to be had: GATEHOUSE_SEED and GATEHOUSE_SEED_FD are not set, and there is no pki/seed.age; ${ways} and bring back pki/seed.age`,
    ]);
  });

  it('a seed file and nothing to open it', async () => {
    expect(await seedOf({ GATEHOUSE_AGE_IDENTITY: '', GATEHOUSE_AGE_PASSPHRASE: '' }, 'anything')).toEqual([
      `${where} the seed is nowhere to be had: GATEHOUSE_SEED and GATEHOUSE_SEED_FD are not set, and to open pki/seed.age neither GATEHOUSE_AGE_IDENTITY nor GATEHOUSE_AGE_PASSPHRASE is; ${ways} to what opens pki/seed.age`,
    ]);
  });

  const give = 'give the 64 hexadecimal digits of this fleet, or, for a new fleet, run `gatehouse pki init`';
  it.each([
    ['of 63 digits', HEX.slice(1), 'has 63 characters, it must have 64'],
    ['with other characters', `${HEX.slice(2)}xy`, 'has characters other than 0-9 and a-f'],
    ['of zeroes', '0'.repeat(64), 'is all zeroes'],
    ['that everybody knows', demoSeed.export().toString('hex'), 'is the demo seed, which everybody knows'],
  ])('a seed %s, wherever it comes from', async (_what, text, says) => {
    const file = await anAgeFile(text, { passphrase: PASSPHRASE });
    const descriptor = openSync(fileWith(text), 'r');
    const lines = [
      await seedOf({ GATEHOUSE_SEED: text }),
      await seedOf({ GATEHOUSE_SEED_FD: String(descriptor) }),
      await seedOf({ GATEHOUSE_AGE_PASSPHRASE: PASSPHRASE }, file),
    ];
    closeSync(descriptor);
    expect(lines).toEqual([
      [`${where} the seed in GATEHOUSE_SEED ${says}; ${give}`],
      [`${where} the seed from GATEHOUSE_SEED_FD ${says}; ${give}`],
      [`${age} the seed in pki/seed.age ${says}; ${give}`],
    ]);
  });

  it('the seed of another fleet, before anything is made of it', async () => {
    const file = await anAgeFile(OTHER_HEX, { passphrase: PASSPHRASE });
    const says = `has the check value fbd491b0aa429fe0, and seedCheck is ${CHECK}: it is not this fleet's; give the seed that this fleet began with; with another, every key would change`;
    expect(await seedOf({ GATEHOUSE_SEED: OTHER_HEX })).toEqual([
      `platform.yaml:6:32 the seed in GATEHOUSE_SEED ${says}`,
    ]);
    expect(await seedOf({ GATEHOUSE_AGE_PASSPHRASE: PASSPHRASE }, file)).toEqual([
      `platform.yaml:6:32 the seed in pki/seed.age ${says}`,
    ]);
    expect(await seedOf({ GATEHOUSE_SEED: HEX }, undefined, 'ABC')).toEqual([
      'platform.yaml:6:32 spec.pki.seedCheck is "ABC", which is not the 16 lower-case hexadecimal digits that `gatehouse pki init` printed; write the 16 lower-case hexadecimal digits that `gatehouse pki init` printed, in quotes',
    ]);
  });

  it('descriptors that give none', async () => {
    const number = 'set it to a number such as 3, and open that for reading';
    expect(await seedOf({ GATEHOUSE_SEED_FD: HEX })).toEqual([
      `${where} GATEHOUSE_SEED_FD is not the number of a descriptor; ${number}`,
    ]);
    const open = 'name one that is open, readable and small';
    expect(await seedOf({ GATEHOUSE_SEED_FD: '999999' })).toEqual([
      `${where} descriptor 999999, which GATEHOUSE_SEED_FD names, cannot be read: it is not open; ${open}`,
    ]);
    const endless = openSync('/dev/zero', 'r');
    expect(await seedOf({ GATEHOUSE_SEED_FD: String(endless) })).toEqual([
      `${where} descriptor ${endless}, which GATEHOUSE_SEED_FD names, gives more than 65536 bytes; ${open}`,
    ]);
    closeSync(endless);
  });

  it('a passphrase that is not the one', async () => {
    const file = await anAgeFile(HEX, { passphrase: PASSPHRASE });
    expect(await seedOf({ GATEHOUSE_AGE_PASSPHRASE: `${PASSPHRASE} ` }, file)).toEqual([
      `${age} the passphrase in GATEHOUSE_AGE_PASSPHRASE does not open the age file; set the one that it was encrypted with, or, if the file was altered, ${restore}`,
    ]);
    expect(await seedOf({ GATEHOUSE_AGE_IDENTITY: fileWith(await generateIdentity()) }, file)).toEqual([
      `${age} the age file is encrypted with a passphrase, and GATEHOUSE_AGE_PASSPHRASE is not set; set it to the passphrase`,
    ]);
  });

  it('an identity that is not the one', async () => {
    const file = await anAgeFile(HEX, { recipients: [await identityToRecipient(await generateIdentity())] });
    expect(await seedOf({ GATEHOUSE_AGE_IDENTITY: fileWith(await generateIdentity()) }, file)).toEqual([
      `${age} no identity of the file that GATEHOUSE_AGE_IDENTITY names opens the age file; name the file of one of its recipients, or, if the age file was altered, ${restore}`,
    ]);
    expect(await seedOf({ GATEHOUSE_AGE_PASSPHRASE: PASSPHRASE }, file)).toEqual([
      `${age} the age file is encrypted to recipients, and GATEHOUSE_AGE_IDENTITY is not set; set it to the path of a file with the identity of one of them`,
    ]);
  });

  it('an identity file that is none', async () => {
    const file = await anAgeFile(HEX, { recipients: [await identityToRecipient(await generateIdentity())] });
    const read = (identity: string): ReturnType<typeof seedOf> => seedOf({ GATEHOUSE_AGE_IDENTITY: identity }, file);
    const name = 'the file that GATEHOUSE_AGE_IDENTITY names';
    const fix = 'name a file with lines AGE-SECRET-KEY-1…, as `age-keygen` writes it';
    const open = 'name one that is open, readable and small';
    expect(await read('/no/such')).toEqual([`${where} ${name} cannot be read: it is not there; ${open}`]);
    expect(await read(scratch)).toEqual([`${where} ${name} cannot be read: it is a folder; ${open}`]);
    expect(await read('/dev/zero')).toEqual([`${where} ${name} gives more than 65536 bytes; ${open}`]);
    expect(await read(fileWith('# only words\n'))).toEqual([`${where} ${name} has no age identity in it; ${fix}`]);
    expect(await read(fileWith(file))).toEqual([`${where} ${name} is itself encrypted; ${fix}`]);
    const identity = await generateIdentity();
    expect(await read(fileWith(`# mine\n${identity.slice(0, -1)}\n`))).toEqual([
      `${where} ${name} has no age identity in line 2; ${fix}`,
    ]);
    const typo = identity.slice(0, -1) + (identity.endsWith('Q') ? 'P' : 'Q');
    expect(await read(fileWith(`${await generateIdentity()}\n${typo}\n`))).toEqual([
      `${age} identity 2 of ${name} has a typing error; restore that file, or remove the identity from it`,
    ]);
  });

  it('a seed file that is none, or is not whole', async () => {
    const file = await anAgeFile(HEX, { passphrase: PASSPHRASE });
    const read = (text: string): ReturnType<typeof seedOf> => seedOf({ GATEHOUSE_AGE_PASSPHRASE: PASSPHRASE }, text);
    expect(await read('')).toEqual([`${age} the age file is empty; ${restore}`]);
    const none = 'this is no age file as text: it does not begin with -----BEGIN AGE ENCRYPTED FILE-----';
    for (const text of [`${HEX}\n`, '-----BEGIN CERTIFICATE-----\n', 'age-encryption.org/v1\n'])
      expect(await read(text)).toEqual([`${age} ${none}; ${restore}`]);
    const half = file.slice(0, file.length / 2);
    expect(await read(half)).toEqual([
      `${age} the age file is cut off: it does not end with -----END AGE ENCRYPTED FILE-----; ${restore}`,
    ]);
    const end = '-----END AGE ENCRYPTED FILE-----\n';
    const lines = file.split('\n');
    const altered = `${age} the age file was altered: its lines are not as age writes them; ${restore}`;
    expect(await read([...lines.slice(0, 3), 'ä', ...lines.slice(3)].join('\n'))).toEqual([altered]);
    const unsealed = `${age} the age file was altered or cut off: what it holds does not fit its seal; ${restore}`;
    expect(await read(`${lines.slice(0, 6).join('\n')}\n${end}`)).toEqual([unsealed]);
  });

  it('a seed file of which any one byte was altered', async () => {
    const file = await anAgeFile(HEX, { passphrase: PASSPHRASE });
    const bytes = Buffer.from(file.split('\n').slice(1, -2).join(''), 'base64');
    for (let offset = 0; offset < bytes.length; offset += 7) {
      const wrong = Buffer.from(bytes);
      wrong[offset] = (wrong[offset] ?? 0) ^ 1;
      const text = wrong.toString('base64').replace(/.{64}(?!$)/g, '$&\n');
      const [line, ...more] = await seedOf(
        { GATEHOUSE_AGE_PASSPHRASE: PASSPHRASE, GATEHOUSE_AGE_IDENTITY: fileWith(await generateIdentity()) },
        `-----BEGIN AGE ENCRYPTED FILE-----\n${text}\n-----END AGE ENCRYPTED FILE-----\n`,
      );
      expect(more).toEqual([]);
      expect(line).toMatch(/^pki\/seed\.age:1:1 .*altered/);
    }
  });

  it('a seed file that is not text', async () => {
    const binary = Buffer.from(
      (await anAgeFile(HEX, { passphrase: PASSPHRASE })).split('\n').slice(1, -2).join(''),
      'base64',
    );
    const folder = fleetFolder({ 'pki/seed.age': binary });
    const fleet = loadFleet(folder);
    rmSync(folder, { recursive: true });
    const lines = fleet.ok ? [] : fleet.issues.map(renderIssue);
    expect(lines).toEqual([
      expect.stringMatching(/^pki\/seed\.age:.* is not UTF-8; write it as text: age with --armor$/),
    ]);
  });
});
