/** `gatehouse pki rotate`: one stage of a rotation, in the committed document. */
import { Command, Option } from 'commander';
import { fault, locateIn, renderIssues, type Issue } from '../../model/issue';
import type { RotationStage } from '../../pki/rotate';
import { rotateFleet } from '../../rotation/rotate-fleet';
import { FAULTS, FINE } from '../exit-codes';
import { fleetOption } from '../folder-options';
import type { Io } from '../io';
import { renderRotation } from './render-rotation';

interface PkiRotateOptions {
  readonly fleet: string;
  readonly tenant?: string;
  readonly root?: boolean;
  readonly stage?: RotationStage;
  readonly emergency?: boolean;
}

export function pkiRotateCommand(io: Io, exit: (code: number) => void): Command {
  return new Command('rotate')
    .description(
      "Replace the key of a tenant's authority or of the root, one stage at a time. Only the list of generations in one document is changed.",
    )
    .addOption(fleetOption(io))
    .addOption(new Option('--tenant <name>', "the key of this tenant's authority").conflicts('root'))
    .option('--root', "the root's key")
    .addOption(new Option('--stage <stage>', 'what to do').choices(['prepare', 'switch', 'finish']))
    .option('--emergency', 'a key is in the wrong hands: replace it at once, with an outage that is stated')
    .addHelpText(
      'after',
      `
Three stages; each is committed, synthesized, synced and taken over by every pod before the next:
  prepare   a next generation is trusted beside the active one
  switch    it signs; the old one is trusted still
  finish    the old one is trusted no longer

Examples:
  gatehouse pki rotate --tenant acme --stage prepare
  gatehouse pki rotate --root --stage switch
  gatehouse pki rotate --tenant acme --emergency                  the active key was stolen
  gatehouse pki rotate --tenant acme --stage finish --emergency   the retiring one was

A stage that would cut connections, judged by what pki/inventory.json says of the last synth, is refused.`,
    )
    .action((options: PkiRotateOptions) => {
      exit(runPkiRotate(options, io));
    });
}

function runPkiRotate(options: PkiRotateOptions, io: Io): number {
  const { fleet, tenant, stage, emergency: isEmergency = false } = options;
  const misuse = checkOptions(options);
  const signer = tenant === undefined ? {} : { tenant };
  const rotated =
    misuse === undefined
      ? rotateFleet({ fleet, signer, isEmergency, ...(stage === undefined ? {} : { stage }) })
      : { ok: false as const, issues: [misuse] };
  if (!rotated.ok) {
    io.writeError(renderIssues(locateIn(fleet, rotated.issues)));
    return FAULTS;
  }
  io.writeOut(renderRotation(rotated.value, isEmergency ? 'emergency' : (stage ?? 'prepare')));
  return FINE;
}

function checkOptions({ fleet, tenant, root = false, stage, emergency = false }: PkiRotateOptions): Issue | undefined {
  const where = { file: fleet, line: 1, column: 1 };
  if (tenant === undefined && !root) {
    return fault('rotation', where, 'nobody is named whose key to rotate', 'add --tenant <name> or --root');
  }
  if (stage === undefined && !emergency) {
    return fault('rotation', where, 'no stage is named', 'add --stage prepare, and later switch and finish');
  }
  if (!emergency || stage === undefined || stage === 'finish') return undefined;
  const message = `--emergency does prepare and switch in one, and --stage ${stage} is given beside it`;
  return fault('rotation', where, message, `leave out --stage ${stage}, or --emergency`);
}
