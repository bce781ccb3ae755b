/** The whole journey on real folders: what stops a synth, and that the output is as it was. */
import { spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { synthesize } from './app';
import {
  appText,
  FLEET,
  newFolder,
  platformText,
  removeFolders,
  synth,
  textsOf,
  treeOf,
  writeFiles,
  type File,
} from './testing/synth-folder';

afterAll(removeFolders);

const OWN_PLATFORM = platformText('seed: own, seedCheck: 0123456789abcdef, since: 2026-11-01, asOf: 2026-11-01');

describe('what is wrong leaves the output as it was:', () => {
  let output: string;
  let before: Record<string, File>;

  beforeEach(async () => {
    output = newFolder();
    await synth(FLEET, output);
    before = treeOf(output);
  });

  afterEach(() => {
    expect(treeOf(output)).toEqual(before);
  });

  test('faults of documents, all of them', async () => {
    const report = await synth(
      {
        ...FLEET,
        'tenants/acme/ab.yaml': appText('ab', '  replikas: 2\n'),
        'tenants/quiet/db.yaml': appText('db', '  endpoints: [{ name: sql, port: 0, protocol: tls }]\n'),
      },
      output,
    );
    expect(report.issues.map(({ where }) => where.file)).toEqual([
      expect.stringMatching(/^\/.*\/tenants\/acme\/ab.yaml$/),
      expect.stringMatching(/^\/.*\/tenants\/quiet\/db.yaml$/),
    ]);
    expect(report).toMatchObject({ manifests: 0, written: 0, unchanged: 0, removed: 0 });
  });

  test('a law of the fleet', async () => {
    const twice = appText(
      'db',
      '  endpoints: [{ name: a, port: 3306, protocol: tls }, { name: b, port: 13306, protocol: tls }]\n',
    );
    expect((await synth({ ...FLEET, 'tenants/quiet/db.yaml': twice }, output)).issues).toMatchObject([
      { rule: 'port-clash' },
    ]);
  });

  test('what verify finds in the finished objects', async () => {
    const volumes = ', volumes: [{ name: v, configMap: { name: settings } }]';
    const report = await synth({ ...FLEET, 'tenants/quiet/db.yaml': appText('db', '', volumes) }, output);
    expect(report.issues).toMatchObject([{ rule: 'references-exist', severity: 'error' }]);
    expect(report.issues[0]?.message).toContain('settings');
    expect(report.written).toBe(0);
  });

  test('a seed that is missing', async () => {
    const fleet = { ...FLEET, 'platform.yaml': OWN_PLATFORM };
    for (const environment of [{}, { GATEHOUSE_SEED: '' }, { GATEHOUSE_SEED: undefined }]) {
      const { issues } = await synth(fleet, output, { environment });
      expect(issues).toMatchObject([
        { rule: 'seed', where: { file: expect.stringMatching(/\/platform.yaml$/) as string, line: 6 } },
      ]);
    }
  });

  test.each([
    ['of 63 characters', 'ab'.repeat(31) + 'c'],
    ['with other characters', 'zz'.repeat(32)],
    ['of zeroes', '00'.repeat(32)],
    ['that is a word', 'correct horse battery staple'],
  ])('a seed %s, which is not repeated in any message', async (_, seed) => {
    const fleet = { ...FLEET, 'platform.yaml': OWN_PLATFORM };
    const report = await synth(fleet, output, { environment: { GATEHOUSE_SEED: seed } });
    expect(report.issues).toMatchObject([{ rule: 'seed' }]);
    expect(JSON.stringify(report)).not.toContain(seed.slice(0, 12));
  });
});

test('what verify misses and somebody else makes is named in the document', async () => {
  const volumes = ', volumes: [{ name: v, configMap: { name: settings } }]';
  const external = '  external: { configMaps: [settings] }\n';
  expect((await synth({ ...FLEET, 'tenants/quiet/db.yaml': appText('db', external, volumes) })).issues).toEqual([]);
});

test('a key that an app brings in a form of its own is told at its place in the output, and not shown', async () => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const value = privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64');
  const pod = `  pod: { containers: [{ name: ab, image: registry.example/app:1, env: [{ name: K, value: "${value}" }] }] }\n`;
  const app = `apiVersion: gatehouse.dev/v1alpha1\nkind: App\nmetadata: { name: ab }\nspec:\n${pod}`;
  const output = newFolder();
  const { issues } = await synth({ ...FLEET, 'tenants/acme/ab.yaml': app }, output);
  expect(fs.existsSync(output)).toBe(false);
  expect(issues).toMatchObject([{ severity: 'error', rule: 'no-leaks' }]);
  expect(issues[0]?.where.file).toBe(`${output}/tenants/acme/60-deployment-ab.k8s.yaml`);
  expect(issues[0]?.where.line).toBeGreaterThan(1);
  expect(JSON.stringify(issues)).not.toContain(value.slice(0, 20));
});

test("a folder that holds somebody's files is refused as an issue, and they stay", async () => {
  const output = writeFiles({ 'thesis.txt': 'ten years of work' });
  const report = await synth(FLEET, output);
  expect(report).toMatchObject({ written: 0, issues: [{ rule: 'output', severity: 'error' }] });
  expect(report.issues[0]?.message).toContain('thesis.txt');
  expect(textsOf(output)).toEqual({ 'thesis.txt': 'ten years of work' });
});

test('a file in the place of the folder is refused as an issue', async () => {
  const output = path.join(writeFiles({ dist: 'text' }), 'dist');
  expect((await synth(FLEET, output)).issues).toMatchObject([{ rule: 'output' }]);
  expect(fs.readFileSync(output, 'utf8')).toBe('text');
});

test('readable keys are not written where Git would take them up', async () => {
  const repository = writeFiles({ 'README.md': '' });
  expect(spawnSync('git', ['init', '--quiet', repository]).status).toBe(0);
  const output = path.join(repository, 'dist');
  const { issues } = await synth(FLEET, output);
  expect(issues).toMatchObject([
    { rule: 'plain-in-git', where: { file: expect.stringMatching(/\/platform.yaml$/) as string, line: 7 } },
  ]);
  expect(fs.existsSync(output)).toBe(false);
  fs.writeFileSync(path.join(repository, '.gitignore'), '/dist/\n');
  expect((await synth(FLEET, output)).issues).toEqual([]);
});

test('a fleet folder that is not there is an issue', async () => {
  const output = newFolder();
  expect((await synthesize({ fleet: newFolder(), output, environment: {} })).issues).toMatchObject([
    { severity: 'error' },
  ]);
  expect(fs.existsSync(output)).toBe(false);
});
