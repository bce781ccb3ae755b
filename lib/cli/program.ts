/** The command line as a whole: which commands there are, and what becomes of errors. */
import { Command, CommanderError } from 'commander';
import { checkCommand } from './check';
import { BROKEN, FAULTS, FINE } from './exit-codes';
import type { Io } from './io';
import { pkiCommand } from './pki';
import { schemaCommand } from './schema';
import { synthCommand } from './synth';

/** As in package.json; a test holds the two together. */
const VERSION = '0.1.0';

const ABOUT = `Gatehouse turns a folder of small YAML documents (a platform, its tenants, their apps) into the Kubernetes manifests that let competing customers share one cluster.`;

const MORE = `
Exit codes:
  0  fine
  1  faults in the fleet or on the command line; nothing was written
  2  a mistake of Gatehouse itself (GATEHOUSE_DEBUG=1 shows where)

Environment:
  GATEHOUSE_FLEET           the fleet folder, where --fleet is not given
  CDK8S_OUTDIR              the output folder, where --output is not given
  For platforms with seed: own, the first of these that is set gives the seed:
  GATEHOUSE_SEED            its 64 hexadecimal digits
  GATEHOUSE_SEED_FD         number of a file descriptor that they are read from
  GATEHOUSE_AGE_IDENTITY    file of age identities that open pki/seed.age, or
  GATEHOUSE_AGE_PASSPHRASE  the passphrase that does

Begin with docs/quick-start.md.`;

/** Runs one command line, without the program's name; gives its exit code and never throws. */
export async function run(args: readonly string[], io: Io): Promise<number> {
  let code = FINE;
  const exit = (given: number): void => {
    code = given;
  };
  const program = new Command('gatehouse').description(ABOUT).version(VERSION).addHelpText('after', MORE);
  for (const command of [synthCommand(io, exit), checkCommand(io, exit), pkiCommand(io, exit), schemaCommand(io, exit)])
    program.addCommand(command);
  for (const command of withSubcommands(program)) {
    command
      .exitOverride()
      .showHelpAfterError('(--help tells what there is)')
      .configureOutput({ writeOut: io.writeOut, writeErr: io.writeError });
  }
  try {
    await program.parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    return codeOf(error, io);
  }
}

function withSubcommands(command: Command): Command[] {
  return [command, ...command.commands.flatMap(withSubcommands)];
}

function codeOf(error: unknown, io: Io): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? FINE : FAULTS;
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  const detail = io.environment['GATEHOUSE_DEBUG'] === '1' ? `${stack ?? ''}\n` : 'GATEHOUSE_DEBUG=1 shows where.\n';
  io.writeError(
    `This is a mistake of Gatehouse, not yours: ${message}\nPlease report it, with the command and the documents that led to it.\n${detail}`,
  );
  return BROKEN;
}
