/** `gatehouse pki check`: what ends soon, by the clock. For cron and CI; reads the committed inventory and needs no seed. */
import { Command, InvalidArgumentError, Option } from 'commander';
import { renderIssues } from '../../model/issue';
import { checkInventory, type InventoryReport } from '../../pki/check-inventory';
import { planCertificates } from '../../pki/plan';
import { FAULTS, FINE } from '../exit-codes';
import { fleetOption } from '../folder-options';
import type { Io } from '../io';
import { loadInventory } from './load-inventory';
import { renderInventoryReport } from './render-inventory-report';

interface PkiCheckOptions {
  readonly fleet: string;
  readonly days: number;
}

const DEFAULT_DAYS = 21;

export function pkiCheckCommand(io: Io, exit: (code: number) => void): Command {
  return new Command('check')
    .description('Tell which certificates end soon, by the clock, and the commit that renews them. Needs no seed.')
    .addOption(fleetOption(io))
    .addOption(new Option('--days <n>', 'how many days ahead to look').default(DEFAULT_DAYS).argParser(parseDays))
    .addHelpText(
      'after',
      `
Exits 1 where something ends within these days, or where pki/inventory.json does not tell what the documents say.

Examples:
  gatehouse pki check               in CI, once a day
  gatehouse pki check --days 45     what ends within 45 days`,
    )
    .action((options: PkiCheckOptions) => {
      exit(runPkiCheck(options, io));
    });
}

function parseDays(text: string): number {
  if (!/^\d{1,5}$/.test(text)) throw new InvalidArgumentError('It is a number of days, 0 to 99999.');
  return Number(text);
}

function runPkiCheck({ fleet: folder, days }: PkiCheckOptions, io: Io): number {
  const loaded = loadInventory(folder);
  if (!loaded.ok) {
    io.writeError(renderIssues(loaded.issues));
    return FAULTS;
  }
  const { fleet, inventory } = loaded.value;
  const today = (io.now?.() ?? new Date()).toISOString().slice(0, 10);
  const plans = planCertificates(fleet);
  const report = checkInventory(fleet, plans, inventory, today, days);
  io.writeOut(renderInventoryReport(report, { today, days, count: inventory.certificates.length }));
  return isFine(report) ? FINE : FAULTS;
}

function isFine({ expiring, missing, surplus, outdated }: InventoryReport): boolean {
  return [expiring, missing, surplus, outdated].every((list) => list.length === 0);
}
