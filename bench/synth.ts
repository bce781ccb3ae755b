/**
 * How long a synth takes, stage by stage, and how it grows: `npm run bench` (add `-- --issue` to sign for real).
 * Each figure is the median of three processes that take turns; figures of one run can be compared, those of two cannot.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { makeFleet } from './make-fleet';
import type { Measurement } from './measure';

const ROUNDS = 3;
const SIZES = [
  { tenants: 50, apps: 10 },
  { tenants: 200, apps: 10 },
  { tenants: 400, apps: 10 },
] as const;

function measureOnce(folder: string, flags: readonly string[]): Measurement {
  const output = path.join(folder, 'out');
  // What users run is compiled: threads would compile the sources anew.
  const script = path.resolve(__dirname, '../build/bench/measure.js');
  const child = spawnSync(process.execPath, [script, path.join(folder, 'fleet'), output, ...flags], {
    encoding: 'utf8',
  });
  rmSync(output, { recursive: true, force: true });
  if (child.status !== 0) throw new Error(child.stderr);
  return JSON.parse(child.stdout) as Measurement;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

function main(): void {
  const flags = process.argv.slice(2);
  const root = mkdtempSync(path.join(tmpdir(), 'gatehouse-bench-'));
  const folders = SIZES.map(({ tenants, apps }) => path.join(root, `${tenants}x${apps}`));
  SIZES.forEach(({ tenants, apps }, i) => {
    makeFleet(path.join(folders[i] ?? '', 'fleet'), tenants, apps);
  });
  const runs: Measurement[][] = SIZES.map(() => []);
  for (let round = 0; round < ROUNDS; round++)
    folders.forEach((folder, i) => runs[i]?.push(measureOnce(folder, flags)));
  rmSync(root, { recursive: true });
  report(runs);
}

function report(runs: readonly (readonly Measurement[])[]): void {
  const of = (i: number, read: (run: Measurement) => number): number => median((runs[i] ?? []).map(read));
  const rows = SIZES.map(({ tenants, apps }, i) => {
    const names = runs[i]?.[0]?.stages.map(({ name }) => name) ?? [];
    const stages = names.map((name) => [
      `${name} s`,
      of(i, (run) => (run.stages.find((stage) => stage.name === name)?.milliseconds ?? 0) / 1000).toFixed(2),
    ]);
    const row: Record<string, string | number> = {
      fleet: `${tenants} x ${apps}`,
      objects: of(i, ({ objects }) => objects),
      'JSON MB': of(i, ({ megabytes }) => megabytes).toFixed(1),
      ...(Object.fromEntries(stages) as Record<string, string>),
      'synth s': of(i, ({ synthMilliseconds }) => synthMilliseconds / 1000).toFixed(2),
      'baseline s': of(i, ({ baselineMilliseconds }) => baselineMilliseconds / 1000).toFixed(2),
      'synth/baseline': of(i, (run) => run.synthMilliseconds / run.baselineMilliseconds).toFixed(2),
      'peak MiB': of(i, ({ peakMebibytes }) => peakMebibytes).toFixed(0),
    };
    return row;
  });
  console.table(rows);
  const growth = (read: (run: Measurement) => number): string => (of(2, read) / of(1, read)).toFixed(2);
  console.log(
    `400/200 tenants: time x${growth((run) => run.synthMilliseconds)}, peak memory x${growth((run) => run.peakMebibytes)}`,
  );
}

main();
