/** Connections made from inside a pod or from the Internet: attackers and legitimate callers use the same program. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './command';
import { CLIENT_PREFIX } from './environment';
import { exec } from './kubectl';

export interface Tls {
  /** SNI; none is sent where it is not given. */
  readonly serverName?: string;
  /** PEM. */
  readonly certificate?: string;
  readonly key?: string;
  /** PEM that the other side must verify against, under `serverName`; anybody is believed otherwise. */
  readonly authority?: string;
}

export interface Attempt {
  readonly host: string;
  readonly port: number;
  readonly tls?: Tls;
  /** Sent before TLS begins, such as a PROXY header. */
  readonly before?: string;
  readonly send?: string;
  /** Limit of the whole. */
  readonly seconds?: number;
}

export interface Outcome {
  /** TCP was established. */
  readonly opened: boolean;
  /** So was TLS. */
  readonly handshake: boolean;
  readonly received: string;
  /** When the other side closed or reset the connection; null where it did neither within the limit. */
  readonly closedAfter: number | null;
  readonly error: string;
}

const PROGRAM = readFileSync(join(__dirname, 'programs', 'attempt.py'), 'utf8');
const USUAL_SECONDS = 3;

function toInput(attempts: readonly Attempt[]): string {
  return JSON.stringify(attempts.map((attempt) => ({ seconds: USUAL_SECONDS, ...attempt })));
}

/** All at once, from a container of a ready pod. */
export async function attemptInside(
  namespace: string,
  container: string,
  attempts: readonly Attempt[],
): Promise<readonly Outcome[]> {
  const output = await exec(namespace, container, ['python3', '-c', PROGRAM], toInput(attempts));
  return JSON.parse(output) as readonly Outcome[];
}

export async function attemptFromInternet(attempts: readonly Attempt[]): Promise<readonly Outcome[]> {
  const output = await run([...CLIENT_PREFIX, 'python3', '-c', PROGRAM], toInput(attempts));
  return JSON.parse(output) as readonly Outcome[];
}

/** A request of HTTP/1.1 whose connection ends with the answer. */
export function httpRequest(host: string, path: string, ...headers: string[]): string {
  return [`GET ${path} HTTP/1.1`, `Host: ${host}`, 'Connection: close', ...headers, '', ''].join('\r\n');
}

/** PROXY protocol version 1, as nginx sends it. */
export function proxyHeader(client: string): string {
  return `PROXY TCP4 ${client} 192.0.2.99 40000 8443\r\n`;
}
