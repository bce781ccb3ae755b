/** The whole journey of a synth: load, check, certify, draw, verify, guard, write. A value only moves to the right. */
import path from 'node:path';
import { certify, type CertifyOptions } from './certify';
import { drawManifests } from './charts/draw-manifests';
import { loadFleet } from './input/load-fleet';
import { issuesOf, loadKeySource } from './key-source';
import { renderClientKits } from './kits/client-kits';
import type { DrawableStore } from './model/certificate';
import type { Fleet } from './model/fleet';
import { fault, hasErrors, locateIn, sortIssues, type Issue, type Result } from './model/issue';
import type { Manifest } from './model/manifest';
import { PKI_FILES } from './model/pki-folder';
import type { SecretsMode } from './model/platform';
import { checkGitIgnored } from './output/check-git-ignored';
import { OutputRefused } from './output/output-refused';
import { writeIfChanged } from './output/write-if-changed';
import { writeTree, type WriteReport } from './output/write-tree';
import { renderYaml } from './output/yaml-emitter';
import { checkClientAuthorities } from './pki/check-client-authorities';
import { renderInventory, toInventory } from './pki/inventory';
import type { Environment } from './seed/given-seed';
import { Stages, type Stage } from './stages';
import { checkCachePlace } from './synth-cache';
import { checkLeaks } from './verify/leaks/check-leaks';
import { verifyManifests } from './verify/verify';

export interface SynthesizeOptions extends CertifyOptions {
  /** Fleet folder. */
  readonly fleet: string;
  /** Folder that the manifests replace, see output/write-tree.ts. */
  readonly output: string;
  /** Where the seed is looked up, see seed/load-seed.ts. */
  readonly environment: Environment;
  /** Laid over what the platform document says. @default its mode */
  readonly secretsMode?: SecretsMode;
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
  /** Wall time of each stage, in milliseconds, in order. */
  readonly stages: readonly Stage[];
}

/** Reads the fleet and replaces the output folder with its manifests, or returns every fault and leaves the folder as it is. */
export async function synthesize(options: SynthesizeOptions): Promise<SynthesizeReport> {
  const { fleet: folder, output, environment, secretsMode, onProgress } = options;
  const stages = new Stages(onProgress);
  const misplaced = checkCachePlace(options.cache, output);
  if (misplaced.length > 0) return failed(misplaced, stages);
  const loaded = stages.run('load', (progress) => loadFleet(folder, progress));
  if (!loaded.ok) return failed(locateIn(folder, loaded.issues), stages);
  const fleet = withSecretsMode(loaded.value, secretsMode);
  const warnings = locateIn(folder, loaded.warnings);

  const source = await loadKeySource(fleet, environment);
  const unsafe = [...checkPlace(fleet, output), ...checkClientAuthorities(fleet)];
  if (!source.ok || unsafe.length > 0)
    return failed([...warnings, ...locateIn(folder, [...issuesOf(source), ...unsafe])], stages);
  const certified = certify(fleet, source.value, stages, options);
  const manifests = stages.run('draw', (progress) => drawManifests(fleet, certified.drawable, progress));
  const faults = stages.run('verify', () => verifyManifests(manifests));
  const found = [...warnings, ...certified.warnings, ...locateIn(output, faults)];
  if (hasErrors(found)) return failed(found, stages);

  const files = stages.run('render', () => renderFiles(manifests, renderClientKits(fleet, certified.drawable)));
  const leaks = stages.run('guard', () => checkLeaks(files, fleet));
  if (hasErrors(leaks)) return failed([...found, ...locateIn(output, leaks)], stages);
  const written = stages.run('write', () => writeOrRefuse(output, files));
  if (!written.ok) return failed([...found, ...written.issues], stages);
  const listed = renewInventory(folder, fleet, certified.drawable);
  return {
    issues: sortIssues([...found, ...listed]),
    tenants: fleet.tenants.length,
    apps: fleet.tenants.reduce((sum, { apps }) => sum + apps.length, 0),
    manifests: manifests.length,
    kitFiles: files.size - manifests.length,
    signed: certified.signed,
    sealed: certified.sealed,
    ...written.value,
    stages: stages.finished,
  };
}

function failed(issues: readonly Issue[], stages: Stages): SynthesizeReport {
  const nothing = { tenants: 0, apps: 0, manifests: 0, kitFiles: 0, signed: 0, sealed: 0 };
  const unwritten = { written: 0, unchanged: 0, removed: 0 };
  return { issues: sortIssues(issues), ...nothing, ...unwritten, stages: stages.finished };
}

function withSecretsMode(fleet: Fleet, mode = fleet.platform.spec.secrets.mode): Fleet {
  const { platform } = fleet;
  const { spec } = platform;
  return { ...fleet, platform: { ...platform, spec: { ...spec, secrets: { ...spec.secrets, mode } } } };
}

/** Readable keys must not lie where Git would take them up. */
function checkPlace({ platform }: Fleet, output: string): Issue[] {
  if (platform.spec.secrets.mode !== 'plain') return [];
  return checkGitIgnored(output, platform.source.placeOf(['spec', 'secrets', 'mode']));
}

/** @param kits what is no Kubernetes object, and named so that kubectl passes it over. */
function renderFiles(manifests: readonly Manifest[], kits: ReadonlyMap<string, string>): Map<string, string> {
  return new Map([...manifests.map(({ path: file, object }): [string, string] => [file, renderYaml(object)]), ...kits]);
}

function writeOrRefuse(folder: string, files: ReadonlyMap<string, string>): Result<WriteReport> {
  try {
    return { ok: true, value: writeTree(folder, files) };
  } catch (error) {
    if (!(error instanceof OutputRefused)) throw error;
    return { ok: false, issues: [fault('output', { file: folder, line: 1, column: 1 }, error.fault, error.fix)] };
  }
}

/** After the output is in place: it tells what that holds. */
function renewInventory(folder: string, fleet: Fleet, certificates: DrawableStore): Issue[] {
  if (fleet.pki === undefined) return [];
  return writeIfChanged(path.join(folder, PKI_FILES.inventory), renderInventory(toInventory(fleet, certificates)));
}
