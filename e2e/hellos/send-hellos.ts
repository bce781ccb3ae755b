/** Sends hellos from the Internet and tells what came of each. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../command';
import { CLIENT_PREFIX, PUBLIC_ADDRESS } from '../environment';
import { PUBLIC_PORT } from '../internet';
import type { Hello } from './hello';

export interface HelloAnswer {
  readonly id: string;
  /** The first bytes. */
  readonly received: Buffer;
  /** When the other side closed; null where it did not within the limit. */
  readonly closedAfter: number | null;
}

/** What a stand-in for a gate answers, see programs/stand_in_gate.py. */
interface StandInAnswer {
  readonly tenant: string;
  readonly proxy: string;
  readonly sha256: string;
}

const PROGRAM = readFileSync(join(__dirname, '../programs/send_hellos.py'), 'utf8');

export async function sendHellos(
  hellos: readonly Hello[],
  seconds: number,
  target = { host: PUBLIC_ADDRESS, port: PUBLIC_PORT },
  prefix: readonly string[] = CLIENT_PREFIX,
): Promise<readonly HelloAnswer[]> {
  const sent = hellos.map(({ id, segments, pauseMilliseconds = 1, ends = false }) => ({
    id,
    segments: segments.map((segment) => segment.toString('hex')),
    pause: pauseMilliseconds / 1000,
    ends,
  }));
  const output = await run([...prefix, 'python3', '-c', PROGRAM], JSON.stringify({ ...target, hellos: sent, seconds }));
  const answers = JSON.parse(output) as readonly { id: string; received: string; closedAfter: number | null }[];
  return answers.map(({ received, ...answer }) => ({ ...answer, received: Buffer.from(received, 'hex') }));
}

/** Who got the hello, and whether all of it arrived; undefined where nobody did. */
export function takerOf(
  { segments }: Hello,
  { received }: HelloAnswer,
): (StandInAnswer & { isWhole: boolean }) | undefined {
  if (received[0] !== '{'.charCodeAt(0)) return undefined;
  const answer = JSON.parse(received.toString()) as StandInAnswer;
  const sha256 = createHash('sha256').update(Buffer.concat(segments)).digest('hex');
  return { ...answer, isWhole: answer.sha256 === sha256 };
}

const ALERTS: Readonly<Record<number, string>> = {
  10: 'unexpected_message',
  22: 'record_overflow',
  40: 'handshake_failure',
  47: 'illegal_parameter',
  50: 'decode_error',
  70: 'protocol_version',
  80: 'internal_error',
  112: 'unrecognized_name',
};

/** What a TLS server began to answer. */
export function serverAnswerOf({ received }: HelloAnswer): string {
  if (received.length === 0) return 'nothing';
  if (received[0] === 22 && received[5] === 2) return 'ServerHello';
  if (received[0] === 21) return ALERTS[received[6] ?? 0] ?? `alert ${received[6] ?? '?'}`;
  return `bytes ${received.subarray(0, 16).toString('hex')}`;
}
