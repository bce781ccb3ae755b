/**
 * What the way costs: requests straight to a server that ends TLS itself, and the same through front, gate and sidecar, in
 * turns, on a real cluster: `npm run bench:traffic`, with KUBECONFIG and the settings of e2e/environment.ts.
 */
import { removeEverything } from '../e2e/installation';
import { pssKibibytes } from './traffic/gauges';
import { download, freshConnections, hold, wrk, type Round } from './traffic/load';
import { putUp, type Server, type Stand } from './traffic/stand';

const ROUNDS = 3;
const SECONDS = Number(process.env['SECONDS'] ?? 6);

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

function medians(rounds: readonly Round[]): Round {
  const of = (get: (round: Round) => number): number => median(rounds.map(get));
  const tiers = Object.keys(rounds[0]?.cpu ?? {});
  return {
    requestsPerSecond: of((round) => round.requestsPerSecond),
    p50Milliseconds: of((round) => round.p50Milliseconds),
    p99Milliseconds: of((round) => round.p99Milliseconds),
    cpu: Object.fromEntries(tiers.map((tier) => [tier, of((round) => round.cpu[tier] ?? NaN)])),
  };
}

async function compare(stand: Stand, title: string, server: Server, connections: number, fresh = false): Promise<void> {
  const direct: Round[] = [];
  const through: Round[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    direct.push(await wrk(stand, stand.direct[server], connections, SECONDS, fresh));
    through.push(await wrk(stand, stand.through[server], connections, SECONDS, fresh));
  }
  const [a, b] = [medians(direct), medians(through)];
  const line = ({ requestsPerSecond, p50Milliseconds, p99Milliseconds, cpu }: Round): string =>
    `${requestsPerSecond.toFixed(0)}/s p50 ${p50Milliseconds.toFixed(2)} p99 ${p99Milliseconds.toFixed(2)} ms; µs a request: ` +
    Object.entries(cpu)
      .map(([tier, used]) => `${tier} ${used.toFixed(1)}`)
      .join(', ');
  console.log(`${title}: ${((100 * b.requestsPerSecond) / a.requestsPerSecond).toFixed(1)} % of direct`);
  console.log(`  direct  ${line(a)}\n  through ${line(b)}`);
}

async function showFreshConnections(stand: Stand): Promise<void> {
  const ways = { direct: stand.direct.constant, through: stand.through.constant };
  const times = await freshConnections(stand, 400, ways);
  for (const [name, found] of Object.entries(times)) {
    const at = (part: number): string => (found[Math.floor(found.length * part)] ?? NaN).toFixed(2);
    console.log(`fresh connection and one request, ${name}: p50 ${at(0.5)} p99 ${at(0.99)} ms`);
  }
}

async function showDownloads(stand: Stand): Promise<void> {
  const direct: number[] = [];
  const through: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    direct.push(await download(stand, stand.direct.constant));
    through.push(await download(stand, stand.through.constant));
  }
  const [a, b] = [median(direct), median(through)];
  console.log(
    `download of 512 MiB: direct ${a.toFixed(0)} MiB/s, through ${b.toFixed(0)}, ${((100 * b) / a).toFixed(0)} %`,
  );
}

async function showMemory(stand: Stand, when: string): Promise<void> {
  const { tiers } = stand.through.constant;
  const found = await Promise.all(tiers.map(pssKibibytes));
  const line = tiers.map(({ name }, i) => `${name} ${((found[i] ?? NaN) / 1024).toFixed(1)}`).join(', ');
  console.log(`PSS in MiB, ${when}: ${line}`);
}

async function main(): Promise<void> {
  await removeEverything();
  try {
    const stand = await putUp();
    await showMemory(stand, 'idle');
    await compare(stand, '32 kept-alive connections, constant', 'constant', 32);
    await compare(stand, '1 kept-alive connection, constant', 'constant', 1);
    await compare(stand, '8 connections, each used once, constant', 'constant', 8, true);
    await compare(stand, '32 kept-alive connections, 1 ms of processor time', 'busy', 32);
    await showFreshConnections(stand);
    await showDownloads(stand);
    const held = hold(stand, stand.through.constant, 200, 20);
    await new Promise((resolve) => setTimeout(resolve, 8000));
    await showMemory(stand, 'with 200 busy connections');
    await held.finish();
  } finally {
    if (process.env['GATEHOUSE_E2E_KEEP'] === undefined) await removeEverything();
  }
}

void main();
