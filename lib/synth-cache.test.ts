/** Synths with a cache: never another byte than without, whatever lies in its folder. */
import { spawn } from 'node:child_process';
import { createSecretKey } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { seedCheckOf } from './pki/derive';
import { demoSealingPair } from './testing/sealing-pairs';
import {
  appText,
  FLEET,
  newFolder,
  platformText,
  removeFolders,
  SQL,
  synth,
  tenantText,
  textsOf,
  writeFiles,
  type Files,
} from './testing/synth-folder';

afterAll(removeFolders);

/** Certificates of FLEET: root; authority and twin of three; five apps; two gates; three hosts. */
const ALL = 1 + 6 + 5 + 2 + 3;

let plain: Files = {};
beforeAll(async () => {
  const output = newFolder();
  expect(await synth(FLEET, output)).toMatchObject({ issues: [], signed: ALL });
  plain = textsOf(output);
});

/** How many certificates a synth with this cache signs; its output is what it is without. */
async function signedWith(cache: string, files: Files = FLEET, expected = plain): Promise<number> {
  const output = newFolder();
  const report = await synth(files, output, { cache });
  expect(report.issues).toEqual([]);
  expect(textsOf(output)).toEqual(expected);
  return report.signed;
}

async function outputOf(files: Files): Promise<Files> {
  const output = newFolder();
  await synth(files, output);
  return textsOf(output);
}

function packsOf(cache: string): string[] {
  return fs.readdirSync(cache).map((name) => path.join(cache, name));
}

async function warmCache(): Promise<string> {
  const cache = newFolder();
  expect(await signedWith(cache)).toBe(ALL);
  return cache;
}

test('a warm synth signs nothing, and writes no pack', async () => {
  const cache = await warmCache();
  const times = (): number[] => packsOf(cache).map((pack) => fs.statSync(pack, { bigint: false }).mtimeMs);
  const before = times();
  expect(await signedWith(cache)).toBe(0);
  expect(times()).toEqual(before);
  expect(packsOf(cache).map((pack) => path.basename(pack))).toEqual([
    'platform.gatehouse-pack',
    'tenant-ac-me.gatehouse-pack',
    'tenant-acme.gatehouse-pack',
    'tenant-quiet.gatehouse-pack',
  ]);
});

test.each<[string, Files, number]>([
  ['an app more', { 'tenants/quiet/new.yaml': appText('new') }, 1],
  [
    'a public endpoint more',
    {
      'tenants/acme/a1.yaml': appText(
        'a1',
        `  workload: StatefulSet\n  endpoints:\n${SQL}${SQL.replace('sql, port: 3306', 'pub, port: 3307').replace(' }', ', expose: public }')}`,
      ),
    },
    1,
  ],
  ['another image', { 'tenants/quiet/db.yaml': appText('db', `  endpoints:\n${SQL}`).replace(':1', ':2') }, 0],
  [
    'a tenant more: its authority, its twin and its app',
    { 'tenants/new/tenant.yaml': tenantText('new'), 'tenants/new/db.yaml': appText('db') },
    3,
  ],
])('%s: only what is new is signed', async (_, change, signed) => {
  const files = { ...FLEET, ...change };
  expect(await signedWith(await warmCache(), files, await outputOf(files))).toBe(signed);
});

test('another seed finds nothing, and the first finds nothing after it', async () => {
  const cache = await warmCache();
  const hex = 'ab'.repeat(32);
  const check = seedCheckOf(createSecretKey(Buffer.from(hex, 'hex')));
  const pki = `seed: own, seedCheck: ${check}, since: 2026-11-01, asOf: 2026-11-01`;
  const other = { ...FLEET, 'platform.yaml': platformText(pki) };
  const report = await synth(other, newFolder(), { cache, environment: { GATEHOUSE_SEED: hex } });
  expect(report).toMatchObject({ issues: [], signed: ALL });
  expect(await signedWith(cache)).toBe(ALL);
});

test('what is gone from the fleet goes from the cache', async () => {
  const cache = await warmCache();
  const less = Object.fromEntries(Object.entries(FLEET).filter(([name]) => !name.includes('quiet')));
  expect(await signedWith(cache, less, await outputOf(less))).toBe(0);
  expect(packsOf(cache).join()).not.toContain('quiet');
  expect(
    packsOf(cache)
      .map((pack) => fs.readFileSync(pack, 'utf8'))
      .join()
      .match(/BEGIN CERT/g)?.length,
  ).toBe(ALL - 3);
});

