/** What a container has used: processor time and memory, as it sees them itself. */
import { run } from '../../e2e/command';
import type { Tier } from './stand';

function inside({ namespace, pod, container }: Tier, script: string): Promise<string> {
  return run(['kubectl', '-n', namespace, 'exec', pod, '-c', container, '--', 'sh', '-c', script]);
}

/** Microseconds of processor time of the processes that it has now (Linux schedstat: nanoseconds first). */
export async function cpuMicroseconds(tier: Tier): Promise<number> {
  const found = await inside(tier, 'cat /proc/[0-9]*/schedstat 2>/dev/null; true');
  return [...found.matchAll(/^(\d+) \d+ \d+$/gm)].reduce((sum, [, nanoseconds]) => sum + Number(nanoseconds) / 1000, 0);
}

/** Proportional set size of its processes in KiB, the measuring shell's not among them (Linux proc(5), smaps_rollup). */
export async function pssKibibytes(tier: Tier): Promise<number> {
  const script = 'for p in /proc/[0-9]*; do [ $p = /proc/$$ ] || grep -h ^Pss: $p/smaps_rollup 2>/dev/null; done';
  const found = await inside(tier, script);
  return [...found.matchAll(/^Pss:\s+(\d+)/gm)].reduce((sum, [, kibibytes]) => sum + Number(kibibytes), 0);
}
