/** Every manifest means to the cluster what it says. */
import { run } from '../command';
import { applyAll, applyNamespaces, namespacesOf, restartsOf, waitUntilReady } from '../installation';
import { publish } from '../environment';
import { eventually, must } from '../eventually';
import { readManifests, type FleetCopy, type KubernetesObject } from '../fleet-copy';
import { FRONT, FRONT_NAMESPACE } from '../../lib/model/names';
import { get, isReady, kubectl, list, livePods, podOf, type Pod } from '../kubectl';
import { explainTrouble } from '../trouble';
import { ACME } from '../two-tenants';

interface Job {
  readonly status: { readonly succeeded?: number; readonly failed?: number };
}

export function describeManifests(copy: FleetCopy): void {
  describe('the manifests', () => {
    it('are read by kubectl exactly as js-yaml reads them', async () => {
      const read = await run([
        'kubectl',
        'create',
        '--dry-run=client',
        '--validate=false',
        '-o',
        'json',
        '-R',
        '-f',
        copy.output,
      ]);
      const byName = new Map(splitJson(read).map((object) => [nameOf(object), object]));
      const written = readManifests(copy);
      expect(written.length).toBeGreaterThan(60);
      for (const { object } of written) expect(byName.get(nameOf(object))).toEqual(object);
      expect(byName.size).toBe(written.length);
    });

    it('are each accepted by the API server, first as a server-side dry run in namespaces that exist, without a warning', async () => {
      await applyNamespaces(copy);
      expect(await applyAll(copy, '--dry-run=server')).toBe('');
      expect(await applyAll(copy)).toBe('');
    });

    it('become ready pods under Pod Security restricted, the sidecars as native ones', async () => {
      await publish(FRONT_NAMESPACE, FRONT);
      await waitUntilReady(...namespacesOf(copy));
      for (const namespace of namespacesOf(copy)) {
        const { metadata } = await get<KubernetesObject>('', 'namespace', namespace);
        expect(metadata.labels).toMatchObject({ 'pod-security.kubernetes.io/enforce': 'restricted' });
      }
      for (const { spec } of await livePods(ACME)) {
        if (spec.containers[0]?.name === 'nginx') continue;
        expect(spec.initContainers).toMatchObject([{ name: 'gatehouse-sidecar', restartPolicy: 'Always' }]);
      }
    });

    it('let a Job call through its sidecar and end, its sidecar with it', async () => {
      await finished('import');
      const pods = await list<Pod>(ACME, 'pods', '-l', 'job-name=import');
      expect(pods.map(({ status }) => status.phase)).toEqual(['Succeeded']);
    });

    it('let a CronJob, started by hand, call through its sidecar and end', async () => {
      await kubectl('-n', ACME, 'create', 'job', '--from=cronjob/nightly', 'nightly-by-hand');
      await finished('nightly-by-hand');
    });

    it("carry an app's own probe: an app that says it is not well is taken out of service, and comes back without a restart", async () => {
      const stock = await podOf(ACME, 'stock');
      const readiness = async (expected: boolean): Promise<void> => {
        await eventually(`the pod is ${expected ? 'ready' : 'not ready'}`, 30, async () => {
          must(isReady(await get<Pod>(ACME, 'pod', stock.metadata.name)) === expected, 'it is otherwise');
        });
      };
      const say = (words: string[]): Promise<string> =>
        kubectl('-n', ACME, 'exec', stock.metadata.name, '-c', 'stock', '--', ...words);
      await say(['touch', '/dev/shm/sick']);
      await readiness(false);
      await say(['rm', '/dev/shm/sick']);
      await readiness(true);
      expect(await restartsOf(ACME)).toMatchObject({ [stock.metadata.name]: 0 });
    });

    it('change nothing when they are applied a second time', async () => {
      const before = await generations(copy);
      await applyAll(copy);
      expect(await generations(copy)).toEqual(before);
    });
  });
}

async function finished(job: string): Promise<void> {
  await eventually(
    `Job ${job} has succeeded`,
    90,
    async () => {
      const { status } = await get<Job>(ACME, 'job', job);
      must(status.succeeded === 1, JSON.stringify(status));
    },
    () => explainTrouble([ACME]),
  );
}

/** What the API server counts up whenever an object is meant otherwise than before. */
async function generations(copy: FleetCopy): Promise<Record<string, number | undefined>> {
  const all: Record<string, number | undefined> = {};
  for (const namespace of namespacesOf(copy)) {
    const objects = await list<KubernetesObject>(namespace, 'deployments,statefulsets,cronjobs,networkpolicies');
    for (const object of objects) all[nameOf(object)] = object.metadata.generation;
  }
  return all;
}

function nameOf({ kind, metadata }: KubernetesObject): string {
  return `${kind} ${metadata.namespace ?? ''}/${metadata.name}`;
}

/** kubectl prints one indented object after the other. */
function splitJson(text: string): KubernetesObject[] {
  return text
    .split(/^(?=\{$)/m)
    .filter((part) => part.trim() !== '')
    .map((part) => JSON.parse(part) as KubernetesObject);
}
