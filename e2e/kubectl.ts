/** What the tests ask of the cluster that KUBECONFIG names. */
import { run, start, tryRun, type Ended, type Running } from './command';
import { eventually, must } from './eventually';

export interface Labels {
  readonly [label: string]: string;
}

export interface Container {
  readonly name: string;
  readonly restartPolicy?: string;
}

export interface ContainerStatus {
  readonly name: string;
  readonly restartCount: number;
  readonly ready: boolean;
}

export interface Pod {
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly labels?: Labels;
    readonly deletionTimestamp?: string;
  };
  readonly spec: { readonly containers: readonly Container[]; readonly initContainers?: readonly Container[] };
  readonly status: {
    readonly phase: string;
    readonly podIP?: string;
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
    readonly containerStatuses?: readonly ContainerStatus[];
    readonly initContainerStatuses?: readonly ContainerStatus[];
  };
}

export interface Service {
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly type: string;
    readonly clusterIP: string;
    /** None where the Service is headless. */
    readonly ports?: readonly {
      readonly port: number;
      readonly targetPort: number | string;
      readonly nodePort?: number;
    }[];
  };
}

export function kubectl(...words: string[]): Promise<string> {
  return run(['kubectl', ...words]);
}

/** One object as the API server has it. */
export async function get<T>(namespace: string, kind: string, name: string): Promise<T> {
  return JSON.parse(await kubectl('-n', namespace, 'get', kind, name, '-o', 'json')) as T;
}

export async function list<T>(namespace: string, kind: string, ...filter: string[]): Promise<readonly T[]> {
  const answer = await kubectl('-n', namespace, 'get', kind, '-o', 'json', ...filter);
  return (JSON.parse(answer) as { readonly items: readonly T[] }).items;
}

/** Applies objects of the tests' own, under a name of their own, so that applying the fleet's does not take them back. */
export async function applyObjects(...objects: readonly unknown[]): Promise<void> {
  const list = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects });
  const options = ['--server-side', '--force-conflicts', '--field-manager=gatehouse-e2e'];
  await run(['kubectl', 'apply', ...options, '-f', '-'], list);
}

/** Pods that run and are not on their way out. */
export async function livePods(namespace: string): Promise<readonly Pod[]> {
  const pods = await list<Pod>(namespace, 'pods');
  return pods.filter(({ metadata, status }) => metadata.deletionTimestamp === undefined && status.phase === 'Running');
}

export function isReady(pod: Pod): boolean {
  return pod.status.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false;
}

/** A ready pod that has a container of the app's name. */
export async function podOf(namespace: string, container: string): Promise<Pod> {
  return eventually(`a pod of ${namespace}/${container} is ready`, 60, async () => {
    const pods = await livePods(namespace);
    const found = pods.find((pod) => isReady(pod) && pod.spec.containers.some(({ name }) => name === container));
    must(found !== undefined, `none among ${pods.map(({ metadata }) => metadata.name).join(', ')}`);
    return found;
  });
}

export function addressOf(pod: Pod): string {
  must(pod.status.podIP !== undefined, `pod ${pod.metadata.name} has no address`);
  return pod.status.podIP;
}

/** The words that run a command in a container, with its standard input. */
function inside(namespace: string, pod: string, container: string, words: readonly string[]): string[] {
  return ['kubectl', '-n', namespace, 'exec', '-i', pod, '-c', container, '--', ...words];
}

/** Runs a command in a ready pod of the app. */
export async function exec(namespace: string, app: string, words: readonly string[], input = ''): Promise<string> {
  const pod = await podOf(namespace, app);
  return run(inside(namespace, pod.metadata.name, app, words), input);
}

export async function tryExec(namespace: string, app: string, words: readonly string[]): Promise<Ended> {
  const pod = await podOf(namespace, app);
  return tryRun(inside(namespace, pod.metadata.name, app, words));
}

export async function startInside(namespace: string, app: string, words: readonly string[]): Promise<Running> {
  const pod = await podOf(namespace, app);
  return start(inside(namespace, pod.metadata.name, app, words));
}

/** Kubelet looks at a mounted ConfigMap about once a minute; a changed annotation makes it look now. */
export async function hurryKubelet(namespace: string): Promise<void> {
  for (const pod of await livePods(namespace)) {
    const annotation = `gatehouse.test/looked-at=${Date.now()}`;
    await tryRun(['kubectl', '-n', namespace, 'annotate', '--overwrite', 'pod', pod.metadata.name, annotation]);
  }
}

export async function givePublicAddress(namespace: string, service: string, address: string): Promise<void> {
  const status = { status: { loadBalancer: { ingress: [{ ip: address, ipMode: 'VIP' }] } } };
  const patch = ['--subresource=status', '--type=merge', '-p', JSON.stringify(status)];
  await kubectl('-n', namespace, 'patch', 'service', service, ...patch);
}
