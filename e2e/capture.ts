/** What goes over the wire between pods, as somebody sees it who listens on the node. */
import { randomUUID } from 'node:crypto';
import { POD_INTERFACE } from './environment';
import { attemptInside, httpRequest } from './attempt';
import { eventually, must } from './eventually';
import { addressOf, exec, podOf, startInside, tryExec } from './kubectl';
import { PLAIN_CLIENT, PLAIN_NAMESPACE, PLAIN_PORT, PLAIN_SERVER, WATCHER } from './plain-pods';

const FILE = '/tmp/wire.pcap';
/** First byte of a TCP segment's payload is a TLS record of application data. */
const APPLICATION_DATA = 'tcp[((tcp[12] & 0xf0) >> 2)] = 23';

export interface Capture {
  /** How many lines of the raw capture contain it. */
  readonly count: (text: string) => Promise<number>;
  /** Segments to or from this port that begin with TLS application data. */
  readonly tlsSegments: (port: number) => Promise<number>;
}

/**
 * Listens while `action` runs, and until a cleartext request between two plain pods, sent after it, has been seen by
 * the same means: whatever went before is then in the capture too.
 */
export async function captureWhile(action: () => Promise<void>): Promise<Capture> {
  await exec(PLAIN_NAMESPACE, WATCHER, ['rm', '-f', FILE]);
  const listener = [
    'tcpdump',
    '-Z',
    'root',
    '-i',
    POD_INTERFACE,
    '-U',
    '--immediate-mode',
    '-s',
    '0',
    '-w',
    FILE,
    'tcp',
  ];
  const listening = await startInside(PLAIN_NAMESPACE, WATCHER, listener);
  try {
    await eventually('tcpdump listens', 20, async () => {
      const { code } = await tryExec(PLAIN_NAMESPACE, WATCHER, ['test', '-s', FILE]);
      must(code === 0, 'no capture file yet');
    });
    await action();
    await eventually('the cleartext request is in the capture', 20, async () => {
      const marker = await sendInClear();
      must((await count(marker)) > 0, 'it is not');
    });
  } finally {
    await tryExec(PLAIN_NAMESPACE, WATCHER, ['pkill', '-INT', '-x', 'tcpdump']);
    await listening.finish();
  }
  return { count, tlsSegments };
}

/** A request with a fresh marker from one plain pod to another; returns the marker. */
export async function sendInClear(): Promise<string> {
  const marker = `clear-${randomUUID()}`;
  const host = addressOf(await podOf(PLAIN_NAMESPACE, PLAIN_SERVER));
  const send = httpRequest(host, `/${marker}`);
  const [outcome] = await attemptInside(PLAIN_NAMESPACE, PLAIN_CLIENT, [{ host, port: PLAIN_PORT, send }]);
  must(outcome?.received.startsWith('HTTP/1.0 404') === true, `the plain server answered ${JSON.stringify(outcome)}`);
  return marker;
}

async function count(text: string): Promise<number> {
  const { stdout } = await tryExec(PLAIN_NAMESPACE, WATCHER, ['grep', '-acF', '--', text, FILE]);
  return Number(stdout);
}

async function tlsSegments(port: number): Promise<number> {
  const filter = `tcp port ${port} and ${APPLICATION_DATA}`;
  const output = await exec(PLAIN_NAMESPACE, WATCHER, ['tcpdump', '-r', FILE, '-nn', '--count', filter]);
  return Number(/(\d+) packets?/.exec(output)?.[1] ?? 'NaN');
}
