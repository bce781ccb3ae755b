/** Load from the load pod, and what it found. */
import { run, start, type Running } from '../../e2e/command';
import { cpuMicroseconds } from './gauges';
import type { Stand, Way } from './stand';

export interface Round {
  readonly requestsPerSecond: number;
  readonly p50Milliseconds: number;
  readonly p99Milliseconds: number;
  /** Processor microseconds a request, by tier. */
  readonly cpu: Readonly<Record<string, number>>;
}

function words({ load }: Stand, command: readonly string[]): string[] {
  return ['kubectl', '-n', load.namespace, 'exec', load.pod, '--', ...command];
}

function urlOf({ host, port }: Way, path = '/'): string {
  return `https://${host}:${port}${path}`;
}

/** wrk, one thread: `connections` kept alive, or each used once where `fresh`. */
export async function wrk(stand: Stand, way: Way, connections: number, seconds: number, fresh = false): Promise<Round> {
  const close = fresh ? ['-H', 'Connection: close'] : [];
  const before = await Promise.all(way.tiers.map(cpuMicroseconds));
  const said = await run(
    words(stand, ['wrk', '-t1', `-c${connections}`, `-d${seconds}s`, '--latency', ...close, urlOf(way)]),
  );
  const after = await Promise.all(way.tiers.map(cpuMicroseconds));
  const requests = Number(/(\d+) requests in/.exec(said)?.[1]);
  if (!(requests > 0) || /Non-2xx/.test(said)) throw new Error(`wrk of ${way.host}: ${said}`);
  return {
    requestsPerSecond: Number(/Requests\/sec:\s+([\d.]+)/.exec(said)?.[1]),
    p50Milliseconds: milliseconds(/50%\s+(\S+)/.exec(said)?.[1]),
    p99Milliseconds: milliseconds(/99%\s+(\S+)/.exec(said)?.[1]),
    cpu: Object.fromEntries(
      way.tiers.map(({ name }, i) => [name, ((after[i] ?? NaN) - (before[i] ?? NaN)) / requests]),
    ),
  };
}

function milliseconds(text = ''): number {
  const [, number, unit = ''] = /^([\d.]+)(us|ms|s)$/.exec(text) ?? [];
  return Number(number) * ({ us: 0.001, ms: 1, s: 1000 }[unit] ?? NaN);
}

/** Fresh connections with one request each, the ways in turns: sorted milliseconds by name. */
export async function freshConnections(
  stand: Stand,
  count: number,
  ways: Readonly<Record<string, Way>>,
): Promise<Readonly<Record<string, readonly number[]>>> {
  const targets = Object.entries(ways).map(([name, { host, port }]) => `${name}=${host}:${port}:${host}`);
  const said = await run(words(stand, ['python3', '/programs/fresh.py', String(count), ...targets]));
  return JSON.parse(said) as Record<string, number[]>;
}

/** Mebibytes a second of one download of half a GiB. */
export async function download(stand: Stand, way: Way): Promise<number> {
  const form = '%{speed_download} %{size_download}';
  const said = await run(words(stand, ['curl', '-sk', '-o', '/dev/null', '-w', form, urlOf(way, '/big')]));
  const [speed = NaN, size] = said.split(' ').map(Number);
  if (size !== 512 * 1024 * 1024) throw new Error(`half a download: ${said}`);
  return speed / 1024 / 1024;
}

/** Holds connections open, with one request now and then on each, until it is finished or killed. */
export function hold(stand: Stand, way: Way, connections: number, seconds: number): Running {
  return start(words(stand, ['wrk', '-t1', `-c${connections}`, `-d${seconds}s`, urlOf(way)]));
}