test.each<[string, (pack: string) => void]>([
  [
    'deleted',
    (pack) => {
      fs.rmSync(pack);
    },
  ],
  [
    'emptied',
    (pack) => {
      fs.writeFileSync(pack, '');
    },
  ],
  [
    'cut short',
    (pack) => {
      fs.truncateSync(pack, 700);
    },
  ],
  [
    'made garbage of',
    (pack) => {
      fs.writeFileSync(pack, Buffer.alloc(5000, 0xc3));
    },
  ],
  [
    'changed in one certificate',
    (pack) => {
      fs.writeFileSync(pack, fs.readFileSync(pack, 'utf8').replace('MII', 'MIJ'));
    },
  ],
  [
    'replaced by another',
    (pack) => {
      fs.copyFileSync(path.join(path.dirname(pack), 'tenant-quiet.gatehouse-pack'), pack);
    },
  ],
])('a pack that was %s counts for nothing, and is sound afterwards', async (_, spoil) => {
  const cache = await warmCache();
  for (const pack of packsOf(cache)) if (!pack.includes('quiet')) spoil(pack);
  // Twin and app of quiet are still there; its authority stands with the root.
  expect(await signedWith(cache)).toBe(ALL - 2);
  expect(await signedWith(cache)).toBe(0);
});

test('no key is in it, readable or not', async () => {
  const cache = await warmCache();
  const kept = packsOf(cache)
    .map((pack) => fs.readFileSync(pack, 'utf8'))
    .join();
  const keys = Object.values(plain).flatMap(
    (text) => text.match(/LS0tLS1CRUdJTiBQUklWQVRFIEtFWS0tLS0t[\w+/=]+/g) ?? [],
  );
  expect(keys.length).toBeGreaterThanOrEqual(5 + 2 + 3);
  expect(kept).not.toContain('PRIVATE');
  for (const key of keys) {
    const pem = Buffer.from(key, 'base64').toString();
    const der = Buffer.from(pem.replace(/-----.*-----|\n/g, ''), 'base64');
    // PKCS#8 for P-256 has its 32 secret bytes from the 37th on.
    const scalar = der.subarray(36, 68);
    for (const shown of [
      key,
      pem,
      pem.split('\n')[1] ?? '',
      scalar.toString('hex'),
      scalar.toString('base64').slice(0, 42),
    ]) {
      expect(kept).not.toContain(shown);
    }
  }
});

test('what is sealed is remembered too, and a new sealing certificate seals everything anew', async () => {
  const sealed = {
    ...FLEET,
    'platform.yaml': platformText().replace('mode: plain', 'mode: sealed'),
    'pki/sealing.pem': demoSealingPair().certificatePem,
  };
  const cache = newFolder();
  const expected = await outputOf(sealed);
  const sealedWith = async (files: Files): Promise<number> => {
    const output = newFolder();
    const report = await synth(files, output, { cache });
    expect(report.issues).toEqual([]);
    expect(textsOf(output)).toEqual(expected);
    return report.sealed;
  };
  expect([await sealedWith(sealed), await sealedWith(sealed)]).toEqual([5 + 2 + 3, 0]);
});

test('a cache in the output folder is a fault, and nothing is written', async () => {
  const output = newFolder();
  const { issues, written } = await synth(FLEET, output, { cache: path.join(output, 'cache') });
  expect(issues).toMatchObject([{ rule: 'cache', severity: 'error' }]);
  expect([written, fs.existsSync(output)]).toEqual([0, false]);
});

test('a cache that cannot be written is a warning, and the output is whole', async () => {
  const cache = newFolder();
  fs.writeFileSync(cache, 'a file');
  const output = newFolder();
  const { issues, signed } = await synth(FLEET, output, { cache });
  expect(issues).toMatchObject([{ rule: 'cache', severity: 'warning', where: { file: cache } }]);
  expect(signed).toBe(ALL);
  expect(textsOf(output)).toEqual(plain);
});

test('several processes at once with one cold cache all give the same bytes, and leave it warm', async () => {
  const [fleet, cache] = [writeFiles(FLEET), newFolder()];
  const outputs = [newFolder(), newFolder(), newFolder()];
  await Promise.all(outputs.map((output) => runSynth({ fleet, output, cache })));
  for (const output of outputs) expect(textsOf(output)).toEqual(plain);
  expect(await signedWith(cache)).toBe(0);
  expect(packsOf(cache)).toHaveLength(4);
}, 120_000);

function runSynth({ fleet, output, cache }: Record<'fleet' | 'output' | 'cache', string>): Promise<void> {
  const script = path.resolve(__dirname, 'cli', 'gatehouse.ts');
  const args = ['-r', '@swc-node/register', script, 'synth', '--fleet', fleet, '--output', output];
  const child = spawn(process.execPath, args, { stdio: 'ignore', env: { ...process.env, GATEHOUSE_CACHE: cache } });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`synth ended with ${String(code)}`));
    });
  });
}
