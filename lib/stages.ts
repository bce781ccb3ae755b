/** Times the stages of a journey and tells how far they are. */
import { performance } from 'node:perf_hooks';

export interface Stage {
  readonly name: string;
  readonly milliseconds: number;
}

export class Stages {
  readonly finished: Stage[] = [];

  constructor(private readonly onProgress?: (stage: string, done: number, total: number) => void) {}

  run<T>(name: string, stage: () => T): T {
    this.progress(name, 0, 1);
    const start = performance.now();
    const value = stage();
    this.finished.push({ name, milliseconds: performance.now() - start });
    return value;
  }

  progress(stage: string, done: number, total: number): void {
    this.onProgress?.(stage, done, total);
  }
}
