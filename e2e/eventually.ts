/** Waits for a condition instead of sleeping, and says what was missing when it did not come about. */

const PAUSE_MILLISECONDS = 500;

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Repeats `attempt` until it no longer throws. `diagnose` is asked for the state of things when the time is over. */
export async function eventually<T>(
  what: string,
  seconds: number,
  attempt: () => T | Promise<T>,
  diagnose?: () => Promise<string>,
): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > deadline) {
        const state = diagnose === undefined ? '' : `\n${await diagnose()}`;
        throw new Error(`waited ${seconds} s in vain until ${what}: ${String(error)}${state}`, { cause: error });
      }
    }
    await pause(PAUSE_MILLISECONDS);
  }
}

/** For conditions that are a yes or no. */
export function must(condition: boolean, otherwise: string): asserts condition {
  if (!condition) throw new Error(otherwise);
}
