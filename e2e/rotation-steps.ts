/** A rotation on the cluster as an operator would do it, but slower: one object after another, one pod after another. */
import { mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { loadFleet } from '../lib/input/load-fleet';
import { trustPem } from '../lib/model/certificate-chain';
import type { Fleet } from '../lib/model/fleet';
import { trustedGenerations } from '../lib/model/generations';
import { renderIssues } from '../lib/model/issue';
import { certificateIds, SIDECAR_CONTAINER } from '../lib/model/names';
import { PKI_FOLDER } from '../lib/model/pki-folder';
import { issueCertificates } from '../lib/pki/issue';
import { planCertificates } from '../lib/pki/plan';
import { demoSeed } from '../lib/pki/seed';
import { run } from './command';
import { eventually, must } from './eventually';
import { readManifests, synthesize, type FleetCopy, type KubernetesObject, type ManifestFile } from './fleet-copy';
import { kubectl, list, type Pod } from './kubectl';

/** By itself kubelet looks about once a minute. */
const KUBELET_SECONDS = 150;
const MOUNTS = '/etc/gatehouse';

/** `gatehouse pki rotate` with these words, then a synth. Gives the manifests that the synth has changed. */
export async function rotateAndSynthesize(copy: FleetCopy, ...words: string[]): Promise<readonly ManifestFile[]> {
  const before = textsOf(copy);
  const program = resolve(__dirname, '../lib/cli/gatehouse.ts');
  const gatehouse = [process.execPath, '-r', '@swc-node/register', program];
  await run([...gatehouse, 'pki', 'rotate', '--fleet', copy.folder, ...words]);
  await synthesizeWithInventory(copy);
  return readManifests(copy).filter(({ path }) => before.get(path) !== readFileSync(path, 'utf8'));
}

/** A synth of a fleet with a folder pki leaves its inventory there. */
export async function synthesizeWithInventory(copy: FleetCopy): Promise<void> {
  mkdirSync(join(copy.folder, PKI_FOLDER), { recursive: true });
  await synthesize(copy);
}

/** What readers across tenants trust: the roots of every generation. No manifest carries them. */
export function rootsOf(copy: FleetCopy): string {
  const fleet = load(copy);
  const store = issueCertificates(planCertificates(fleet), demoSeed);
  const roots = trustedGenerations(fleet.platform.spec.pki.generations).map((number) => certificateIds.root(number));
  return trustPem(store, ...roots);
}

/** Applies the objects one by one, and has the pods that mount each take it over one by one. Old and new work side by side meanwhile. */
export async function applyPodByPod(files: readonly ManifestFile[]): Promise<void> {
  for (const { path, object } of files) {
    await run(['kubectl', 'apply', '--server-side', '--force-conflicts', '-f', path]);
    const { namespace = '', name } = object.metadata;
    const pods = await list<Pod>(namespace, 'pods');
    for (const pod of pods
      .filter(isRunning)
      .filter((candidate) => JSON.stringify(candidate.spec).includes(`"${name}"`)))
      await takeOver(pod, object);
  }
}

/** Until the pod's nginx has the files before it. A changed annotation makes kubelet look now. */
async function takeOver({ metadata, spec }: Pod, { kind, data = {} }: KubernetesObject): Promise<void> {
  const container = [...(spec.initContainers ?? []), ...spec.containers].some(({ name }) => name === SIDECAR_CONTAINER)
    ? SIDECAR_CONTAINER
    : 'nginx';
  const folder = `${MOUNTS}/${kind === 'ConfigMap' ? 'trust' : 'leaf'}`;
  const [file = '', wanted = ''] = Object.entries(data).find(([name]) => name.endsWith('.crt')) ?? [];
  const text = kind === 'ConfigMap' ? wanted : Buffer.from(wanted, 'base64').toString('utf8');
  await eventually(`${metadata.name} has the new ${file}`, KUBELET_SECONDS, async () => {
    const annotation = `gatehouse.test/looked-at=${Date.now()}`;
    await kubectl('-n', metadata.namespace, 'annotate', '--overwrite', 'pod', metadata.name, annotation);
    const cat = ['exec', metadata.name, '-c', container, '--', 'cat', `${folder}/${file}`];
    const found = await kubectl('-n', metadata.namespace, ...cat);
    must(found === text, `${file} is the old one`);
  });
}

/** Pods of Jobs come and go by themselves. */
function isRunning({ metadata, status }: Pod): boolean {
  const isJob = metadata.labels?.['batch.kubernetes.io/job-name'] !== undefined;
  return !isJob && metadata.deletionTimestamp === undefined && status.phase === 'Running';
}

function load({ folder }: FleetCopy): Fleet {
  const loaded = loadFleet(folder);
  if (!loaded.ok) throw new Error(renderIssues(loaded.issues));
  return loaded.value;
}

function textsOf(copy: FleetCopy): ReadonlyMap<string, string> {
  return new Map(readManifests(copy).map(({ path }) => [path, readFileSync(path, 'utf8')]));
}
