/** Runs programs. A failure carries what the program said. */
import { spawn } from 'node:child_process';

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A program that is still running and reads its standard input. */
export interface Running {
  /** Closes its standard input and waits for its end. */
  readonly finish: () => Promise<Ended>;
  /** Ends it without asking. */
  readonly kill: () => void;
}

const LIMIT_SECONDS = 120;

export function start(words: readonly string[], input?: string): Running {
  const [program = '', ...rest] = words;
  const child = spawn(program, rest, { stdio: 'pipe' });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on('data', (data: Buffer) => out.push(data));
  child.stderr.on('data', (data: Buffer) => err.push(data));
  // A program that ends before it has read everything is no fault of ours; its exit code says what happened.
  child.stdin.on('error', () => undefined);
  if (input !== undefined) child.stdin.write(input);
  const text = (parts: readonly Buffer[]): string => Buffer.concat(parts).toString('utf8');
  const ended = new Promise<Ended>((resolve) => {
    child.on('error', (error) => {
      resolve({ code: 127, stdout: '', stderr: String(error) });
    });
    child.on('close', (code) => {
      resolve({ code: code ?? 128, stdout: text(out), stderr: text(err) });
    });
  });
  return {
    finish: () => {
      child.stdin.end();
      return ended;
    },
    kill: () => {
      child.kill('SIGKILL');
    },
  };
}

/** Runs it to its end, whatever that is. */
export async function tryRun(words: readonly string[], input = ''): Promise<Ended> {
  const running = start(words, input);
  const timer = setTimeout(running.kill, LIMIT_SECONDS * 1000);
  try {
    return await running.finish();
  } finally {
    clearTimeout(timer);
  }
}

/** Runs it and returns its output; throws where it fails. */
export async function run(words: readonly string[], input = ''): Promise<string> {
  const { code, stdout, stderr } = await tryRun(words, input);
  if (code === 0) return stdout;
  throw new Error(`${words.slice(0, 12).join(' ')} ended with ${code}: ${(stderr + stdout).slice(-4000)}`);
}
