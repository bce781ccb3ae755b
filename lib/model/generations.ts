/** Generations of a root or an authority: the same certificate again with a new key, in three committed steps (docs/decisions/0017). */
import { z } from 'zod';

const generation = z.strictObject({
  number: z.int().min(1).max(9999).describe('Which generation: 1 is the first, each new one has the next number.'),
  state: z
    .enum(['next', 'active', 'retiring'])
    .describe(
      '`active` signs; `next` is trusted already and does not sign yet; `retiring` is trusted still and signs no more.',
    ),
});

export type Generation = z.output<typeof generation>;
export type Generations = readonly Generation[];

/** Schema of the list, for `whose` key. That it makes sense as a whole is said by laws/check-generations.ts. */
export function generationsOf(whose: string): z.ZodDefault<z.ZodArray<typeof generation>> {
  return z
    .array(generation)
    .min(1)
    .max(3)
    .default([{ number: 1, state: 'active' }])
    .describe(
      `Generations of ${whose}, oldest first; exactly one is active. Change it by \`gatehouse pki rotate\` only: a wrong order cuts connections.`,
    );
}

/** The generation that signs. Throws where a list has none, which laws/check-generations.ts refuses before. */
export function activeGeneration(generations: Generations): number {
  const active = generations.find(({ state }) => state === 'active');
  if (active === undefined) throw new Error('no generation is active; checkGenerations should have said so');
  return active.number;
}

/** All numbers that are trusted: the active one first, the others in their order. */
export function trustedGenerations(generations: Generations): readonly number[] {
  const active = activeGeneration(generations);
  return [active, ...generations.map(({ number }) => number).filter((number) => number !== active)];
}
