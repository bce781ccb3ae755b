/** `gatehouse pki init`: a seed of the fleet's own. */
import { Command } from 'commander';
import { locateIn, renderIssues } from '../../model/issue';
import { PKI_FILES } from '../../model/pki-folder';
import { initSeed, type InitSeedReport } from '../../seed/init-seed';
import { FAULTS, FINE } from '../exit-codes';
import { fleetOption } from '../folder-options';
import type { Io } from '../io';

interface PkiInitOptions {
  readonly fleet: string;
  readonly recipient: readonly string[];
}

export function pkiInitCommand(io: Io, exit: (code: number) => void): Command {
  return new Command('init')
    .description(
      "Make the fleet's seed, 32 bytes that every key follows from. It is written encrypted to pki/seed.age (age-encryption.org), and its check value into platform.yaml.",
    )
    .addOption(fleetOption(io))
    .option(
      '--recipient <age1…>',
      'public key of somebody who may open it; give it again for each',
      (recipient: string, before: readonly string[]) => [...before, recipient],
      [],
    )
    .addHelpText(
      'after',
      `
Examples:
  gatehouse pki init --recipient age1…           whoever has the identity opens it
  GATEHOUSE_AGE_PASSPHRASE=… gatehouse pki init  a passphrase of 12 characters or more
  GATEHOUSE_SEED=… gatehouse pki init            a seed kept elsewhere: only its check value is written

\`age-keygen -o FILE\` makes an identity and prints its public key.
A seed given in GATEHOUSE_SEED or GATEHOUSE_SEED_FD is taken over instead of making one.`,
    )
    .action(async (options: PkiInitOptions) => {
      exit(await runPkiInit(options, io));
    });
}

async function runPkiInit({ fleet, recipient }: PkiInitOptions, io: Io): Promise<number> {
  const report = await initSeed({ fleet, recipients: recipient, environment: io.environment });
  if (!report.ok) {
    io.writeError(renderIssues(locateIn(fleet, report.issues)));
    return FAULTS;
  }
  io.writeOut(renderReport(report.value, recipient.length));
  return FINE;
}

function renderReport({ seedCheck, written }: InitSeedReport, recipients: number): string {
  const isEncrypted = written.includes(PKI_FILES.seed);
  const key = recipients > 0 ? 'an identity of a recipient' : 'the passphrase';
  const where = recipients > 0 ? 'GATEHOUSE_AGE_IDENTITY (the path of its file)' : 'GATEHOUSE_AGE_PASSPHRASE';
  const next = isEncrypted
    ? [
        `Keep ${key} safe, and a copy in a second place: without it every key of the fleet is lost.`,
        `Synthesize with ${where} set.`,
      ]
    : [
        'Keep the seed safe, and a copy in a second place: without it every key of the fleet is lost.',
        'Synthesize with GATEHOUSE_SEED or GATEHOUSE_SEED_FD set.',
      ];
  const steps = [`Commit ${written.join(' and ')}.`, ...next];
  return `Written: ${written.join(', ')}\nCheck value of the seed: ${seedCheck}\nNext:\n${steps.map((step) => `  ${step}\n`).join('')}`;
}
