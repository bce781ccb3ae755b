/** What `cdk8s synth` runs, see cdk8s.yaml. */
import { synthesize } from './lib/app';
import { hasErrors, renderIssues } from './lib/model/issue';

const { CDK8S_OUTDIR: output = 'dist', GATEHOUSE_FLEET: fleet = 'fleet' } = process.env;
void synthesize({ fleet, output, environment: process.env }).then(({ issues }) => {
  process.stderr.write(renderIssues(issues));
  process.exitCode = hasErrors(issues) ? 1 : 0;
});
