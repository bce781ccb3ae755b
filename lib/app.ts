/** The whole journey of a synth: load, check, plan, issue, draw, verify, guard, write. A value only moves to the right. */
import path from 'node:path';
import { drawManifests } from './charts/draw-manifests';
import { loadFleet } from './input/load-fleet';
import type { CertificatePlan, CertificateStore } from './model/certificate';
import type { Fleet } from './model/fleet';
import { fault, hasErrors, locateIn, sortIssues, type Issue, type Result } from './model/issue';
import type { Manifest } from './model/manifest';
import type { SecretsMode } from './model/platform';
import { checkGitIgnored } from './output/check-git-ignored';
import { PKI_FILES } from './model/pki-folder';
import { OutputRefused } from './output/output-refused';
import { writeTree, type WriteReport } from './output/write-tree';
import { writeIfChanged } from './output/write-if-changed';
import { renderYaml } from './output/yaml-emitter';
import { renderInventory, toInventory } from './pki/inventory';
import { CERTIFICATES, issueCertificates } from './pki/issue';
import { planCertificates } from './pki/plan';
import { planSealing } from './pki/plan-sealing';
import { SEALED_KEYS, sealLeaves } from './pki/seal-leaves';
import { isDemoSeed, type Seed } from './pki/seed';
import type { TextCache } from './pki/text-cache';
import type { Environment } from './seed/given-seed';
import { loadSeed } from './seed/load-seed';
import { Stages, type Stage } from './stages';
import { checkCachePlace, openCache, saveCache } from './synth-cache';
import { checkLeaks } from './verify/leaks/check-leaks';
import { verifyManifests } from './verify/verify';

export interface SynthesizeOptions {
  /** Fleet folder. */
  readonly fleet: string;
  /** Folder that the manifests replace, see output/write-tree.ts. */
  readonly output: string;
  /** Where the seed is looked up, see seed/load-seed.ts. */
  readonly environment: Environment;
  /** Laid over what the platform document says. @default its mode */
  readonly secretsMode?: SecretsMode;
  /** Folder of what was signed before, see docs/decisions/0020. Same bytes with and without. @default everything is signed anew */
  readonly cache?: string | undefined;
  /** Told now and then how far a stage is. */
  readonly onProgress?: (stage: string, done: number, total: number) => void;
  /** Signs the plans. @default pki/issue.ts; benchmarks time the rest without it */
  readonly issue?: (plans: readonly CertificatePlan[], seed: Seed, cache: TextCache) => CertificateStore;
}

export interface SynthesizeReport {
  /** Sorted. Nothing was written where one of them is an error, but for that of an inventory, which comes last. */
  readonly issues: readonly Issue[];
  readonly tenants: number;
  readonly apps: number;
  readonly manifests: number;
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
  const { fleet: folder, output, environment, secretsMode, onProgress, issue = issueCertificates } = options;
  const stages = new Stages(onProgress);
  const misplaced = checkCachePlace(options.cache, output);
  if (misplaced.length > 0) return failed(misplaced, stages);
  const loaded = stages.run('load', (progress) => loadFleet(folder, progress));
  if (!loaded.ok) return failed(locateIn(folder, loaded.issues), stages);
  const fleet = withSecretsMode(loaded.value, secretsMode);
  const warnings = locateIn(folder, loaded.warnings);

  const seed = await loadSeed(fleet, environment);
  const recipient = planSealing(fleet, seed.ok ? isDemoSeed(seed.value) : undefined);
  const unsafe = fleet.platform.spec.secrets.mode === 'plain' ? checkGitIgnored(output, modePlace(fleet)) : [];
  if (!seed.ok || !recipient.ok || unsafe.length > 0) {
    const issues = [...(seed.ok ? [] : seed.issues), ...(recipient.ok ? [] : recipient.issues), ...unsafe];
    return failed([...warnings, ...locateIn(folder, issues)], stages);
  }
  const plans = stages.run('plan', () => planCertificates(fleet));
  const cache = openCache(options.cache, seed.value);
  const certificates = stages.run('issue', () => issue(plans, seed.value, cache));
  const { value: sealFor } = recipient;
  const drawable =
    sealFor === undefined
      ? certificates
      : stages.run('seal', () => sealLeaves(fleet, certificates, sealFor, seed.value, cache));
  const manifests = stages.run('draw', (progress) => drawManifests(fleet, drawable, progress));
  const found = [
    ...warnings,
    ...saveCache(options.cache, cache),
    ...locateIn(
      output,
      stages.run('verify', () => verifyManifests(manifests)),
    ),
  ];
  if (hasErrors(found)) return failed(found, stages);

  const files = stages.run('render', () => renderFiles(manifests));
  const leaks = stages.run('guard', () => checkLeaks(files, fleet));
  if (hasErrors(leaks)) return failed([...found, ...locateIn(output, leaks)], stages);
  const written = stages.run('write', () => writeOrRefuse(output, files));
  if (!written.ok) return failed([...found, ...written.issues], stages);
  const listed = fleet.pki === undefined ? [] : renewInventory(folder, fleet, certificates);
  return {
    issues: sortIssues([...found, ...listed]),
    tenants: fleet.tenants.length,
    apps: fleet.tenants.reduce((sum, { apps }) => sum + apps.length, 0),
    manifests: manifests.length,
    signed: cache.made(CERTIFICATES),
    sealed: cache.made(SEALED_KEYS),
    ...written.value,
    stages: stages.finished,
  };
}

/** After the output is in place: it tells what that holds. */
function renewInventory(folder: string, fleet: Fleet, certificates: CertificateStore): Issue[] {
  return writeIfChanged(path.join(folder, PKI_FILES.inventory), renderInventory(toInventory(fleet, certificates)));
}

function failed(issues: readonly Issue[], stages: Stages): SynthesizeReport {
  const nothing = { tenants: 0, apps: 0, manifests: 0, signed: 0, sealed: 0, written: 0, unchanged: 0, removed: 0 };
  return { issues: sortIssues(issues), ...nothing, stages: stages.finished };
}

function withSecretsMode(fleet: Fleet, mode = fleet.platform.spec.secrets.mode): Fleet {
  const { platform } = fleet;
  return { ...fleet, platform: { ...platform, spec: { ...platform.spec, secrets: { mode } } } };
}

function modePlace({ platform }: Fleet): Issue['where'] {
  return platform.source.placeOf(['spec', 'secrets', 'mode']);
}

function renderFiles(manifests: readonly Manifest[]): Map<string, string> {
  return new Map(manifests.map(({ path, object }) => [path, renderYaml(object)]));
}

function writeOrRefuse(folder: string, files: ReadonlyMap<string, string>): Result<WriteReport> {
  try {
    return { ok: true, value: writeTree(folder, files) };
  } catch (error) {
    if (!(error instanceof OutputRefused)) throw error;
    return { ok: false, issues: [fault('output', { file: folder, line: 1, column: 1 }, error.fault, error.fix)] };
  }
}
