/** The whole journey of a synth: load, check, plan, issue, draw, verify, write. A value only moves to the right. */
import { drawManifests } from './charts/draw-manifests';
import { loadFleet } from './input/load-fleet';
import type { CertificatePlan, CertificateStore, DrawableStore } from './model/certificate';
import type { Fleet } from './model/fleet';
import { fault, hasErrors, locateIn, sortIssues, type Issue, type Result } from './model/issue';
import type { Manifest } from './model/manifest';
import type { SecretsMode } from './model/platform';
import { checkGitIgnored } from './output/check-git-ignored';
import { OutputRefused } from './output/output-refused';
import { writeTree, type WriteReport } from './output/write-tree';
import { renderYaml } from './output/yaml-emitter';
import { holdKeysBack, leaveUnissued } from './pki/hold-keys-back';
import { issueCertificates } from './pki/issue';
import { planCertificates } from './pki/plan';
import { planSealing } from './pki/plan-sealing';
import { sealLeaves } from './pki/seal-leaves';
import type { SealingRecipient } from './pki/sealing-recipient';
import { isDemoSeed, type Seed } from './pki/seed';
import type { Environment } from './seed/given-seed';
import { loadSeed } from './seed/load-seed';
import { Stages, type Stage } from './stages';
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
  /** Told now and then how far a stage is. */
  readonly onProgress?: (stage: string, done: number, total: number) => void;
  /** Signs the plans. @default pki/issue.ts; benchmarks time the rest without it */
  readonly issue?: (plans: readonly CertificatePlan[], seed: Seed) => CertificateStore;
}

export interface SynthesizeReport {
  /** Sorted. Nothing was written where one of them is an error. */
  readonly issues: readonly Issue[];
  readonly tenants: number;
  readonly apps: number;
  readonly manifests: number;
  readonly written: number;
  readonly unchanged: number;
  readonly removed: number;
  /** Wall time of each stage, in milliseconds, in order. */
  readonly stages: readonly Stage[];
}

interface DrawableProps {
  readonly fleet: Fleet;
  /** Absent where no certificate is issued here. */
  readonly seed: Seed | undefined;
  readonly recipient: SealingRecipient | undefined;
  readonly issue: typeof issueCertificates;
  readonly stages: Stages;
}

const NO_SEED: Result<undefined> = { ok: true, value: undefined };

/** Reads the fleet and replaces the output folder with its manifests, or returns every fault and leaves the folder as it is. */
export async function synthesize(options: SynthesizeOptions): Promise<SynthesizeReport> {
  const { fleet: folder, output, environment, secretsMode, onProgress, issue = issueCertificates } = options;
  const stages = new Stages(onProgress);
  const loaded = stages.run('load', (progress) => loadFleet(folder, progress));
  if (!loaded.ok) return failed(locateIn(folder, loaded.issues), stages);
  const fleet = withSecretsMode(loaded.value, secretsMode);
  const warnings = locateIn(folder, loaded.warnings);

  const seed = isIssuedInCluster(fleet) ? NO_SEED : await loadSeed(fleet, environment);
  const recipient = planSealing(fleet, seed.ok && seed.value !== undefined ? isDemoSeed(seed.value) : undefined);
  const unsafe = fleet.platform.spec.secrets.mode === 'plain' ? checkGitIgnored(output, modePlace(fleet)) : [];
  if (!seed.ok || !recipient.ok || unsafe.length > 0) {
    const issues = [...(seed.ok ? [] : seed.issues), ...(recipient.ok ? [] : recipient.issues), ...unsafe];
    return failed([...warnings, ...locateIn(folder, issues)], stages);
  }
  const drawable = makeDrawable({ fleet, seed: seed.value, recipient: recipient.value, issue, stages });
  const manifests = stages.run('draw', (progress) => drawManifests(fleet, drawable, progress));
  const found = [
    ...warnings,
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
    ...written.value,
    stages: stages.finished,
  };
}

/** Certificates with their keys as the secrets mode lets them into manifests. */
function makeDrawable({ fleet, seed, recipient, issue, stages }: DrawableProps): DrawableStore {
  const plans = stages.run('plan', () => planCertificates(fleet));
  if (seed === undefined) return leaveUnissued(plans);
  const certificates = stages.run('issue', () => issue(plans, seed));
  if (recipient !== undefined) return stages.run('seal', () => sealLeaves(fleet, certificates, recipient, seed));
  return fleet.platform.spec.secrets.mode === 'external' ? holdKeysBack(certificates) : certificates;
}

/** No key comes from a seed then: it is not asked for, whatever `pki.seed` says. */
function isIssuedInCluster({ platform }: Fleet): boolean {
  return platform.spec.secrets.mode === 'cert-manager';
}

function failed(issues: readonly Issue[], stages: Stages): SynthesizeReport {
  const nothing = { tenants: 0, apps: 0, manifests: 0, written: 0, unchanged: 0, removed: 0 };
  return { issues: sortIssues(issues), ...nothing, stages: stages.finished };
}

function withSecretsMode(fleet: Fleet, mode = fleet.platform.spec.secrets.mode): Fleet {
  const { platform } = fleet;
  return {
    ...fleet,
    platform: { ...platform, spec: { ...platform.spec, secrets: { ...platform.spec.secrets, mode } } },
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
    const where = { file: folder, line: 1, column: 1 };
    return { ok: false, issues: [fault('output', where, error.fault, error.fix)] };
  }
}
