/** The whole journey on real folders: what a synth writes, and what it leaves alone. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
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
  treeOf,
  WEB,
  writeFiles,
  type Files,
} from './testing/synth-folder';
import { synthesize } from './app';
import { seedCheckOf } from './pki/derive';
import { parseSeed } from './pki/seed';

afterAll(removeFolders);

/** Synthesizes the fleet, lays `more` over it, and says which files are new (+), gone (-) or different (~). */
async function changesBy(more: Files, files: Files = FLEET): Promise<string[]> {
  const write = async (all: Files): Promise<Files> => {
    const output = newFolder();
    expect((await synth(all, output)).issues).toEqual([]);
    return textsOf(output);
  };
  const [before, after] = [await write(files), await write({ ...files, ...more })];
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return names.flatMap((name) => {
    if (before[name] === after[name]) return [];
    return [`${before[name] === undefined ? '+' : after[name] === undefined ? '-' : '~'} ${name}`];
  });
}

function byPath(a: string, b: string): number {
  return a.slice(2) < b.slice(2) ? -1 : 1;
}

test('what is written is told', async () => {
  const output = newFolder();
  const report = await synth(FLEET, output);
  const files = Object.keys(textsOf(output)).filter((name) => name !== '.gatehouse-output');
  expect(report).toMatchObject({ issues: [], tenants: 3, apps: 5, unchanged: 0, removed: 0 });
  const kits = files.filter((file) => file.startsWith('clients/'));
  expect([report.manifests, report.written]).toEqual([files.length - kits.length, files.length]);
  const stages = ['load', 'plan', 'issue', 'open', 'draw', 'verify', 'render', 'guard', 'write', 'close'];
  expect(report.stages.map(({ name }) => name)).toEqual(stages);
  expect(new Set(files.map((file) => file.split('/').slice(0, -1).join('/')))).toEqual(
    new Set([
      'front',
      ...['tenants/ac-me', 'tenants/acme', 'tenants/quiet'],
      ...['clients/ac-me/i/web', 'clients/ac-me/i/sql', 'clients/acme/a-b/web'],
    ]),
  );
});

test('the same fleet gives the same bytes, in whatever order its files were made', async () => {
  const reversed = Object.fromEntries(Object.entries(FLEET).reverse());
  const outputs = [newFolder(), newFolder(), newFolder()];
  for (const [i, files] of [FLEET, FLEET, reversed].entries()) await synth(files, outputs[i]);
  const [first, second, third] = outputs.map(textsOf);
  expect(second).toEqual(first);
  expect(third).toEqual(first);
});

