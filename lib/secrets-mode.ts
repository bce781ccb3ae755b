/** A secrets mode that is laid over what the platform document says, for one run. */
import type { Fleet } from './model/fleet';
import type { SecretsMode } from './model/platform';

/** @param mode @default the fleet's own */
export function withSecretsMode(fleet: Fleet, mode: SecretsMode = fleet.platform.spec.secrets.mode): Fleet {
  const { platform } = fleet;
  const { spec } = platform;
  return { ...fleet, platform: { ...platform, spec: { ...spec, secrets: { ...spec.secrets, mode } } } };
}
