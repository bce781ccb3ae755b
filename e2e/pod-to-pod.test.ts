/** Every kind of workload within one tenant, and whom its pods call: an app, one pod of it, themselves. */
import { KEEP } from './environment';
import { eventually, must } from './eventually';
import { copyFleet, removeCopy, synthesize } from './fleet-copy';
import { claimNamespaces, install, namespacesOf, removeEverything } from './installation';
import { parseAnswer, type AppAnswer } from './internet';
import { exec, get, kubectl, list, type Pod } from './kubectl';

const MILL = 'e2e-mill';

async function ask(app: string, port: number): Promise<AppAnswer> {
  return eventually(`${app} is answered on ${port}`, 30, async () => {
    const curl = ['curl', '-sS', '--max-time', '5', `http://127.0.0.1:${port}/from-${app}`];
    return parseAnswer(await exec(MILL, app, curl));
  });
}

interface Job {
  readonly status: { readonly succeeded?: number; readonly failed?: number };
}

/** Done means that no container of its pod runs any more, its sidecar neither. */
async function completes(name: string): Promise<void> {
  await eventually(`Job ${name} has succeeded`, 120, async () => {
    const { status } = await get<Job>(MILL, 'job', name);
    must(status.succeeded === 1 && status.failed === undefined, JSON.stringify(status));
  });
  const pods = await list<Pod>(MILL, 'pods', '-l', `batch.kubernetes.io/job-name=${name}`);
  expect(pods.map(({ status }) => status.phase)).toEqual(['Succeeded']);
}

describe('pod to pod within a tenant', () => {
  const copy = copyFleet('e2e/fleets/pod-to-pod');

  beforeAll(async () => {
    await removeEverything();
    await synthesize(copy);
    await claimNamespaces(...namespacesOf(copy));
    await install(copy);
  });

  afterAll(async () => {
    if (!KEEP) await removeEverything();
    removeCopy(copy);
  });

  it('an egress with an ordinal reaches exactly that pod, again and again', async () => {
    for (let i = 0; i < 4; i++) {
      expect((await ask('db', 9100)).app).toBe('db-0');
      expect((await ask('db', 9101)).app).toBe('db-1');
    }
  });

  it('one without reaches some pod of the app, the caller itself among them', async () => {
    const seen = new Set<string>();
    await eventually('both have answered', 60, async () => {
      seen.add((await ask('db', 9102)).app);
      must(seen.size === 2, [...seen].join());
    });
    expect([...seen].sort()).toEqual(['db-0', 'db-1']);
  });

  it('a DaemonSet runs on every node, is called, and calls', async () => {
    const nodes = (await kubectl('get', 'nodes', '-o', 'name')).trim().split('\n');
    const agents = await list<Pod>(MILL, 'pods', '-l', 'gatehouse.dev/app=agent');
    expect(agents).toHaveLength(nodes.length);
    expect((await ask('db', 9103)).version).toBe('agent');
    expect((await ask('agent', 9100)).version).toBe('db');
  });

  it('a Job without endpoints calls two apps and ends, its sidecar with it', () => completes('import'));

  it('a run of a CronJob does so too', async () => {
    await kubectl('-n', MILL, 'create', 'job', '--from=cronjob/nightly', 'nightly-by-hand');
    await completes('nightly-by-hand');
  });
});
