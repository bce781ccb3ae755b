/** Times the stages of a journey and tells how far they are. */
import { performance } from 'node:perf_hooks';

export interface Stage {
  readonly name: string;
  readonly milliseconds: number;
}

export class Stages {
  readonly finished: Stage[] = [];

  constructor(private readonly onProgress?: (stage: string, done: number, total: number) => void) {}

  /** Runs one stage, which may tell how far it is. */
  run<T>(name: string, stage: (progress: (done: number, total: number) => void) => T): T {
    this.onProgress?.(name, 0, 1);
    const start = performance.now();
    const value = stage((done, total) => this.onProgress?.(name, done, total));
    this.finished.push({ name, milliseconds: performance.now() - start });
    return value;
  }
}
