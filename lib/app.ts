/** The whole journey of a synth: load, check, plan, issue, draw, verify, write. A value only moves to the right. */
import { drawManifests } from './charts/draw-manifests';
import { loadFleet } from './input/load-fleet';
import type { CertificatePlan, CertificateStore } from './model/certificate';
import type { Fleet } from './model/fleet';
import { fault, hasErrors, locateIn, sortIssues, type Issue, type Result } from './model/issue';
import type { Manifest } from './model/manifest';
import { checkGitIgnored } from './output/check-git-ignored';
import { OutputRefused } from './output/output-refused';
import { writeTree, type WriteReport } from './output/write-tree';
import { renderYaml } from './output/yaml-emitter';
import { CERTIFICATES, issueCertificates } from './pki/issue';
import { planCertificates } from './pki/plan';
import { demoSeed, parseSeed, type Seed } from './pki/seed';
import type { TextCache } from './pki/text-cache';
import { Stages, type Stage } from './stages';
import { checkCachePlace, openCache, saveCache } from './synth-cache';
import { verifyManifests } from './verify/verify';

export interface SynthesizeOptions {
  /** Fleet folder. */
  readonly fleet: string;
  /** Folder that the manifests replace, see output/write-tree.ts. */
  readonly output: string;
  /** Where GATEHOUSE_SEED is looked up. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Folder of what was signed before, see docs/decisions/0018. Same bytes with and without. @default everything is signed anew */
  readonly cache?: string | undefined;
  /** Told now and then how far a stage is. */
  readonly onProgress?: (stage: string, done: number, total: number) => void;
  /** Signs the plans. @default pki/issue.ts; benchmarks time the rest without it */
  readonly issue?: (plans: readonly CertificatePlan[], seed: Seed, cache: TextCache) => CertificateStore;
}

export interface SynthesizeReport {
  /** Sorted. Nothing was written where one of them is an error. */
  readonly issues: readonly Issue[];
  readonly tenants: number;
  readonly apps: number;
  readonly manifests: number;
  /** Certificates that were signed in this run, and not remembered. */
  readonly signed: number;
  readonly written: number;
  readonly unchanged: number;
  readonly removed: number;
  /** Wall time of each stage, in milliseconds, in order. */
  readonly stages: readonly Stage[];
}

/** Reads the fleet and replaces the output folder with its manifests, or returns every fault and leaves the folder as it is. */
export function synthesize(options: SynthesizeOptions): SynthesizeReport {
  const { fleet: folder, output, environment, onProgress, issue = issueCertificates } = options;
  const stages = new Stages(onProgress);
  const misplaced = checkCachePlace(options.cache, output);
  if (misplaced.length > 0) return failed(misplaced, stages);
  const loaded = stages.run('load', (progress) => loadFleet(folder, progress));
  if (!loaded.ok) return failed(locateIn(folder, loaded.issues), stages);
  const fleet = loaded.value;
  const warnings = locateIn(folder, loaded.warnings);

  const seed = seedOf(fleet, environment);
  const unsafe = fleet.platform.spec.secrets.mode === 'plain' ? checkGitIgnored(output, modePlace(fleet)) : [];
  if (!seed.ok || unsafe.length > 0) {
    return failed([...warnings, ...locateIn(folder, [...(seed.ok ? [] : seed.issues), ...unsafe])], stages);
  }
  const plans = stages.run('plan', () => planCertificates(fleet));
  const cache = openCache(options.cache, seed.value);
  const certificates = stages.run('issue', () => issue(plans, seed.value, cache));
  const manifests = stages.run('draw', (progress) => drawManifests(fleet, certificates, progress));
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
  const written = stages.run('write', () => writeOrRefuse(output, files));
  if (!written.ok) return failed([...found, ...written.issues], stages);
  return {
    issues: sortIssues(found),
    tenants: fleet.tenants.length,
    apps: fleet.tenants.reduce((sum, { apps }) => sum + apps.length, 0),
    manifests: manifests.length,
    signed: cache.made(CERTIFICATES),
    ...written.value,
    stages: stages.finished,
  };
}

function failed(issues: readonly Issue[], stages: Stages): SynthesizeReport {
  const nothing = { tenants: 0, apps: 0, manifests: 0, signed: 0, written: 0, unchanged: 0, removed: 0 };
  return { issues: sortIssues(issues), ...nothing, stages: stages.finished };
}

function seedOf({ platform }: Fleet, environment: SynthesizeOptions['environment']): Result<Seed> {
  if (platform.spec.pki.seed === 'demo') return { ok: true, value: demoSeed };
  const where = platform.source.placeOf(['spec', 'pki', 'seed']);
  const hex = environment['GATEHOUSE_SEED'];
  if (hex !== undefined && hex !== '') return parseSeed(hex, where);
  const message = 'the seed comes from the environment, and GATEHOUSE_SEED is not set';
  return {
    ok: false,
    issues: [fault('seed', where, message, 'set it to the 64 hexadecimal characters that you keep for this platform')],
  };
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
