/** Clients that offer an old TLS session instead of a full handshake. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Tls } from './attempt';
import { start, type Running } from './command';
import { CLIENT_PREFIX } from './environment';
import { must } from './eventually';
import { startInside } from './kubectl';

export interface SessionClient {
  readonly address: string;
  readonly port: number;
  readonly host: string;
  readonly send: string;
  readonly version: 'TLSv1_2' | 'TLSv1_3';
}

export interface Visit {
  readonly resumed: boolean;
  /** SHA-256 of the certificate that the server showed, in this connection or in the one that it resumes. */
  readonly peer: string;
  /** First line of the answer. */
  readonly answer: string;
}

/** A first connection, one that offers its session at once, and, when `finish` is called, one that offers the newest session. */
export interface Sessions {
  readonly finish: () => Promise<readonly [Visit, Visit, Visit]>;
}

const PROGRAM = readFileSync(join(__dirname, 'programs', 'resumed_sessions.py'), 'utf8');

export function startSessionsFromInternet(client: SessionClient): Sessions {
  return toSessions(start([...CLIENT_PREFIX, 'python3', '-c', PROGRAM, JSON.stringify(client)]));
}

export async function startSessionsInside(
  namespace: string,
  container: string,
  client: SessionClient & Pick<Tls, 'certificate' | 'key'>,
): Promise<Sessions> {
  return toSessions(await startInside(namespace, container, ['python3', '-c', PROGRAM, JSON.stringify(client)]));
}

function toSessions(running: Running): Sessions {
  return {
    finish: async () => {
      const { code, stdout, stderr } = await running.finish();
      must(code === 0, `the sessions ended with ${code}: ${stderr}`);
      return JSON.parse(stdout) as [Visit, Visit, Visit];
    },
  };
}
