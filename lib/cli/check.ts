/** `gatehouse check`: the input alone, for editors and pre-commit hooks. Writes nothing, needs no seed. */
import { Command } from 'commander';
import { loadFleet } from '../input/load-fleet';
import { renderIssues } from '../model/issue';
import { FAULTS, FINE } from './exit-codes';
import { fleetOption } from './folder-options';
import type { Io } from './io';

export function checkCommand(io: Io, exit: (code: number) => void): Command {
  return new Command('check')
    .description('Read the fleet and tell every fault in it, each with its place and its fix. Nothing is written.')
    .addOption(fleetOption(io))
    .addHelpText(
      'after',
      `
Examples:
  gatehouse check                   the folder fleet/
  gatehouse check --fleet prod      another one

A fault is one line: file:line:column, what is wrong, what to change.`,
    )
    .action(({ fleet }: { readonly fleet: string }) => {
      exit(runCheck(fleet, io));
    });
}

function runCheck(folder: string, io: Io): number {
  const loaded = loadFleet(folder);
  if (!loaded.ok) {
    io.writeError(renderIssues(loaded.issues));
    return FAULTS;
  }
  const { tenants } = loaded.value;
  const apps = tenants.reduce((sum, tenant) => sum + tenant.apps.length, 0);
  io.writeOut(`${tenants.length} tenants, ${apps} apps: no faults\n`);
  return FINE;
}
