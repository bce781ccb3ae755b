/** Requests that go on while a test changes something, and what came of them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { start, type Running } from './command';
import { CLIENT_PREFIX, PUBLIC_ADDRESS } from './environment';
import { must } from './eventually';
import { PUBLIC_PORT } from './internet';
import { startInside } from './kubectl';

export interface LoadSummary {
  readonly requests: number;
  /** One text each. */
  readonly failures: readonly string[];
  /** Requests sent once more since a kept connection had been closed before any answer. */
  readonly resent: number;
  /** Answers by the VERSION of the app that gave them. */
  readonly versions: Readonly<Record<string, number>>;
  /** VERSION of the last answer. */
  readonly last: string;
  readonly slowestSeconds: number;
}

export interface Load {
  readonly finish: () => Promise<LoadSummary>;
}

const PROGRAM = readFileSync(join(__dirname, 'programs', 'steady_load.py'), 'utf8');
const HELD = readFileSync(join(__dirname, 'programs', 'held_connection.py'), 'utf8');

/** Three clients that keep their connection, three that open one for each request. */
const CLIENTS = { keepAlive: 3, fresh: 3, pauseSeconds: 0.05 };

export function startInternetLoad(host: string, authority: string): Load {
  const settings = { ...CLIENTS, address: PUBLIC_ADDRESS, port: PUBLIC_PORT, host, path: '/load', authority };
  return toLoad(start([...CLIENT_PREFIX, 'python3', '-c', PROGRAM, JSON.stringify(settings)]));
}

/** Through the local port of an egress, in cleartext, as the app itself would. */
export async function startEgressLoad(namespace: string, container: string, localPort: number): Promise<Load> {
  const settings = { ...CLIENTS, address: '127.0.0.1', port: localPort, host: 'egress', path: '/load' };
  return toLoad(await startInside(namespace, container, ['python3', '-c', PROGRAM, JSON.stringify(settings)]));
}

/** One connection to a Redis that stays open and idle; the answers to a PING at its beginning and at its end. */
export function holdConnection(host: string, authority: string): { readonly finish: () => Promise<readonly string[]> } {
  const settings = { address: PUBLIC_ADDRESS, port: PUBLIC_PORT, host, authority };
  const running = start([...CLIENT_PREFIX, 'python3', '-c', HELD, JSON.stringify(settings)]);
  return { finish: () => resultOf<readonly string[]>(running) };
}

function toLoad(running: Running): Load {
  return { finish: () => resultOf<LoadSummary>(running) };
}

async function resultOf<T>(running: Running): Promise<T> {
  const { code, stdout, stderr } = await running.finish();
  must(code === 0, `the load ended with ${code}: ${stderr}`);
  return JSON.parse(stdout) as T;
}
