/** What `gatehouse pki rotate` tells: what is changed, what it means, what to do next, and in an emergency what fails until when. */
import { activeGeneration, type Generations } from '../../model/generations';
import { renderGenerations } from '../../model/laws/check-generations';
import type { RotationStage } from '../../pki/rotate';
import type { RotateFleetReport } from '../../rotation/rotate-fleet';

export function renderRotation(report: RotateFleetReport, stage: RotationStage | 'emergency'): string {
  const { file, before, after } = report;
  const written = `${file}: generations ${renderGenerations(before)} -> ${renderGenerations(after)}`;
  const words = { prepare: afterPrepare, switch: afterSwitch, finish: afterFinish, emergency: inEmergency }[stage](
    report,
  );
  return [written, ...words, ''].join('\n');
}

function afterPrepare({ signer: { tenant }, after }: RotateFleetReport): string[] {
  const next = numberOf(after, 'next');
  return tenant === undefined
    ? [
        `Generation ${next} of the root is known; it signs nothing yet, and nothing in the cluster changes.`,
        ...steps([
          'commit, synth, commit the inventory',
          `give the certificate of generation ${next} to everybody who trusts the root, beside the one they have`,
          `when all have it: ${commandFor(tenant, 'switch')}`,
        ]),
      ]
    : [
        `Pods of ${tenant} will trust generation ${next} of its authority beside the old one; no leaf changes.`,
        ...steps([
          'commit, synth, commit the inventory, sync',
          TAKEN_OVER,
          `give clients outside that trust ${tenant}'s authority the new ca.crt of its ConfigMap trust`,
          `when all have it: ${commandFor(tenant, 'switch')}`,
        ]),
      ];
}

function afterSwitch({ signer: { tenant }, after }: RotateFleetReport): string[] {
  const [active, retiring] = [activeGeneration(after), numberOf(after, 'retiring')];
  return [
    tenant === undefined
      ? `Generation ${active} of the root signs every tenant's authority; leaves keep their keys. Generation ${retiring} is trusted still.`
      : `Generation ${active} signs the leaves of ${tenant}, which keep their keys; generation ${retiring} is trusted still.`,
    ...steps([
      'commit, synth, commit the inventory, sync',
      TAKEN_OVER,
      `when all show it: ${commandFor(tenant, 'finish')}`,
    ]),
  ];
}

function afterFinish({ signer: { tenant }, before, after }: RotateFleetReport): string[] {
  const [active, retiring] = [activeGeneration(after), numberOf(before, 'retiring')];
  return [
    `Generation ${retiring} is gone: only generation ${active} is trusted.`,
    ...steps([
      tenant === undefined ? 'commit, synth, commit the inventory' : 'commit, synth, commit the inventory, sync',
      `take the certificate of generation ${retiring} away from clients outside`,
    ]),
  ];
}

/** Who fails, and until when: somebody has to decide on it. */
function inEmergency({ signer: { tenant }, before, after, reloadSeconds }: RotateFleetReport): string[] {
  const active = activeGeneration(after);
  const dropped = before.map(({ number }) => number).filter((number) => number !== active);
  const gone = `generation ${dropped.join(' and ')}`;
  const isKnown = before.some(({ number }) => number === active);
  const whose = tenant === undefined ? 'the root' : `${tenant}'s authority`;
  const outside = isKnown
    ? `clients outside that have generation ${active} of ${whose} notice nothing; all others fail until they are given it`
    : `every client outside that trusts ${whose} fails until it is given generation ${active}`;
  const inside =
    tenant === undefined
      ? ['nothing between pods: they do not trust the root']
      : [...outageInside(tenant, activeGeneration(before) === active), openConnections(tenant, reloadSeconds)];
  return [
    `THIS IS AN OUTAGE. Once synced, ${gone} is trusted by nobody and generation ${active} signs:`,
    ...[...inside, outside].map((line) => `  - ${line}`),
    ...steps([
      'commit, synth, commit the inventory, sync, all at once',
      `give generation ${active} to clients outside, and take ${gone} away from them`,
      'if the seed was stolen, a rotation does not help: every generation follows from it; make a new seed',
    ]),
  ];
}

function outageInside(tenant: string, isFinish: boolean): string[] {
  const who = isFinish
    ? `calls from and to those pods of ${tenant} that still show a leaf of the dropped generation`
    : `calls between two pods of ${tenant}, its gate among them, of which one has taken this over and the other has not`;
  return [
    `${who} fail: up to two minutes after the sync, until kubelet has brought it to the last pod`,
    `where one of the two is the gate, public http hosts answer 502 meanwhile`,
  ];
}

function openConnections(tenant: string, reloadSeconds: number): string {
  return `connections that are open, a thief's too, live for up to ${reloadSeconds} s more (drain.reloadSeconds); restart the pods of ${tenant} to end them`;
}

const TAKEN_OVER = 'wait until every pod has taken it over: kubelet brings it within two minutes, no pod restarts';

function steps(lines: readonly string[]): string[] {
  return ['Next:', ...lines.map((line, index) => `  ${index + 1}. ${line}`)];
}

function commandFor(tenant: string | undefined, stage: RotationStage): string {
  return `gatehouse pki rotate ${tenant === undefined ? '--root' : `--tenant ${tenant}`} --stage ${stage}`;
}

function numberOf(generations: Generations, state: string): string {
  return String(generations.find((generation) => generation.state === state)?.number ?? '');
}
