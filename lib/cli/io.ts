/** What a command may use of the world, so that tests can stand in for it. */
export interface Io {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly writeOut: (text: string) => void;
  readonly writeError: (text: string) => void;
  /** Whether somebody watches stderr. */
  readonly isTerminal: boolean;
  /** The clock, for commands that are about the present. @default the machine's */
  readonly now?: () => Date;
}

export function processIo(): Io {
  return {
    environment: process.env,
    writeOut: (text) => process.stdout.write(text),
    writeError: (text) => process.stderr.write(text),
    isTerminal: process.stderr.isTTY,
  };
}
