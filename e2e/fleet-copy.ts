/** A temporary copy of a fleet folder, dated today, that a test may change and synthesize again as often as it likes. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { load } from 'js-yaml';
import { run } from './command';
import { IMAGE } from './environment';
import { must } from './eventually';

const ROOT = resolve(__dirname, '..');
const IMAGE_AS_WRITTEN = 'gatehouse.test/tools:1';

export interface FleetCopy {
  readonly folder: string;
  /** Where its manifests are after `synthesize`. */
  readonly output: string;
  /** Where tests may keep files. */
  readonly scratch: string;
}

export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly generation?: number;
  };
  readonly data?: Readonly<Record<string, string>>;
  readonly spec?: unknown;
}

export interface ManifestFile {
  readonly path: string;
  readonly object: KubernetesObject;
}

/** `source` is relative to the checkout, such as `e2e/fleets/two-tenants`. */
export function copyFleet(source: string): FleetCopy {
  const scratch = mkdtempSync(join(tmpdir(), 'gatehouse-e2e-'));
  const folder = join(scratch, 'fleet');
  cpSync(join(ROOT, source), folder, { recursive: true });
  const today = new Date().toISOString().slice(0, 10);
  for (const file of filesBelow(folder, '.yaml')) {
    const text = readFileSync(file, 'utf8').replaceAll(IMAGE_AS_WRITTEN, IMAGE);
    writeFileSync(file, text.replace(/^( *asOf:).*$/m, `$1 ${today}`));
  }
  return { folder, output: join(scratch, 'dist'), scratch };
}

export function removeCopy(copy: FleetCopy): void {
  rmSync(copy.scratch, { recursive: true, force: true });
}

/** What a user would type. */
export async function synthesize({ folder, output }: FleetCopy, ...options: readonly string[]): Promise<void> {
  const gatehouse = [process.execPath, '-r', '@swc-node/register', join(ROOT, 'lib/cli/gatehouse.ts')];
  await run([...gatehouse, 'synth', '--fleet', folder, '--output', output, ...options]);
}

/** Replaces one piece of text of a document; the piece must be there. */
export function edit({ folder }: FleetCopy, file: string, from: string, to: string): void {
  const path = join(folder, file);
  const text = readFileSync(path, 'utf8');
  must(text.includes(from), `${file} does not say ${JSON.stringify(from)}`);
  writeFileSync(path, text.replaceAll(from, to));
}

export function addDocument({ folder }: FleetCopy, file: string, text: string): void {
  writeFileSync(join(folder, file), text);
}

export function readDocument({ folder }: FleetCopy, file: string): string {
  return readFileSync(join(folder, file), 'utf8');
}

/** A further tenant, the same as another but for its name. */
export function addTenant({ folder }: FleetCopy, name: string, like: string): void {
  const target = join(folder, 'tenants', name);
  cpSync(join(folder, 'tenants', like), target, { recursive: true });
  for (const file of filesBelow(target, '.yaml'))
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll(like, name));
}

/** Every manifest of the output, read by js-yaml, which Gatehouse itself does not use. */
export function readManifests({ output }: FleetCopy): ManifestFile[] {
  return filesBelow(output, '.yaml').map((path) => ({
    path,
    object: load(readFileSync(path, 'utf8')) as KubernetesObject,
  }));
}

/** The one object of that kind and name. */
export function findObject(copy: FleetCopy, kind: string, namespace: string, name: string): KubernetesObject {
  const found = readManifests(copy).find(
    ({ object }) => object.kind === kind && object.metadata.namespace === namespace && object.metadata.name === name,
  );
  must(found !== undefined, `no ${kind} ${namespace}/${name} in ${copy.output}`);
  return found.object;
}

/** An entry of a ConfigMap, or of a Secret in clear. */
export function entryOf({ kind, metadata, data }: KubernetesObject, key: string): string {
  const value = data?.[key];
  must(value !== undefined, `${kind} ${metadata.name} has no ${key}`);
  return kind === 'Secret' ? Buffer.from(value, 'base64').toString('utf8') : value;
}

function filesBelow(folder: string, ending: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
