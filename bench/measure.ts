/**
 * One measurement in a process of its own, printed as JSON: a whole synth of a fleet folder by stage, and in the same
 * process what JSON.stringify and plain file writes of the same objects take. Without `--issue` every certificate is one
 * constant text, so that signing does not hide the rest.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { synthesize } from '../lib/app';
import { drawManifests } from '../lib/charts/draw-manifests';
import { loadFleet } from '../lib/input/load-fleet';
import type { CertificatePlan, CertificateStore } from '../lib/model/certificate';
import type { Manifest } from '../lib/model/manifest';
import { issueCertificates } from '../lib/pki/issue';
import { planCertificates } from '../lib/pki/plan';
import { demoSeed, type Seed } from '../lib/pki/seed';
import { tuneForShortRun } from '../lib/short-run';

export interface Measurement {
  readonly stages: readonly { readonly name: string; readonly milliseconds: number }[];
  readonly synthMilliseconds: number;
  readonly baselineMilliseconds: number;
  readonly objects: number;
  readonly megabytes: number;
  readonly peakMebibytes: number;
}

// As the program itself does.
tuneForShortRun();
const [fleet = '', output = '', flag] = process.argv.slice(2);

/** One real certificate and key for all: what is not one would not pass for one with the leak guard either. */
function pretendToIssue(plans: readonly CertificatePlan[], seed: Seed = demoSeed): CertificateStore {
  const real = issueCertificates(plans.slice(0, 1), seed).values().next().value;
  if (real === undefined) throw new Error('there is nothing to issue');
  const { certificatePem, keyPem } = real;
  return new Map(plans.map((plan) => [plan.id, { plan, certificatePem, keyPem }]));
}

function timed(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

function writeAsJson(manifests: readonly Manifest[], folder: string): number {
  let bytes = 0;
  for (const parent of new Set(manifests.map((manifest) => path.dirname(manifest.path))))
    mkdirSync(path.join(folder, parent), { recursive: true });
  for (const manifest of manifests) {
    const text = JSON.stringify(manifest.object);
    bytes += text.length;
    writeFileSync(path.join(folder, manifest.path), text);
  }
  return bytes;
}

async function measure(): Promise<Measurement> {
  const issue = flag === '--issue' ? {} : { issue: pretendToIssue };
  const start = performance.now();
  const report = await synthesize({ fleet, output, environment: {}, ...issue });
  const synthMilliseconds = performance.now() - start;
  if (report.issues.length > 0) throw new Error(JSON.stringify(report.issues.slice(0, 3)));
  // Peak of the synth alone: the baseline below holds all objects again.
  const peakMebibytes = process.resourceUsage().maxRSS / 1024;

  const loaded = loadFleet(fleet);
  if (!loaded.ok) throw new Error('the fleet has faults');
  const manifests = drawManifests(loaded.value, pretendToIssue(planCertificates(loaded.value)));
  const plain = `${output}-json`;
  let bytes = 0;
  const baselineMilliseconds = timed(() => {
    bytes = writeAsJson(manifests, plain);
  });
  rmSync(plain, { recursive: true });
  return {
    stages: report.stages,
    synthMilliseconds,
    baselineMilliseconds,
    objects: manifests.length,
    megabytes: bytes / 1e6,
    peakMebibytes,
  };
}

void measure().then((measurement) => process.stdout.write(`${JSON.stringify(measurement)}\n`));
