/** `gatehouse check`: the input alone, for editors and pre-commit hooks. Writes nothing, needs no seed. */
import { Command } from 'commander';
import { loadFleet } from '../input/load-fleet';
import { locateIn, renderIssues } from '../model/issue';
import { checkClientAuthorities } from '../pki/check-client-authorities';
import { planSealing } from '../pki/plan-sealing';
import { FAULTS, FINE } from './exit-codes';
import { fleetOption } from './folder-options';
import type { Io } from './io';
import { ProgressLine } from './progress-line';

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
  const progress = new ProgressLine(io);
  const loaded = loadFleet(folder, (done, total) => {
    progress.update('load', done, total);
  });
  progress.clear();
  if (!loaded.ok) {
    io.writeError(renderIssues(locateIn(folder, loaded.issues)));
    return FAULTS;
  }
  io.writeError(renderIssues(locateIn(folder, loaded.warnings)));
  const { platform, tenants } = loaded.value;
  const sealing = planSealing(loaded.value, platform.spec.pki.seed === 'demo');
  const faults = [...(sealing.ok ? [] : sealing.issues), ...checkClientAuthorities(loaded.value)];
  if (faults.length > 0) {
    io.writeError(renderIssues(locateIn(folder, faults)));
    return FAULTS;
  }
  const apps = tenants.reduce((sum, tenant) => sum + tenant.apps.length, 0);
  io.writeOut(`${tenants.length} tenants, ${apps} apps: no faults\n`);
  return FINE;
}
