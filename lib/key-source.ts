/** Where a fleet's private keys come from and whom they are sealed for: all that a secrets mode needs before anything is made. */
import type { Fleet } from './model/fleet';
import { type Issue, type Result } from './model/issue';
import { planSealing } from './pki/plan-sealing';
import type { SealingRecipient } from './pki/sealing-recipient';
import { isDemoSeed, type Seed } from './pki/seed';
import type { Environment } from './seed/given-seed';
import { loadSeed } from './seed/load-seed';

export interface KeySource {
  /** Absent where no key is made here: the cluster makes its own. */
  readonly seed: Seed | undefined;
  /** With mode `sealed` alone. */
  readonly recipient: SealingRecipient | undefined;
}

const NO_SEED: Result<undefined> = { ok: true, value: undefined };

/** The faults of seed and sealing certificate together, places relative to the fleet folder. */
export async function loadKeySource(fleet: Fleet, environment: Environment): Promise<Result<KeySource>> {
  // No key comes from a seed then: it is not asked for, whatever `pki.seed` says.
  const isIssuedInCluster = fleet.platform.spec.secrets.mode === 'cert-manager';
  const seed = isIssuedInCluster ? NO_SEED : await loadSeed(fleet, environment);
  const recipient = planSealing(fleet, seed.ok && seed.value !== undefined ? isDemoSeed(seed.value) : undefined);
  if (seed.ok && recipient.ok) return { ok: true, value: { seed: seed.value, recipient: recipient.value } };
  return { ok: false, issues: [...issuesOf(seed), ...issuesOf(recipient)] };
}

export function issuesOf(result: Result<unknown>): readonly Issue[] {
  return result.ok ? [] : result.issues;
}
