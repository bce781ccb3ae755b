/** A client that opens many connections from an address of its own, and what that costs the front. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FRONT_PORT } from '../../lib/model/ports';
import { run, start } from '../command';
import { CLIENT_PREFIX, PUBLIC_ADDRESS } from '../environment';
import { must } from '../eventually';
import { PUBLIC_PORT } from '../internet';
import { livePods } from '../kubectl';

/** Beside the client's usual address, which is somebody else's then. */
export const CROWD_ADDRESS = '203.0.113.66';

export interface Held {
  readonly opened: number;
  readonly closed: number;
  readonly standing: number;
  readonly most: number;
}

export interface Crowd {
  readonly disperse: () => Promise<Held>;
}

const PROGRAM = readFileSync(join(__dirname, '../programs/hold_connections.py'), 'utf8');

export async function giveCrowdItsAddress(): Promise<void> {
  await run([...CLIENT_PREFIX, 'ip', 'address', 'replace', `${CROWD_ADDRESS}/24`, 'dev', 'eth0']);
}

export async function takeCrowdItsAddress(): Promise<void> {
  await run([...CLIENT_PREFIX, 'ip', 'address', 'delete', `${CROWD_ADDRESS}/24`, 'dev', 'eth0']);
}

/** So many connections at once, each begun with `hello` and silent from then on. */
export function holdConnections(count: number, hello: Buffer = Buffer.alloc(0)): Crowd {
  const target = { host: PUBLIC_ADDRESS, port: PUBLIC_PORT, source: CROWD_ADDRESS };
  const order = JSON.stringify({ ...target, count, hello: hello.toString('hex'), perSecond: 1000 });
  const running = start([...CLIENT_PREFIX, 'python3', '-c', PROGRAM], `${order}\n`);
  return {
    disperse: async () => {
      const { code, stdout, stderr } = await running.finish();
      must(code === 0, `hold_connections.py ended with ${code}: ${stderr}`);
      return JSON.parse(stdout) as Held;
    },
  };
}

export interface PodCost {
  readonly pod: string;
  /** Proportional set size of all its processes. */
  readonly memoryKibibytes: number;
  /** Established connections of the crowd's to the listener, which front and gate have on the same port. */
  readonly crowd: number;
  /** All that are established there. */
  readonly all: number;
}

const LOOK = `
import glob, json
pss = 0
for path in glob.glob('/proc/[0-9]*/smaps_rollup'):
    try:
        pss += sum(int(line.split()[1]) for line in open(path) if line.startswith('Pss:'))
    except OSError:
        pass
address = ''.join('%02X' % int(part) for part in reversed('${CROWD_ADDRESS}'.split('.')))
lines = [line.split() for line in open('/proc/net/tcp').readlines()[1:]]
taken = [line for line in lines if line[3] == '01' and int(line[1].split(':')[1], 16) == ${FRONT_PORT}]
print(json.dumps({'memoryKibibytes': pss, 'crowd': sum(line[2].startswith(address) for line in taken), 'all': len(taken)}))
`;

/** What each of these nginx pods has to carry now. */
export async function costOf(namespace: string, component: string): Promise<readonly PodCost[]> {
  const pods = (await livePods(namespace)).filter(
    ({ metadata }) => metadata.labels?.['gatehouse.dev/component'] === component,
  );
  const look = ['-c', 'nginx', '--', 'python3', '-c', LOOK];
  return Promise.all(
    pods.map(async ({ metadata: { name: pod } }) => ({
      pod,
      ...(JSON.parse(await run(['kubectl', '-n', namespace, 'exec', pod, ...look])) as Omit<PodCost, 'pod'>),
    })),
  );
}

export function total(costs: readonly PodCost[], of: 'memoryKibibytes' | 'crowd' | 'all'): number {
  return costs.reduce((sum, cost) => sum + cost[of], 0);
}
