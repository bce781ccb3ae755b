/** Settings of the JavaScript engine for a program that works for seconds and ends. */
import { setFlagsFromString } from 'node:v8';

/**
 * Node 20's V8 compiles whatever has run a little, and throws most of it away again: a quarter of the processor time of a cold synth
 * (bench/README.md). Here a function has to run fifteen times as much first. Newer engines, which compile in more steps, neither need nor
 * know the setting.
 */
export function tuneForShortRun(engine = process.versions.v8): void {
  if (engine.startsWith('11.')) setFlagsFromString('--interrupt-budget=1000000');
}
