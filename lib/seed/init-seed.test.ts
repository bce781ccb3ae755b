/** `gatehouse pki init` on real folders: what it writes, that a synth can use it, and that a refusal leaves everything as it was. */
import path from 'node:path';
import { generateIdentity, identityToRecipient } from 'age-encryption';
import { synthesize } from '../app';
import { run } from '../cli/program';
import { inOwnProcess } from '../testing/in-own-process';
import {
  FLEET,
  newFolder,
  platformText,
  removeFolders,
  textsOf,
  writeFiles,
  type Files,
} from '../testing/synth-folder';

afterAll(removeFolders);

const HEX = '5ec2e7'.repeat(10) + 'beef';
const CHECK = 'ef4357656abc26a7';

interface Outcome {
  readonly code: number;
  readonly out: string;
  /** Lines, the fleet folder left out. */
  readonly errors: readonly string[];
}

async function init(fleet: string, environment: Record<string, string>, ...args: string[]): Promise<Outcome> {
  let out = '';
  let error = '';
  const code = await run(['pki', 'init', '--fleet', fleet, ...args], {
    environment,
    isTerminal: false,
    writeOut: (text) => {
      out += text;
    },
    writeError: (text) => {
      error += text;
    },
  });
  return {
    code,
    out,
    errors: error
      .split('\n')
      .slice(0, -2)
      .map((line) => line.replace(`${fleet}/`, '')),
  };
}

async function aKey(): Promise<{ readonly recipient: string; readonly identityFile: string; readonly secret: string }> {
  const secret = await generateIdentity();
  const folder = writeFiles({ identity: `# mine\n${secret}\n` });
  return { recipient: await identityToRecipient(secret), identityFile: path.join(folder, 'identity'), secret };
}

test('a passphrase does instead of recipients', () => {
  const fleet = writeFiles(FLEET);
  const code = `
    process.env.GATEHOUSE_AGE_PASSPHRASE = 'correct horse battery staple';
    const io = require('./lib/cli/io').processIo();
    void require('./lib/cli/program').run(['pki', 'init', '--fleet', words[0]], io);`;
  expect(inOwnProcess(code, fleet)).toContain('Synthesize with GATEHOUSE_AGE_PASSPHRASE set.');
  expect(textsOf(fleet)['pki/seed.age']).toMatch(/^-----BEGIN AGE ENCRYPTED FILE-----\n/);
}, 180_000);

test('a new seed is written encrypted, its check value into the platform, and a synth uses it', async () => {
  const [mine, yours] = [await aKey(), await aKey()];
  const fleet = writeFiles({ ...FLEET, 'platform.yaml': `# ours\n${FLEET['platform.yaml']}` });
  const { code, out, errors } = await init(fleet, {}, '--recipient', mine.recipient, '--recipient', yours.recipient);
  expect({ code, errors }).toEqual({ code: 0, errors: [] });
  const { 'platform.yaml': platform = '', 'pki/seed.age': seedFile = '' } = textsOf(fleet);
  const check = /seedCheck: '([0-9a-f]{16})'/.exec(platform)?.[1] ?? 'none';
  expect(platform).toBe(
    `# ours\n${platformText(`seed: own, seedCheck: '${check}', since: 2026-11-01, asOf: 2026-11-01`)}`,
  );
  expect(seedFile).toMatch(/^-----BEGIN AGE ENCRYPTED FILE-----\n/);
  expect(out).toBe(
    `Written: pki/seed.age, platform.yaml\nCheck value of the seed: ${check}\nNext:\n` +
      '  Commit pki/seed.age and platform.yaml.\n' +
      '  Keep an identity of a recipient safe, and a copy in a second place: without it every key of the fleet is lost.\n' +
      '  Synthesize with GATEHOUSE_AGE_IDENTITY (the path of its file) set.\n',
  );
  const outputs = await Promise.all(
    [mine, yours].map(async ({ identityFile }) => {
      const output = newFolder();
      const report = await synthesize({ fleet, output, environment: { GATEHOUSE_AGE_IDENTITY: identityFile } });
      expect(report.issues).toEqual([]);
      return textsOf(output);
    }),
  );
  expect(outputs[1]).toEqual(outputs[0]);
  const demo = newFolder();
  await synthesize({ fleet: writeFiles(FLEET), output: demo, environment: {} });
  const secret = 'tenants/acme/45-secret-ab-leaf.k8s.yaml';
  expect(outputs[0]?.[secret]).toMatch(/tls\.key|\.key/);
  expect(outputs[0]?.[secret]).not.toBe(textsOf(demo)[secret]);
});

test('two fleets get two seeds', async () => {
  const { recipient } = await aKey();
  const platforms = await Promise.all(
    [1, 2].map(async () => {
      const fleet = writeFiles(FLEET);
      await init(fleet, {}, '--recipient', recipient);
      return textsOf(fleet)['platform.yaml'];
    }),
  );
  expect(platforms[0]).not.toBe(platforms[1]);
});

test('a seed that CI keeps is taken over: its check value alone, or encrypted as well, also later', async () => {
  const fleet = writeFiles(FLEET);
  const first = await init(fleet, { GATEHOUSE_SEED: HEX });
  expect(first).toEqual({
    code: 0,
    errors: [],
    out: `Written: platform.yaml\nCheck value of the seed: ${CHECK}\nNext:\n  Commit platform.yaml.\n  Keep the seed safe, and a copy in a second place: without it every key of the fleet is lost.\n  Synthesize with GATEHOUSE_SEED or GATEHOUSE_SEED_FD set.\n`,
  });
  const platform = textsOf(fleet)['platform.yaml'];
  expect(platform).toContain(`{ seed: own, seedCheck: '${CHECK}', since:`);
  const { recipient, identityFile } = await aKey();
  expect(await init(fleet, { GATEHOUSE_SEED: HEX }, '--recipient', recipient)).toMatchObject({ code: 0, errors: [] });
  expect(textsOf(fleet)['platform.yaml']).toBe(platform);
  const [a, b] = [newFolder(), newFolder()];
  await synthesize({ fleet, output: a, environment: { GATEHOUSE_SEED: HEX } });
  await synthesize({ fleet, output: b, environment: { GATEHOUSE_AGE_IDENTITY: identityFile } });
  expect(Object.keys(textsOf(a)).length).toBeGreaterThan(20);
  expect(textsOf(b)).toEqual(textsOf(a));
});

