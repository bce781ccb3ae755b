/** The number of threads changes nothing but the time. */
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { readFleet } from './input/read-fleet';
import { Stages } from './stages';
import { FolderWorkers, threadsFor } from './synth-threads';
import { aFleet } from './testing/a-fleet';
import { appText, FLEET, newFolder, removeFolders, synth, textsOf, writeFiles } from './testing/synth-folder';
import { synthesize } from './app';

afterAll(removeFolders);

const SAMPLE = path.resolve(__dirname, '../fleet');

test('the sample comes to the same bytes and counts on one thread and on three', async () => {
  const on = async (threads: number): Promise<unknown> => {
    const output = newFolder();
    const { stages, ...report } = await synthesize({ fleet: SAMPLE, output, environment: {}, threads });
    expect(stages.map(({ name }) => name)).toContain('draw');
    return { ...report, texts: textsOf(output) };
  };
  expect(await on(3)).toEqual(await on(1));
}, 60_000);

/** Told of every folder that the main thread takes; the first time it waits until a worker has written all the others. */
function waitingForWorkers(output: string): (stage: string) => void {
  let isFirst = true;
  return (stage) => {
    if (stage !== 'folders' || !isFirst) return;
    isFirst = false;
    const deadline = Date.now() + 30_000;
    while (!isWritten(output) && Date.now() < deadline)
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
  };
}

/** The last tenant's last file, in the tree that is not in its place yet. */
function isWritten(output: string): boolean {
  const siblings = readdirSync(path.dirname(output)).filter((name) => name.startsWith(`.${path.basename(output)}.`));
  const file = 'tenants/quiet/60-deployment-db.k8s.yaml';
  return siblings.some((sibling) => existsSync(path.join(path.dirname(output), sibling, file)));
}

test('workers draw what one thread draws, readable keys included', async () => {
  const [one, two] = [newFolder(), newFolder()];
  await synth(FLEET, one, { threads: 1 });
  const report = await synth(FLEET, two, { threads: 2, onProgress: waitingForWorkers(two) });
  expect(report.issues).toEqual([]);
  expect(textsOf(two)).toEqual(textsOf(one));
}, 60_000);

test('a fault that a worker finds leaves the output as it was', async () => {
  const output = newFolder();
  await synth(FLEET, output);
  const before = textsOf(output);
  const dangling = appText('i', '', ', volumes: [{ name: v, configMap: { name: settings } }]');
  const files = { ...FLEET, 'tenants/ac-me/i.yaml': dangling };
  const one = await synth(files, output, { threads: 1 });
  const two = await synth(files, output, { threads: 2, onProgress: waitingForWorkers(output) });
  expect(two.issues).not.toEqual([]);
  expect(two.issues).toEqual(one.issues);
  expect(textsOf(output)).toEqual(before);
  expect(readdirSync(path.dirname(output)).filter((name) => name.startsWith('.'))).toEqual([]);
}, 60_000);

test('what a worker dies of is heard, whenever it dies', async () => {
  const folder = writeFiles({ 'platform.yaml': 'not a platform' });
  const workers = new FolderWorkers(1, { texts: readFleet(folder), secretsMode: undefined });
  const fleet = aFleet({ tenants: [] });
  const place = { fresh: newFolder(), present: newFolder(), before: new Set<string>() };
  const shared = workers.share({ fleet, certificates: new Map(), place, stages: new Stages() });
  await expect(shared).rejects.toThrow('the main thread finds no fault in a fleet that a worker finds faults in');
  await workers.stop();
}, 60_000);

test('there are workers where the fleet is worth them', () => {
  expect(threadsFor(1)).toBe(1);
  expect(threadsFor(250)).toBe(1);
  expect(threadsFor(100_000)).toBeLessThanOrEqual(8);
  expect(threadsFor(1, 3)).toBe(3);
  expect(threadsFor(1, 0)).toBe(1);
});
