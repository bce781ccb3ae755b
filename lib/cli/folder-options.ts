/** The options that several commands share. */
import { Option } from 'commander';
import type { Io } from './io';

export function fleetOption({ environment }: Io): Option {
  return new Option('--fleet <folder>', 'folder with platform.yaml and tenants/').default(
    environment['GATEHOUSE_FLEET'] || 'fleet',
  );
}

export function outputOption({ environment }: Io): Option {
  return new Option('--output <folder>', 'folder that the manifests replace').default(
    environment['CDK8S_OUTDIR'] || 'dist',
  );
}
