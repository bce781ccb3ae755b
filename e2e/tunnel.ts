/** TLS within TLS, as a sidecar sends it to the egress gateway, by whoever wants to be one. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Tls } from './attempt';
import { exec } from './kubectl';

export interface Tunnel {
  readonly host: string;
  readonly port: number;
  readonly outer: Tls & { readonly serverName: string };
  /** Name in the inner hello; null sends none. */
  readonly inner: string | null;
  /** Sent ahead of the inner hello. */
  readonly prefix?: string;
}

export interface Tunnelled {
  readonly opened: boolean;
  readonly outer: boolean;
  readonly inner: boolean;
  readonly received: string;
  readonly error: string;
}

const PROGRAM = readFileSync(join(__dirname, 'programs', 'tunnel_attempt.py'), 'utf8');

export async function tunnelInside(
  namespace: string,
  container: string,
  tunnels: readonly Tunnel[],
): Promise<readonly Tunnelled[]> {
  const output = await exec(namespace, container, ['python3', '-c', PROGRAM], JSON.stringify(tunnels));
  return JSON.parse(output) as readonly Tunnelled[];
}
