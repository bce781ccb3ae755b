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

/** Two options, of which the second takes back what the environment names. */
export function cacheOptions({ environment }: Io): [Option, Option] {
  const cache = new Option('--cache <folder>', 'folder of what was signed before; may be deleted at any time');
  const folder = environment['GATEHOUSE_CACHE'];
  return [folder ? cache.default(folder) : cache, new Option('--no-cache', 'sign everything anew')];
}
