/** One line on stderr that says how far a long work is; nothing where nobody watches or the work is short. */
import type { Io } from './io';

const QUIET_MILLISECONDS = 500;
const REDRAW_MILLISECONDS = 80;
const CLEAR_LINE = '\r\u001b[2K';

export class ProgressLine {
  private readonly start = Date.now();
  private drawn = 0;

  constructor(private readonly io: Io) {}

  /** Cheap enough to be called for every tenant. */
  readonly update = (stage: string, done: number, total: number): void => {
    const now = Date.now();
    if (!this.io.isTerminal || now - this.start < QUIET_MILLISECONDS || now - this.drawn < REDRAW_MILLISECONDS) return;
    this.drawn = now;
    const count = total > 1 ? ` ${done}/${total}` : '';
    this.io.writeError(`${CLEAR_LINE}${stage}${count} …`);
  };

  /** Leaves the terminal as it was. */
  clear(): void {
    if (this.drawn > 0) this.io.writeError(CLEAR_LINE);
    this.drawn = 0;
  }
}
