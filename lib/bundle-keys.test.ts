/** The bundle of keys: the real `age` opens it, its keys go with the certificates that the same fleet draws, and it has no other form. */
import { execFileSync } from 'node:child_process';
import { createPrivateKey, createSecretKey, X509Certificate } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { load } from 'js-yaml';
import { bundleKeys, type BundleKeysReport } from './bundle-keys';
import { renderIssues, type Result } from './model/issue';
import { seedCheckOf } from './pki/derive';
import type { BundleEntry } from './pki/render-bundle';
import { FLEET, newFolder, platformText, removeFolders, synth, textsOf, type Files } from './testing/synth-folder';

afterAll(removeFolders);

const SEED = 'ab'.repeat(32);
const seedCheck = seedCheckOf(createSecretKey(Buffer.from(SEED, 'hex')));
const platform = platformText(`seed: own, seedCheck: '${seedCheck}', since: 2026-11-01, asOf: 2026-11-01`);
const EXTERNAL: Files = {
  ...FLEET,
  'platform.yaml': platform.replace('mode: plain', 'mode: external, store: { name: vault, prefix: prod/keys }'),
};

let identity: string;
let recipient: string;
beforeAll(() => {
  identity = path.join(emptyFolder(), 'identity');
  execFileSync('age-keygen', ['-o', identity], { stdio: 'pipe' });
  recipient = execFileSync('age-keygen', ['-y', identity], { encoding: 'utf8' }).trim();
});

function emptyFolder(): string {
  const folder = newFolder();
  mkdirSync(folder, { recursive: true });
  return folder;
}

function folderOf(files: Files): string {
  const folder = newFolder();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  return folder;
}

async function bundle(output: string, files = EXTERNAL, recipients = [recipient]): Promise<Result<BundleKeysReport>> {
  return bundleKeys({ fleet: folderOf(files), recipients, output, environment: { GATEHOUSE_SEED: SEED } });
}

function open(file: string): BundleEntry[] {
  const text = execFileSync('age', ['-d', '-i', identity, file], { encoding: 'utf8' });
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as BundleEntry); // a border: what we wrote
}

function faultsOf(result: Result<BundleKeysReport>): string {
  return result.ok ? '' : renderIssues(result.issues);
}

interface External {
  readonly kind: string;
  readonly spec: {
    readonly target: { readonly template: { readonly data: Readonly<Record<string, string>> } };
    readonly data: readonly { readonly secretKey: string; readonly remoteRef: { key: string; property: string } }[];
  };
}

test('age opens it, and each key that the manifests fetch is there and goes with the certificate beside it', async () => {
  const [file, output] = [path.join(emptyFolder(), 'keys.age'), newFolder()];
  const report = await bundle(file);
  expect((await synth(EXTERNAL, output, { environment: { GATEHOUSE_SEED: SEED } })).issues).toEqual([]);
  const manifests = Object.entries(textsOf(output)).filter(([file]) => file.endsWith('.yaml'));
  const objects = manifests.map(([, text]) => load(text) as External | undefined);
  const external = objects.filter((object) => object?.kind === 'ExternalSecret');
  const entries = new Map(open(file).map(({ key, data }) => [key, data]));
  expect(report).toEqual({ ok: true, value: { secrets: external.length } });
  expect(entries.size).toBe(external.length);
  let seen = 0;
  for (const { spec } of external.flatMap((object) => object ?? [])) {
    for (const { secretKey, remoteRef } of spec.data) {
      const key = createPrivateKey(entries.get(remoteRef.key)?.[remoteRef.property] ?? '');
      const chain = spec.target.template.data[secretKey.replace(/key$/, 'crt')] ?? '';
      expect(new X509Certificate(chain).checkPrivateKey(key)).toBe(true);
      seen++;
    }
  }
  expect(seen).toBe(Array.from(entries.values()).flatMap((data) => Object.keys(data)).length);
  expect(Array.from(entries.keys())).toContain('prod/keys/acme/a-b-leaf');
});

