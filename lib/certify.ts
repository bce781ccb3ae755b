/** From a fleet and the source of its keys to certificates with their keys as the secrets mode lets them into manifests. */
import type { CertificatePlan, CertificateStore, DrawableStore } from './model/certificate';
import type { Fleet } from './model/fleet';
import type { Issue } from './model/issue';
import { holdKeysBack, leaveUnissued } from './pki/hold-keys-back';
import { CERTIFICATES, issueCertificates } from './pki/issue';
import { planCertificates } from './pki/plan';
import { SEALED_KEYS, sealLeaves } from './pki/seal-leaves';
import type { Seed } from './pki/seed';
import type { TextCache } from './pki/text-cache';
import type { KeySource } from './key-source';
import type { Stages } from './stages';
import { openCache, saveCache } from './synth-cache';

export interface CertifyOptions {
  /** Folder of what was signed before, see synth-cache.ts. */
  readonly cache?: string | undefined;
  /** @default pki/issue.ts */
  readonly issue?: (plans: readonly CertificatePlan[], seed: Seed, cache: TextCache) => CertificateStore;
}

export interface Certified {
  readonly drawable: DrawableStore;
  /** Certificates that were signed in this run, and not remembered. */
  readonly signed: number;
  /** Keys that were sealed in this run, and not remembered. */
  readonly sealed: number;
  readonly warnings: readonly Issue[];
}

export function certify(fleet: Fleet, source: KeySource, stages: Stages, options: CertifyOptions): Certified {
  const { seed, recipient } = source;
  const { cache: folder, issue = issueCertificates } = options;
  const plans = stages.run('plan', () => planCertificates(fleet));
  if (seed === undefined) return { drawable: leaveUnissued(plans), signed: 0, sealed: 0, warnings: [] };
  const cache = openCache(folder, seed);
  const certificates = stages.run('issue', () => issue(plans, seed, cache));
  const drawable =
    recipient === undefined
      ? asTheModeWants(fleet, certificates)
      : stages.run('seal', () => sealLeaves(fleet, certificates, recipient, seed, cache));
  const warnings = saveCache(folder, cache);
  return { drawable, signed: cache.made(CERTIFICATES), sealed: cache.made(SEALED_KEYS), warnings };
}

function asTheModeWants({ platform }: Fleet, certificates: CertificateStore): DrawableStore {
  return platform.spec.secrets.mode === 'external' ? holdKeysBack(certificates) : certificates;
}
