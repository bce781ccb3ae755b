/** `gatehouse pki bundle`: the keys of a fleet with secrets mode `external`, for the store. */
import { Command } from 'commander';
import { bundleKeys } from '../../bundle-keys';
import { renderIssues } from '../../model/issue';
import { FAULTS, FINE } from '../exit-codes';
import { fleetOption } from '../folder-options';
import type { Io } from '../io';

interface PkiBundleOptions {
  readonly fleet: string;
  readonly recipient: readonly string[];
  readonly output: string;
}

export function pkiBundleCommand(io: Io, exit: (code: number) => void): Command {
  return new Command('bundle')
    .description(
      'Write every private key that a fleet with secrets mode external needs in its store, encrypted (age-encryption.org) and in no other form.',
    )
    .addOption(fleetOption(io))
    .option(
      '--recipient <age1…>',
      'public key of somebody who may open it; give it again for each',
      (recipient: string, before: readonly string[]) => [...before, recipient],
      [],
    )
    .requiredOption('--output <file>', 'file to write, or an older bundle to replace; never standard output')
    .addHelpText(
      'after',
      `
Examples:
  gatehouse pki bundle --recipient age1… --output keys.age

Inside is one line of JSON for each Secret: {"key": "gatehouse/acme/shop-leaf", "data": {"tls_key": "…"}}.
Push it, here to Vault, so that no readable key touches a disk:
  age -d -i IDENTITY keys.age | while IFS= read -r entry; do
    printf %s "$entry" | jq -c .data | vault kv put -mount=secret "$(printf %s "$entry" | jq -r .key)" -
  done`,
    )
    .action(async (options: PkiBundleOptions) => {
      exit(await runPkiBundle(options, io));
    });
}

async function runPkiBundle({ fleet, recipient, output }: PkiBundleOptions, io: Io): Promise<number> {
  const report = await bundleKeys({ fleet, recipients: recipient, output, environment: io.environment });
  if (!report.ok) {
    io.writeError(renderIssues(report.issues));
    return FAULTS;
  }
  io.writeOut(
    `Written: ${output}, the keys of ${report.value.secrets} Secrets.\nPush it to the store before the cluster gets the manifests (--help tells how).\n`,
  );
  return FINE;
}
