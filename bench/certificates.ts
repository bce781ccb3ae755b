/**
 * What certificates cost, sealing included, cold and warm, on 200 tenants x 10 apps: `npm run bench:certificates`.
 * Each figure is the median of three processes that take turns; figures of one run can be compared, those of two cannot.
 */
import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { makeFleet } from './make-fleet';
import type { Measurement } from './measure-certificates';

const ROUNDS = 3;

function measureOnce(fleet: string, cache?: string): Measurement {
  const script = path.join(__dirname, 'measure-certificates.ts');
  const args = ['-r', '@swc-node/register', script, fleet, ...(cache === undefined ? [] : [cache])];
  const child = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (child.status !== 0) throw new Error(child.stderr);
  return JSON.parse(child.stdout) as Measurement;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

/** For the demo sealing certificate, RSA-4096 as kubeseal makes them. */
function sealFor(fleet: string, pki: string): void {
  const platform = path.join(fleet, 'platform.yaml');
  writeFileSync(platform, readFileSync(platform, 'utf8').replace('mode: plain', 'mode: sealed'));
  mkdirSync(path.join(fleet, 'pki'));
  cpSync(path.join(pki, 'sealing.pem'), path.join(fleet, 'pki', 'sealing.pem'));
}

/** One app becomes public: one certificate more, for its host. */
function makeChanged(fleet: string, changed: string): void {
  cpSync(fleet, changed, { recursive: true });
  const app = path.join(changed, 'tenants', 'tenant-0007', 'app-1.yaml');
  appendFileSync(app, '    - { name: more, port: 9090, protocol: tls, expose: public }\n');
}

function main(): void {
  const root = mkdtempSync(path.join(tmpdir(), 'gatehouse-bench-'));
  const at = (name: string): string => path.join(root, name);
  makeFleet(at('fleet'), 200, 10);
  sealFor(at('fleet'), path.join(__dirname, '..', 'fleet', 'pki'));
  makeChanged(at('fleet'), at('changed'));
  const runs = new Map<string, Measurement[]>();
  const note = (name: string, measurement: Measurement): void => {
    runs.set(name, [...(runs.get(name) ?? []), measurement]);
  };
  for (let round = 0; round < ROUNDS; round++) {
    note('no cache', measureOnce(at('fleet')));
    rmSync(at('cache'), { recursive: true, force: true });
    note('cold cache', measureOnce(at('fleet'), at('cache')));
    note('warm, nothing changed', measureOnce(at('fleet'), at('cache')));
    note('warm, one app changed', measureOnce(at('changed'), at('cache')));
  }
  const packs = readdirSync(at('cache')).map((file) => statSync(path.join(at('cache'), file)).size);
  rmSync(root, { recursive: true });
  console.table(Object.fromEntries([...runs].map(([name, measurements]) => [name, toRow(measurements)])));
  console.log(`the cache: ${packs.length} files, ${(packs.reduce((a, b) => a + b, 0) / 1e6).toFixed(1)} MB`);
  const all = [...runs.values()].flat();
  const [ours, noble] = [median(all.map((m) => m.signMilliseconds)), median(all.map((m) => m.nobleMilliseconds))];
  console.log(
    `a signature: ${ours.toFixed(3)} ms, @noble/curves ${noble.toFixed(3)} ms, ratio ${(noble / ours).toFixed(1)}`,
  );
}

function toRow(measurements: readonly Measurement[]): Record<string, string | number> {
  const of = (read: (measurement: Measurement) => number): number => median(measurements.map(read));
  return {
    certificates: of(({ certificates }) => certificates),
    leaves: of(({ leaves }) => leaves),
    signed: of(({ signed }) => signed),
    sealed: of(({ sealed }) => sealed),
    'CPU s': (of(({ milliseconds }) => milliseconds) / 1000).toFixed(2),
    'CPU ms a leaf': of((m) => m.milliseconds / m.leaves).toFixed(3),
    'leaves a CPU second': Math.round(of((m) => (1000 * m.leaves) / m.milliseconds)),
  };
}

main();
