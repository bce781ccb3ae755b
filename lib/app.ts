/** The whole journey of a synth: load, check, plan, issue, draw, verify, write. */
import type { Issue } from './model/issue';

export interface SynthesizeOptions {
  /** Fleet folder. */
  readonly fleet: string;
  /** Folder that the manifests replace, see output/write-tree.ts. */
  readonly output: string;
  /** Where GATEHOUSE_SEED is looked up. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Told now and then how far a stage is. */
  readonly onProgress?: (stage: string, done: number, total: number) => void;
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
  readonly stages: readonly { readonly name: string; readonly milliseconds: number }[];
}

/** Reads the fleet and replaces the output folder with its manifests, or returns every fault and leaves the folder as it is. */
export function synthesize(options: SynthesizeOptions): SynthesizeReport {
  throw new Error(`not wired yet: ${options.fleet}`);
}
