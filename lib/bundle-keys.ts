/** The journey of `gatehouse pki bundle`: load, plan, issue, encrypt, write. */
import { describeRefusal } from './input/describe-refusal';
import { loadFleet } from './input/load-fleet';
import { fault, locateIn, type Issue, type Place, type Result } from './model/issue';
import type { Platform } from './model/platform';
import { isReplaceable, putPrivateFile } from './output/put-private-file';
import { encryptAge } from './pki/encrypt-age';
import { issueCertificates } from './pki/issue';
import { planCertificates } from './pki/plan';
import { renderBundle } from './pki/render-bundle';
import type { Environment } from './seed/given-seed';
import { loadSeed } from './seed/load-seed';

export interface BundleKeysOptions {
  /** Fleet folder. */
  readonly fleet: string;
  /** Public keys, age1…, of those who may open the bundle. */
  readonly recipients: readonly string[];
  /** File that is made, or replaced where it is an older bundle. */
  readonly output: string;
  readonly environment: Environment;
}

export interface BundleKeysReport {
  readonly secrets: number;
}

const AGE_FILE = '-----BEGIN AGE ENCRYPTED FILE-----';

/** Writes the keys of a fleet with secrets mode `external`, encrypted and in no other form, or returns every fault and writes nothing. */
export async function bundleKeys(options: BundleKeysOptions): Promise<Result<BundleKeysReport>> {
  const { fleet: folder, recipients, output, environment } = options;
  const place: Place = { file: output, line: 1, column: 1 };
  const loaded = loadFleet(folder);
  if (!loaded.ok) return refuse(locateIn(folder, loaded.issues));
  const { platform } = loaded.value;
  const { store } = platform.spec.secrets;
  const faults = [...checkLock(recipients, place), ...checkOutput(output, place)];
  if (store === undefined) return refuse([...locateIn(folder, [noStore(platform)]), ...faults]);
  const seed = await loadSeed(loaded.value, environment);
  if (!seed.ok || faults.length > 0) return refuse([...locateIn(folder, seed.ok ? [] : seed.issues), ...faults]);

  const text = renderBundle(loaded.value, issueCertificates(planCertificates(loaded.value), seed.value), store);
  const encrypted = await encryptAge(text, { recipients }, place);
  if (!encrypted.ok) return encrypted;
  try {
    putPrivateFile(output, encrypted.value);
  } catch (error) {
    const message = `the bundle cannot be written: ${describeRefusal(error)}`;
    return refuse([fault('file', place, message, 'name a file in a folder that is there and writable')]);
  }
  return { ok: true, value: { secrets: text.split('\n').length - 1 } };
}

function checkLock(recipients: readonly string[], where: Place): Issue[] {
  if (recipients.length > 0) return [];
  const fix = 'name who may open it with --recipient age1…, the public key that `age-keygen -y FILE` prints';
  return [
    fault('age-lock', where, 'there is nobody to encrypt the keys for, and they are written in no other form', fix),
  ];
}

function checkOutput(output: string, where: Place): Issue[] {
  if (output !== '-' && isReplaceable(output, AGE_FILE)) return [];
  const message = `"${output}" is no file that a bundle may be written to; allowed: a new file, or an older bundle`;
  return [fault('file', where, message, 'name another file')];
}

function noStore({ spec, source }: Platform): Issue {
  const message = `secrets mode "${spec.secrets.mode}" has no store that keys could be pushed to`;
  const fix = 'write mode: external and store: { name: NAME }; push the bundle before the cluster gets these manifests';
  return fault('secrets-store', source.placeOf(['spec', 'secrets', 'mode']), message, fix);
}

function refuse(issues: readonly Issue[]): Result<never> {
  return { ok: false, issues };
}
