/** The next step of a rotation, or the reason why it would cut connections (docs/decisions/0017-generations.md). */
import type { Generation, Generations } from '../model/generations';
import { certificateIds } from '../model/names';
import type { InventoryEntry } from './inventory';

export type RotationStage = 'prepare' | 'switch' | 'finish';

/** Whose key: a tenant's authority's, or the root's where `tenant` is absent. */
export interface Signer {
  readonly tenant?: string;
}

export interface Rotation {
  readonly signer: Signer;
  /** As they are; in order, see model/laws/check-generations.ts. */
  readonly generations: Generations;
  /** What the last synth issued; absent where nobody may be asked, in an emergency. */
  readonly listed?: readonly InventoryEntry[];
}

export type Step =
  | { readonly ok: true; readonly generations: Generation[] }
  | { readonly ok: false; readonly reason: string; readonly fix: string };

/** One stage in its order. Without `listed`, only the order itself is looked at. */
export function takeStage(stage: RotationStage, rotation: Rotation): Step {
  return { prepare, switch: switchOver, finish }[stage](rotation);
}

/**
 * All at once, for an active key that is in the wrong hands: the next generation alone remains, prepared or not. Whoever has not
 * taken it over yet is cut off from those who have.
 */
export function replaceAtOnce(generations: Generations): Generation[] {
  return [{ number: numberOf(generations, 'next') ?? newest(generations) + 1, state: 'active' }];
}

function prepare({ generations }: Rotation): Step {
  const next = numberOf(generations, 'next');
  if (next !== undefined) return refuse(`generation ${next} is next already`, 'go on with --stage switch');
  return { ok: true, generations: [...generations, { number: newest(generations) + 1, state: 'next' }] };
}

function switchOver({ signer, generations, listed }: Rotation): Step {
  const next = numberOf(generations, 'next');
  if (next === undefined) {
    return refuse('no generation is next: nobody would trust what a new one signs', 'begin with --stage prepare');
  }
  const retiring = numberOf(generations, 'retiring');
  if (retiring !== undefined) {
    return refuse(`generation ${retiring} is retiring still, and two may not be`, 'go on with --stage finish');
  }
  if (listed !== undefined && !listed.some(({ id }) => id === anchorOf(signer, next))) {
    return refuse(
      `the last synth did not know generation ${next} yet, so that nobody trusts it`,
      'synth, commit and sync, wait until every pod has taken the trust over, and then switch',
    );
  }
  const states: Readonly<Record<Generation['state'], Generation['state']>> = {
    retiring: 'retiring',
    active: 'retiring',
    next: 'active',
  };
  return { ok: true, generations: generations.map(({ number, state }) => ({ number, state: states[state] })) };
}

function finish({ signer, generations, listed = [] }: Rotation): Step {
  const retiring = numberOf(generations, 'retiring');
  if (retiring === undefined) return refuse('no generation is retiring', 'begin with --stage prepare');
  const left = listed.filter(({ id, issuer }) => issuer === signingId(signer, retiring) && id !== issuer);
  const [first] = left;
  if (first !== undefined) {
    return refuse(
      `the last synth had ${left.length} certificates signed by generation ${retiring}, ${first.id} among them; nobody would trust them any more`,
      'synth, commit and sync, wait until every pod has taken its leaf over, and then finish',
    );
  }
  return { ok: true, generations: generations.filter(({ number }) => number !== retiring) };
}

function refuse(reason: string, fix: string): Step {
  return { ok: false, reason, fix };
}

function numberOf(generations: Generations, state: Generation['state']): number | undefined {
  return generations.find((generation) => generation.state === state)?.number;
}

function newest(generations: Generations): number {
  return Math.max(...generations.map(({ number }) => number));
}

/** What programs trust of a generation. */
function anchorOf({ tenant }: Signer, generation: number): string {
  return tenant === undefined ? certificateIds.root(generation) : certificateIds.twin(tenant, generation);
}

/** What its certificates name as their issuer. */
function signingId({ tenant }: Signer, generation: number): string {
  return tenant === undefined ? certificateIds.root(generation) : certificateIds.authority(tenant, generation);
}