test('it is for its owner alone, has no readable key, and no other file is left beside it', async () => {
  const folder = emptyFolder();
  const file = path.join(folder, 'keys.age');
  await bundle(file);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readFileSync(file, 'latin1')).toMatch(/^-----BEGIN AGE ENCRYPTED FILE-----\n/);
  expect(readFileSync(file, 'latin1')).not.toContain('PRIVATE KEY');
  expect(readdirSync(folder)).toEqual(['keys.age']);
});

test('an older bundle is replaced, whatever its permissions had become', async () => {
  const file = path.join(emptyFolder(), 'keys.age');
  await bundle(file);
  chmodSync(file, 0o644);
  const before = readFileSync(file, 'utf8');
  expect(await bundle(file)).toMatchObject({ ok: true });
  expect(readFileSync(file, 'utf8')).not.toBe(before);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('the documented command gives each entry to the store, as JSON, under its key', async () => {
  const folder = emptyFolder();
  await bundle(path.join(folder, 'keys.age'));
  const help = readFileSync('lib/cli/pki/bundle.ts', 'utf8');
  const documented = /^ {2}age -d[^]*?^ {2}done/m.exec(help)?.[0] ?? '';
  const push = documented.replace('IDENTITY keys.age', '"$IDENTITY" keys.age');
  expect(push).toContain('vault kv put');
  // Stands for Vault's program, which is not at hand: says what it is given.
  writeFileSync(path.join(folder, 'vault'), '#!/bin/sh\nprintf "%s %s " "$3" "$4"; cat\n', { mode: 0o755 });
  const environment = { ...process.env, IDENTITY: identity, PATH: `${folder}:${process.env['PATH'] ?? ''}` };
  const said = execFileSync('sh', ['-c', push], { cwd: folder, encoding: 'utf8', env: environment });
  const wanted = open(path.join(folder, 'keys.age')).map(
    ({ key, data }) => `-mount=secret ${key} ${JSON.stringify(data)}\n`,
  );
  expect(said).toBe(wanted.join(''));
});

describe('is refused, and nothing is written,', () => {
  const file = (): string => path.join(emptyFolder(), 'keys.age');

  test('without a recipient', async () => {
    const output = file();
    expect(faultsOf(await bundle(output, EXTERNAL, []))).toBe(
      `${output}:1:1 there is nobody to encrypt the keys for, and they are written in no other form; name who may open it with --recipient age1…, the public key that \`age-keygen -y FILE\` prints\n1 error\n`,
    );
    expect(existsSync(output)).toBe(false);
  });

  test('for what is no recipient', async () => {
    const output = file();
    expect(faultsOf(await bundle(output, EXTERNAL, ['age1nobody']))).toContain(
      'recipient "age1nobody" is no age recipient',
    );
    expect(existsSync(output)).toBe(false);
  });

  test('with another secrets mode', async () => {
    const output = file();
    const said = faultsOf(await bundle(output, { ...FLEET, 'platform.yaml': platform }));
    expect(said).toContain(
      '/platform.yaml:7:20 secrets mode "plain" has no store that keys could be pushed to; write mode: external and store: { name: NAME }; push the bundle before the cluster gets these manifests\n',
    );
    expect(existsSync(output)).toBe(false);
  });

  test('without the seed', async () => {
    const output = file();
    const result = await bundleKeys({ fleet: folderOf(EXTERNAL), recipients: [recipient], output, environment: {} });
    expect(faultsOf(result)).toContain('the seed is nowhere to be had');
    expect(existsSync(output)).toBe(false);
  });

  test("over somebody else's file, a device, a link or a folder", async () => {
    const folder = emptyFolder();
    const [own, link] = [path.join(folder, 'notes.txt'), path.join(folder, 'link')];
    writeFileSync(own, 'mine');
    symlinkSync(own, link);
    for (const output of [own, link, folder, '/dev/stdout', '/dev/null', '-'])
      expect(faultsOf(await bundle(output))).toContain(
        `"${output}" is no file that a bundle may be written to; allowed: a new file, or an older bundle; name another file`,
      );
    expect(readFileSync(own, 'utf8')).toBe('mine');
    expect(existsSync('-')).toBe(false);
  });

  test('into a folder that is not there', async () => {
    const output = path.join(newFolder(), 'keys.age');
    expect(faultsOf(await bundle(output))).toContain('the bundle cannot be written: ');
  });
});
