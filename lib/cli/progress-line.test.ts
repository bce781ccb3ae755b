import type { Io } from './io';
import { ProgressLine } from './progress-line';

function terminal(isTerminal: boolean): { io: Io; written: string[] } {
  const written: string[] = [];
  return {
    written,
    io: { environment: {}, isTerminal, writeOut: () => undefined, writeError: (text) => written.push(text) },
  };
}

describe('ProgressLine', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('keeps quiet for the first half second', () => {
    const { io, written } = terminal(true);
    const line = new ProgressLine(io);
    jest.advanceTimersByTime(400);
    line.update('draw', 1, 200);
    line.clear();
    expect(written).toEqual([]);
  });

  it('redraws one line, not more often than somebody can read, and clears it', () => {
    const { io, written } = terminal(true);
    const line = new ProgressLine(io);
    jest.advanceTimersByTime(600);
    line.update('draw', 7, 200);
    line.update('draw', 8, 200);
    jest.advanceTimersByTime(100);
    line.update('verify', 0, 1);
    line.clear();
    expect(written).toEqual(['\r\u001b[2Kdraw 7/200 …', '\r\u001b[2Kverify …', '\r\u001b[2K']);
  });

  it('writes nothing where nobody watches', () => {
    const { io, written } = terminal(false);
    const line = new ProgressLine(io);
    jest.advanceTimersByTime(5000);
    line.update('draw', 7, 200);
    line.clear();
    expect(written).toEqual([]);
  });
});
