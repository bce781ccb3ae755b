/** The whole journey of a synth: load, check, certify; then draw, verify, render, guard and write folder by folder. A value only moves to the right. */
import path from 'node:path';
import { certify, type CertifyOptions } from './certify';
import { understandFleet } from './input/load-fleet';
import { readFleet } from './input/read-fleet';
import { issuesOf, loadKeySource } from './key-source';
import type { DrawableStore } from './model/certificate';
import type { Fleet } from './model/fleet';
import { locateIn, sortIssues, type Issue } from './model/issue';
import { PKI_FILES } from './model/pki-folder';
import type { SecretsMode } from './model/platform';
import { checkGitIgnored } from './output/check-git-ignored';
import { writeIfChanged } from './output/write-if-changed';
import { checkClientAuthorities } from './pki/check-client-authorities';
import { renderInventory, toInventory } from './pki/inventory';
import { withSecretsMode } from './secrets-mode';
import type { Environment } from './seed/given-seed';
import { Stages, type Stage } from './stages';
import { checkCachePlace } from './synth-cache';
import { FolderWorkers, threadsFor } from './synth-threads';
import { synthTree } from './synth-tree';

export interface SynthesizeOptions extends CertifyOptions {
  /** Fleet folder. */
  readonly fleet: string;
  /** Folder that the manifests replace, see output/write-tree.ts. */
  readonly output: string;
  /** Where the seed is looked up, see seed/load-seed.ts. */
  readonly environment: Environment;
  /** Laid over what the platform document says. @default its mode */
  readonly secretsMode?: SecretsMode;
  /** Threads that make folders, this one among them. @default as many as the machine and the fleet make worth while */
  readonly threads?: number;
  /** Told now and then how far a stage is. */
  readonly onProgress?: (stage: string, done: number, total: number) => void;
}

export interface SynthesizeReport {
  /** Sorted. Nothing was written where one of them is an error. */
  readonly issues: readonly Issue[];
  readonly tenants: number;
  readonly apps: number;
  readonly manifests: number;
  /** Files of client kits, which are no manifests. */
  readonly kitFiles: number;
  /** Certificates that were signed in this run, and not remembered. */
  readonly signed: number;
  /** Keys that were sealed in this run, and not remembered. */
  readonly sealed: number;
  readonly written: number;
  readonly unchanged: number;
  readonly removed: number;
  /** In order. Those of folders (draw, verify, render, guard, write) are the time of all threads together. */
  readonly stages: readonly Stage[];
}

/** Reads the fleet and replaces the output folder with its manifests, or returns every fault and leaves the folder as it is. */
export async function synthesize(options: SynthesizeOptions): Promise<SynthesizeReport> {
  const { fleet: folder, secretsMode, threads } = options;
  const stages = new Stages(options.onProgress);
  const misplaced = checkCachePlace(options.cache, options.output);
  if (misplaced.length > 0) return failed(misplaced, stages);
  const texts = stages.run('load', () => readFleet(folder));
  const workers = new FolderWorkers(threadsFor(texts.texts.size, threads) - 1, { texts, secretsMode });
  try {
    const loaded = stages.run('load', (progress) => understandFleet(texts, progress));
    if (!loaded.ok) return failed(locateIn(folder, loaded.issues), stages);
    const fleet = withSecretsMode(loaded.value, secretsMode);
    return await synthesizeFleet(fleet, locateIn(folder, loaded.warnings), options, stages, workers);
  } finally {
    await workers.stop();
  }
}

async function synthesizeFleet(
  fleet: Fleet,
  warnings: readonly Issue[],
  options: SynthesizeOptions,
  stages: Stages,
  workers: FolderWorkers,
): Promise<SynthesizeReport> {
  const { fleet: folder, output, environment } = options;
  const source = await loadKeySource(fleet, environment);
  const unsafe = [...checkPlace(fleet, output), ...checkClientAuthorities(fleet)];
  if (!source.ok || unsafe.length > 0)
    return failed([...warnings, ...locateIn(folder, [...issuesOf(source), ...unsafe])], stages);
  const certified = certify(fleet, source.value, stages, options);
  const certificates = certified.drawable;
  const { issues, written, ...counts } = await synthTree(output, { fleet, certificates, stages }, workers);
  const found = [...warnings, ...certified.warnings, ...issues];
  if (written === undefined) return failed(found, stages);
  return {
    issues: sortIssues([...found, ...renewInventory(folder, fleet, certificates)]),
    tenants: fleet.tenants.length,
    apps: fleet.tenants.reduce((sum, { apps }) => sum + apps.length, 0),
    ...counts,
    signed: certified.signed,
    sealed: certified.sealed,
    ...written,
    stages: stages.finished,
  };
}

function failed(issues: readonly Issue[], stages: Stages): SynthesizeReport {
  const nothing = { tenants: 0, apps: 0, manifests: 0, kitFiles: 0, signed: 0, sealed: 0 };
  const unwritten = { written: 0, unchanged: 0, removed: 0 };
  return { issues: sortIssues(issues), ...nothing, ...unwritten, stages: stages.finished };
}

/** Readable keys must not lie where Git would take them up. */
function checkPlace({ platform }: Fleet, output: string): Issue[] {
  if (platform.spec.secrets.mode !== 'plain') return [];
  return checkGitIgnored(output, platform.source.placeOf(['spec', 'secrets', 'mode']));
}

/** After the output is in place: it tells what that holds. */
function renewInventory(folder: string, fleet: Fleet, certificates: DrawableStore): Issue[] {
  if (fleet.pki === undefined) return [];
  return writeIfChanged(path.join(folder, PKI_FILES.inventory), renderInventory(toInventory(fleet, certificates)));
}
