/** `gatehouse synth`: from the fleet folder to the manifests. */
import { Command, Option } from 'commander';
import { synthesize, type SynthesizeReport } from '../app';
import { hasErrors, renderIssues } from '../model/issue';
import { FAULTS, FINE } from './exit-codes';
import { cacheOptions, fleetOption, outputOption } from './folder-options';
import type { Io } from './io';
import { ProgressLine } from './progress-line';

interface SynthOptions {
  readonly fleet: string;
  readonly output: string;
  readonly secrets?: 'plain';
  readonly cache?: string | false;
}

export function synthCommand(io: Io, exit: (code: number) => void): Command {
  const [cache, noCache] = cacheOptions(io);
  return new Command('synth')
    .description(
      'Turn the fleet into manifests. The output folder is replaced as a whole, or, where there are faults, left as it is.',
    )
    .addOption(fleetOption(io))
    .addOption(outputOption(io))
    .addOption(cache)
    .addOption(noCache)
    .addOption(
      new Option(
        '--secrets <mode>',
        "lay this secrets mode over the platform's, for this run: readable keys, to try things out",
      ).choices(['plain']),
    )
    .addHelpText(
      'after',
      `
Examples:
  gatehouse synth                                   fleet/ to dist/
  gatehouse synth --fleet prod --output /tmp/prod   another fleet, somewhere else
  gatehouse synth --secrets plain --output /tmp/try readable keys, to try it on any cluster
  cdk8s synth                                       the same bytes through the cdk8s CLI

The output folder:
  front/                the shared SNI router
  tenants/<tenant>/     one folder for each tenant: one Argo CD Application, or
                        kubectl apply --server-side -R -f dist/front -f dist/tenants
  clients/<tenant>/<app>/<endpoint>/   what clients of a public endpoint are given
  Files are named <order>-<kind>-<name>.k8s.yaml; unchanged ones keep bytes and time.`,
    )
    .action(async (options: SynthOptions) => {
      exit(await runSynth(options, io));
    });
}

async function runSynth({ fleet, output, secrets, cache }: SynthOptions, io: Io): Promise<number> {
  const progress = new ProgressLine(io);
  const report = await synthesize({
    fleet,
    output,
    cache: cache || undefined,
    environment: io.environment,
    ...(secrets === undefined ? {} : { secretsMode: secrets }),
    onProgress: progress.update,
  });
  progress.clear();
  io.writeError(renderIssues(report.issues));
  if (hasErrors(report.issues)) return FAULTS;
  io.writeOut(renderReport(report, output));
  return FINE;
}

function renderReport(
  { tenants, apps, manifests, kitFiles, written, unchanged, removed }: SynthesizeReport,
  output: string,
): string {
  return `${tenants} tenants, ${apps} apps: ${manifests} manifests and ${kitFiles} files for clients in ${output} (${written} written, ${unchanged} unchanged, ${removed} removed)\n`;
}
