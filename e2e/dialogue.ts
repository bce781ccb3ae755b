/** Conversations with pauses, held from the Internet: for what takes time, or several connections at once. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './command';
import { CLIENT_PREFIX } from './environment';

export interface Dialogue {
  readonly host: string;
  readonly port: number;
  readonly tls?: { readonly serverName: string; readonly authority: string };
  readonly steps: readonly (readonly ['send', string] | readonly ['read' | 'pause', number])[];
}

export interface Heard {
  /** What each `read` gave. */
  readonly heard: readonly string[];
  /** When the other side ended it; null where it did not. */
  readonly closedAfter: number | null;
  readonly error: string;
}

const PROGRAM = readFileSync(join(__dirname, 'programs', 'dialogue.py'), 'utf8');

export async function holdFromInternet(dialogues: readonly Dialogue[]): Promise<readonly Heard[]> {
  const output = await run([...CLIENT_PREFIX, 'python3', '-c', PROGRAM], JSON.stringify(dialogues));
  return JSON.parse(output) as readonly Heard[];
}
