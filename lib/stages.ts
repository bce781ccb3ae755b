/** Times the stages of a journey and tells how far they are. */
import { performance } from 'node:perf_hooks';

export interface Stage {
  readonly name: string;
  /** Of all its runs together, in whatever thread. */
  readonly milliseconds: number;
}

export class Stages {
  private readonly totals = new Map<string, number>();

  constructor(private readonly onProgress?: (stage: string, done: number, total: number) => void) {}

  /** In the order in which they first ended. */
  get finished(): Stage[] {
    return Array.from(this.totals, ([name, milliseconds]) => ({ name, milliseconds }));
  }

  /** Runs one stage, which may tell how far it is. */
  run<T>(name: string, stage: (progress: (done: number, total: number) => void) => T): T {
    this.tell(name, 0, 1);
    return this.part(name, () =>
      stage((done, total) => {
        this.tell(name, done, total);
      }),
    );
  }

  /** How far something is that several stages take turns in. */
  tell(name: string, done: number, total: number): void {
    this.onProgress?.(name, done, total);
  }

  /** Runs a part of a stage: one of many, of which nobody is told. */
  part<T>(name: string, work: () => T): T {
    const start = performance.now();
    const value = work();
    this.add([{ name, milliseconds: performance.now() - start }]);
    return value;
  }

  /** What another thread took for stages. */
  add(stages: readonly Stage[]): void {
    for (const { name, milliseconds } of stages) this.totals.set(name, (this.totals.get(name) ?? 0) + milliseconds);
  }
}
