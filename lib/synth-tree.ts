/** All folders of a certified fleet in the place of the output folder, or every fault, and the output folder as it is. */
import { fault, hasErrors, locateIn, type Issue } from './model/issue';
import { OutputRefused } from './output/output-refused';
import { openTree, type WriteReport } from './output/write-tree';
import type { FolderOutcome, FolderSource } from './synth-folder';
import type { FolderWorkers } from './synth-threads';
import { conclude } from './verify/conclude';

export interface SynthTree {
  /** Places lead there from where the user stands. Nothing was replaced where one of them is an error. */
  readonly issues: readonly Issue[];
  readonly manifests: number;
  /** Files of client kits, which are no manifests. */
  readonly kitFiles: number;
  /** Absent where nothing was replaced. */
  readonly written?: WriteReport;
}

export async function synthTree(
  output: string,
  source: Omit<FolderSource, 'place'>,
  workers: FolderWorkers,
): Promise<SynthTree> {
  const { stages } = source;
  try {
    const tree = stages.part('open', () => openTree(output));
    try {
      const outcomes = await workers.share({ ...source, place: tree.place });
      const issues = stages.run('verify', () => issuesOf(output, outcomes));
      const counts = countFiles(outcomes);
      if (hasErrors(issues)) return { issues, ...counts };
      const written = stages.run('write', () => tree.commit(outcomes.map(({ added }) => added)));
      return { issues, ...counts, written };
    } finally {
      stages.part('close', tree.close);
    }
  } catch (error) {
    if (!(error instanceof OutputRefused)) throw error;
    return { issues: [refusal(output, error)], manifests: 0, kitFiles: 0 };
  }
}

function issuesOf(output: string, outcomes: readonly FolderOutcome[]): Issue[] {
  const faults = conclude(outcomes.map(({ inspection }) => inspection));
  const leaks = outcomes.flatMap((outcome) => outcome.leaks);
  // A full disk is full for all folders: it is told once.
  const refused = outcomes.flatMap((outcome) => outcome.refused ?? []).slice(0, 1);
  return [...locateIn(output, [...faults, ...leaks]), ...refused.map((why) => refusal(output, why))];
}

function refusal(output: string, { fault: message, fix }: Pick<OutputRefused, 'fault' | 'fix'>): Issue {
  return fault('output', { file: output, line: 1, column: 1 }, message, fix);
}

function countFiles(outcomes: readonly FolderOutcome[]): Pick<SynthTree, 'manifests' | 'kitFiles'> {
  const sum = (count: (outcome: FolderOutcome) => number): number => outcomes.reduce((n, one) => n + count(one), 0);
  return { manifests: sum(({ manifests }) => manifests), kitFiles: sum(({ kitFiles }) => kitFiles) };
}