describe('refused, with every file as it was:', () => {
  const own = (check: string): string =>
    platformText(`seed: own, seedCheck: '${check}', since: 2026-11-01, asOf: 2026-11-01`);
  const seed = 'pki/seed.age:1:1';
  const cases: readonly (readonly [string, Files, Record<string, string>, readonly string[], readonly string[]])[] = [
    [
      'nothing to encrypt with',
      FLEET,
      { GATEHOUSE_AGE_PASSPHRASE: '' },
      [],
      [
        `${seed} there is nothing to encrypt a new seed with; name who may open it with --recipient age1…, or set GATEHOUSE_AGE_PASSPHRASE; or give a seed that you keep elsewhere in GATEHOUSE_SEED or GATEHOUSE_SEED_FD`,
      ],
    ],
    [
      'a short passphrase',
      FLEET,
      { GATEHOUSE_AGE_PASSPHRASE: 'hunter2' },
      [],
      [
        `${seed} the passphrase in GATEHOUSE_AGE_PASSPHRASE has 7 characters, it must have 12; choose a longer one, such as five words drawn at random`,
      ],
    ],
    [
      'a recipient that is none',
      FLEET,
      {},
      ['--recipient', 'age1qqqqqqqqqqqqqqqqqqqqq'],
      [
        `${seed} recipient "age1qqqqqqqqqqqqqqqqqqqqq" is no age recipient; give an identity's public key, age1…, which \`age-keygen -y FILE\` prints`,
      ],
    ],
    [
      'both a passphrase and a recipient',
      FLEET,
      { GATEHOUSE_AGE_PASSPHRASE: 'correct horse battery staple' },
      ['--recipient', 'age1x'],
      [
        `${seed} age encrypts to recipients or with a passphrase, and both are given; leave out --recipient, or unset GATEHOUSE_AGE_PASSPHRASE`,
      ],
    ],
    [
      'a seed file that is there, whatever is in it',
      { ...FLEET, 'pki/seed.age': '' },
      { GATEHOUSE_SEED: HEX },
      [],
      [
        `${seed} the seed file is there already, and is never replaced; if no platform was ever synthesized with it, as after a run that was killed, remove it and begin again`,
      ],
    ],
    [
      'a seed file that is in use',
      { ...FLEET, 'platform.yaml': own(CHECK), 'pki/seed.age': 'text' },
      { GATEHOUSE_SEED: HEX },
      [],
      [`${seed} the seed file is there already, and is never replaced; keep it: who loses a seed loses every key`],
    ],
    [
      'another seed than the one in use',
      { ...FLEET, 'platform.yaml': own('0123456789abcdef') },
      { GATEHOUSE_SEED: HEX },
      [],
      [
        `platform.yaml:6:32 the fleet has a seed already, of the check value 0123456789abcdef, and the seed in GATEHOUSE_SEED has ${CHECK}; give that seed in GATEHOUSE_SEED or GATEHOUSE_SEED_FD, or, to change every key, remove seedCheck`,
      ],
    ],
    [
      'a seed of bad form',
      FLEET,
      { GATEHOUSE_SEED: HEX.slice(2) },
      [],
      [
        'platform.yaml:6:16 the seed in GATEHOUSE_SEED has 62 characters, it must have 64; give the 64 hexadecimal digits of this fleet, or, for a new fleet, run `gatehouse pki init`',
      ],
    ],
    [
      'faults of the platform',
      { ...FLEET, 'platform.yaml': platformText().replace('plain', 'plane') },
      { GATEHOUSE_SEED: HEX },
      [],
      [
        'platform.yaml:7:20 spec.secrets.mode is "plane", which is not allowed; write one of plain, sealed, external, cert-manager',
      ],
    ],
    [
      'anchors in the platform',
      { ...FLEET, 'platform.yaml': platformText().replace('{ name: prod }', '&m { name: prod }') },
      { GATEHOUSE_SEED: HEX },
      [],
      [expect.stringMatching(/^platform\.yaml:3:11 .*anchor/) as string],
    ],
    [
      'a platform that is not there',
      { 'tenants/acme/tenant.yaml': FLEET['tenants/acme/tenant.yaml'] },
      { GATEHOUSE_SEED: HEX },
      [],
      ['platform.yaml:1:1 the file cannot be read: it is not there; make it an ordinary, readable file'],
    ],
    [
      'a file in the place of the folder',
      { ...FLEET, pki: 'text' },
      { GATEHOUSE_SEED: HEX },
      ['--recipient', 'age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p'],
      [`${seed} the file cannot be written: it is there already; make its folder writable`],
    ],
  ];
  it.each(cases)('%s', async (_what, files, environment, args, lines) => {
    const fleet = writeFiles(files);
    const before = textsOf(fleet);
    const { code, out, errors } = await init(fleet, environment, ...args);
    expect({ code, out, errors }).toEqual({ code: 1, out: '', errors: lines });
    expect(textsOf(fleet)).toEqual(before);
    expect(errors.join()).not.toMatch(/5ec2e7|hunter2|correct horse/);
  });
});
