/** `gatehouse pki`: what is done by hand to a fleet's certificates. One file for each subcommand, in pki/. */
import { Command } from 'commander';
import type { Io } from './io';
import { pkiBundleCommand } from './pki/bundle';
import { pkiCheckCommand } from './pki/check';
import { pkiInitCommand } from './pki/init';
import { pkiRotateCommand } from './pki/rotate';
import { pkiShowCommand } from './pki/show';
import { pkiTrustCommand } from './pki/trust';

const SUBCOMMANDS = [
  pkiInitCommand,
  pkiRotateCommand,
  pkiCheckCommand,
  pkiShowCommand,
  pkiTrustCommand,
  pkiBundleCommand,
];

export function pkiCommand(io: Io, exit: (code: number) => void): Command {
  const command = new Command('pki').description("The fleet's seed and certificates.");
  for (const subcommand of SUBCOMMANDS) command.addCommand(subcommand(io, exit));
  return command;
}
