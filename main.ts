/** What `cdk8s synth` runs, see cdk8s.yaml. */
import { synthesize } from './lib/app';
import { hasErrors, renderIssues } from './lib/model/issue';
import { tuneForShortRun } from './lib/short-run';

tuneForShortRun();
const { CDK8S_OUTDIR: output = 'dist', GATEHOUSE_FLEET: fleet = 'fleet', GATEHOUSE_CACHE: cache } = process.env;
void synthesize({ fleet, output, cache: cache || undefined, environment: process.env }).then(({ issues }) => {
  process.stderr.write(renderIssues(issues));
  process.exitCode = hasErrors(issues) ? 1 : 0;
});