test('another process in another time zone and language gives the same bytes', async () => {
  const [fleet, here, there] = [writeFiles(FLEET), newFolder(), newFolder()];
  await synthesize({ fleet, output: here, environment: {} });
  const { status, stderr } = spawnSync(process.execPath, ['-r', '@swc-node/register', 'main.ts'], {
    cwd: path.resolve(__dirname, '..'),
    encoding: 'utf8',
    env: {
      PATH: process.env['PATH'],
      TZ: 'Pacific/Kiritimati',
      LC_ALL: 'tr_TR.UTF-8',
      LANG: 'tr_TR.UTF-8',
      CDK8S_OUTDIR: there,
      GATEHOUSE_FLEET: fleet,
    },
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(textsOf(there)).toEqual(textsOf(here));
}, 60_000);

test('a new tenant changes its own folder, and in the front the map and one policy more', async () => {
  const added = {
    'tenants/new/tenant.yaml': tenantText('new'),
    'tenants/new/web.yaml': appText('web', `  endpoints:\n${WEB}`),
  };
  const changes = await changesBy(added);
  expect(changes.filter((change) => !/^\+ (tenants|clients)\/new\//.test(change))).toEqual([
    '+ front/30-networkpolicy-out.front.to.new.gate.k8s.yaml',
    '~ front/45-configmap-front-config.k8s.yaml',
  ]);
  expect(changes.length).toBeGreaterThan(20);
});

test('a new tenant without public endpoints changes nothing of anybody', async () => {
  const changes = await changesBy({
    'tenants/new/tenant.yaml': tenantText('new'),
    'tenants/new/db.yaml': appText('db'),
  });
  expect(changes.filter((change) => !change.startsWith('+ tenants/new/'))).toEqual([]);
});

test("a new app is a handful of new files, and what its callee and its tenant's gate know of it", async () => {
  const egress = '  egresses: [{ name: db, to: { app: a1, endpoint: sql }, localPort: 3306 }]\n';
  expect(await changesBy({ 'tenants/acme/new.yaml': appText('new', `  endpoints:\n${WEB}${egress}`) })).toEqual(
    [
      ...['README.md', 'ca.crt', 'ghostunnel.sh', 'stunnel.conf'].map((file) => `+ clients/acme/new/web/${file}`),
      '+ tenants/acme/30-networkpolicy-in.a1.sql.from.new.k8s.yaml',
      '+ tenants/acme/30-networkpolicy-in.new.web.from.gate.k8s.yaml',
      '+ tenants/acme/30-networkpolicy-out.gate.to.new.web.k8s.yaml',
      '+ tenants/acme/30-networkpolicy-out.new.to.a1.sql.k8s.yaml',
      '+ tenants/acme/45-configmap-new-sidecar.k8s.yaml',
      '+ tenants/acme/45-secret-new-leaf.k8s.yaml',
      '+ tenants/acme/50-serviceaccount-new.k8s.yaml',
      '+ tenants/acme/55-service-new.k8s.yaml',
      '+ tenants/acme/60-deployment-new.k8s.yaml',
      '~ tenants/acme/45-configmap-a1-sidecar.k8s.yaml',
      '~ tenants/acme/45-configmap-gate-config.k8s.yaml',
      '~ tenants/acme/45-secret-gate-leaves.k8s.yaml',
    ].sort(byPath),
  );
});

test('a new endpoint changes its own app, and nothing of another tenant or of the front', async () => {
  const changed = appText(
    'a1',
    `  workload: StatefulSet\n  endpoints:\n${SQL}    - { name: admin, port: 3307, protocol: tls }\n`,
  );
  expect(await changesBy({ 'tenants/acme/a1.yaml': changed })).toEqual([
    '~ tenants/acme/45-configmap-a1-sidecar.k8s.yaml',
    '~ tenants/acme/55-service-a1.k8s.yaml',
    '~ tenants/acme/60-statefulset-a1.k8s.yaml',
  ]);
});

test('renewed leaves change Secrets, every one of them, and nothing else', async () => {
  const changes = await changesBy({ 'platform.yaml': platformText('seed: demo, since: 2026-11-01, asOf: 2026-12-24') });
  const output = newFolder();
  await synth(FLEET, output);
  const secrets = Object.keys(textsOf(output)).filter((name) => name.includes('/45-secret-'));
  expect(changes).toEqual(secrets.map((name) => `~ ${name}`));
  expect(changes.length).toBeGreaterThan(5);
});

test('files that do not change keep their time', async () => {
  const output = newFolder();
  await synth(FLEET, output);
  const before = treeOf(output);
  await expect(synth(FLEET, output)).resolves.toMatchObject({
    written: 0,
    unchanged: Object.keys(before).length - 1,
    removed: 0,
  });
  expect(treeOf(output)).toEqual(before);
});

test('an app that is taken away takes its files with it', async () => {
  const output = newFolder();
  await synth(FLEET, output);
  const less = Object.entries(FLEET).filter(([name]) => name !== 'tenants/quiet/db.yaml');
  await expect(synth(Object.fromEntries(less), output)).resolves.toMatchObject({ issues: [], written: 0, removed: 5 });
  expect(Object.keys(textsOf(output)).filter((name) => /quiet.*db/.test(name))).toEqual([]);
});

test('keys come from the seed in the environment, and from nothing else of it', async () => {
  const write = async (seed: string, more: Record<string, string> = {}): Promise<Files> => {
    const parsed = parseSeed(seed);
    if (!parsed.ok) throw new Error('that was a seed');
    const pki = `seed: own, seedCheck: '${seedCheckOf(parsed.value)}', since: 2026-11-01, asOf: 2026-11-01`;
    const output = newFolder();
    const environment = { GATEHOUSE_SEED: seed, ...more };
    const report = await synth({ ...FLEET, 'platform.yaml': platformText(pki) }, output, { environment });
    expect(report.issues).toEqual([]);
    return textsOf(output);
  };
  const first = await write('ab'.repeat(32));
  expect(await write('AB'.repeat(32) + '\n', { HOME: '/', TZ: 'Asia/Tokyo' })).toEqual(first);
  const other = await write('ac'.repeat(32));
  const differing = Object.keys(first).filter((name) => other[name] !== first[name]);
  expect(differing).toEqual(
    Object.keys(first).filter((name) => /secret-|configmap-trust|^clients\/.*\/ca\.crt$/.test(name)),
  );
  expect(JSON.stringify(first)).not.toContain('abababab');
});

test('the environment is not asked where the demo seed is chosen', async () => {
  expect((await synth(FLEET, newFolder(), { environment: { GATEHOUSE_SEED: 'nonsense' } })).issues).toEqual([]);
});

test('whoever waits is told of every stage, and how many folders are made', async () => {
  const told: string[] = [];
  await synth(FLEET, newFolder(), { onProgress: (stage, done, total) => told.push(`${stage} ${done}/${total}`) });
  expect(told).toEqual(expect.arrayContaining(['load 0/1', 'folders 0/4', 'folders 3/4', 'write 0/1']));
});
