/** Puts a synthesized fleet onto the cluster, waits for it, and takes it away again: only namespaces that the tests made. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { FRONT, FRONT_NAMESPACE } from '../lib/model/names';
import { run, tryRun } from './command';
import { publish } from './environment';
import { eventually, must } from './eventually';
import { readManifests, type FleetCopy } from './fleet-copy';
import { applyObjects, isReady, kubectl, list, livePods, type Pod } from './kubectl';
import { explainTrouble } from './trouble';

/** Marks the namespaces that may be deleted. */
const MARK = 'gatehouse.test/e2e';
const PROGRAMS = join(__dirname, 'programs');

interface Workload {
  readonly metadata: { readonly name: string; readonly generation: number };
  readonly spec: { readonly replicas: number };
  readonly status: {
    readonly observedGeneration?: number;
    readonly replicas?: number;
    readonly updatedReplicas?: number;
    readonly availableReplicas?: number;
  };
}

/** A DaemonSet, which counts otherwise. */
interface NodeWorkload {
  readonly metadata: { readonly name: string; readonly generation: number };
  readonly status: {
    readonly observedGeneration?: number;
    readonly desiredNumberScheduled: number;
    readonly updatedNumberScheduled?: number;
    readonly numberAvailable?: number;
  };
}

export function namespacesOf(copy: FleetCopy): string[] {
  return readManifests(copy).flatMap(({ object }) => (object.kind === 'Namespace' ? [object.metadata.name] : []));
}

/** Deletes what this or an earlier run left behind, and waits until it is gone. */
export async function removeEverything(): Promise<void> {
  const marked = (await kubectl('get', 'namespaces', '-l', MARK, '-o', 'name'))
    .split('\n')
    .filter((name) => name !== '');
  if (marked.length === 0) return;
  await kubectl('delete', '--wait=false', ...marked);
  for (const name of marked.map((full) => full.replace('namespace/', '')))
    await tryRun(['kubectl', '-n', name, 'delete', 'pods', '--all', '--grace-period=1', '--wait=false']);
  await eventually('the namespaces of an earlier run are gone', 120, async () => {
    const left = await kubectl('get', 'namespaces', '-l', MARK, '-o', 'name');
    must(left === '', left);
  });
}

/** Makes namespaces of the tests' own; where one is there and is not theirs, makes none. */
export async function claimNamespaces(...names: string[]): Promise<void> {
  for (const name of names) {
    const there = await tryRun(['kubectl', 'get', 'namespace', name, '-o', 'jsonpath={.metadata.labels}']);
    must(
      there.code !== 0 || there.stdout.includes(MARK),
      `namespace ${name} of this cluster is in use by somebody else`,
    );
  }
  const labels = { [MARK]: 'true' };
  await applyObjects(...names.map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } })));
}

/** Applies the namespaces, and into each of the tenants' the programs that its apps run. */
export async function applyNamespaces(copy: FleetCopy): Promise<void> {
  await claimNamespaces(...namespacesOf(copy));
  const files = readManifests(copy).filter(({ object }) => object.kind === 'Namespace');
  for (const { path, object } of files) {
    await run(['kubectl', 'apply', '--server-side', '--force-conflicts', '-f', path]);
    if (object.metadata.name !== FRONT_NAMESPACE) await applyObjects(programs(object.metadata.name));
  }
}

/** The ConfigMap that apps mount at /programs. */
export function programs(namespace: string): unknown {
  const data = Object.fromEntries(
    readdirSync(PROGRAMS).map((file) => [file, readFileSync(join(PROGRAMS, file), 'utf8')]),
  );
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'programs', namespace }, data };
}

/** Applies all manifests and returns what the API server had to remark. */
export async function applyAll({ output }: FleetCopy, ...options: string[]): Promise<string> {
  const words = ['kubectl', 'apply', '--server-side', '--force-conflicts', ...options, '-R', '-f', output];
  const { code, stdout, stderr } = await tryRun(words);
  must(code === 0, `kubectl apply ended with ${code}: ${stderr}${stdout.slice(-2000)}`);
  return stderr;
}

/** Namespaces first, then everything, then the address and until every workload is as it was asked for. */
export async function install(copy: FleetCopy): Promise<void> {
  await applyNamespaces(copy);
  await applyAll(copy);
  await publish(FRONT_NAMESPACE, FRONT);
  await waitUntilReady(...namespacesOf(copy));
}

/** Rolled out: the newest template, as many as asked for, all available, none of an older template left. */
export async function waitUntilReady(...namespaces: string[]): Promise<void> {
  await eventually(
    `everything in ${namespaces.join(', ')} is ready`,
    180,
    async () => {
      for (const namespace of namespaces) {
        const workloads = await list<Workload>(namespace, 'deployments,statefulsets');
        for (const { metadata, spec, status } of workloads) {
          const { observedGeneration, replicas = 0, updatedReplicas = 0, availableReplicas = 0 } = status;
          const done =
            observedGeneration === metadata.generation &&
            [replicas, updatedReplicas, availableReplicas].every((count) => count === spec.replicas);
          must(done, `${namespace}/${metadata.name}: ${JSON.stringify(status)}`);
        }
        for (const { metadata, status } of await list<NodeWorkload>(namespace, 'daemonsets')) {
          const {
            observedGeneration,
            desiredNumberScheduled: wanted,
            updatedNumberScheduled,
            numberAvailable,
          } = status;
          const done =
            observedGeneration === metadata.generation &&
            wanted > 0 &&
            [updatedNumberScheduled, numberAvailable].every((count) => count === wanted);
          must(done, `${namespace}/${metadata.name}: ${JSON.stringify(status)}`);
        }
      }
    },
    () => explainTrouble(namespaces),
  );
}

/** No pod is on its way out any more. */
export async function waitUntilSettled(namespace: string): Promise<void> {
  await eventually(`no pod of ${namespace} is terminating`, 120, async () => {
    const pods = await list<Pod>(namespace, 'pods');
    const leaving = pods.filter(({ metadata }) => metadata.deletionTimestamp !== undefined);
    must(leaving.length === 0, leaving.map(({ metadata }) => metadata.name).join(', '));
  });
}

/** Every running pod with the restarts of its containers: the same as before where nothing was restarted. */
export async function restartsOf(namespace: string): Promise<Readonly<Record<string, number>>> {
  const pods = (await livePods(namespace)).filter(isReady);
  return Object.fromEntries(
    pods.map(({ metadata, status }) => [
      metadata.name,
      [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])].reduce(
        (sum, { restartCount }) => sum + restartCount,
        0,
      ),
    ]),
  );
}
