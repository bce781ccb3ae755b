/** Generations follow one another: retiring, active, next, with numbers that rise by one, and exactly one that signs. */
import type { Fleet } from '../fleet';
import type { Generation, Generations } from '../generations';
import { fault, type Issue, type Place } from '../issue';
import type { Sourced, ValuePath } from '../source';

const LIST: ValuePath = ['spec', 'pki', 'generations'];
const ORDER: readonly Generation['state'][] = ['retiring', 'active', 'next'];

/** The lists of the platform's root and of every tenant's authority. */
export function checkGenerations({ platform, tenants }: Fleet): Issue[] {
  return [
    ...checkList(platform, platform.spec.pki.generations),
    ...tenants.flatMap((tenant) => checkList(tenant, tenant.spec.pki.generations)),
  ];
}

function checkList({ source }: Pick<Sourced<unknown>, 'source'>, generations: Generations): Issue[] {
  const at = (index: number, field: keyof Generation): Place => source.placeOf([...LIST, index, field]);
  const issues = ORDER.flatMap((state) => checkOnce(generations, state, at));
  if (!generations.some(({ state }) => state === 'active')) {
    const message = `no generation is active, so nobody could sign: ${renderGenerations(generations)}`;
    issues.push(fault('generations', source.placeOf(LIST), message, 'write state: active for the one that signs'));
  }
  generations.forEach((generation, index) => {
    const before = generations[index - 1];
    if (before === undefined) return;
    issues.push(...checkNeighbours(before, generation, (field) => at(index, field)));
  });
  return issues;
}

function checkOnce(
  generations: Generations,
  state: Generation['state'],
  at: (index: number, field: keyof Generation) => Place,
): Issue[] {
  const first = generations.find((generation) => generation.state === state);
  return generations.flatMap((generation, index) => {
    if (generation.state !== state || generation === first) return [];
    const message = `two generations are ${state}, ${first?.number ?? 0} and ${generation.number}; one may be`;
    const fix = 'take the list back from the last commit, and change it by gatehouse pki rotate';
    return [fault('generations', at(index, 'state'), message, fix)];
  });
}

function checkNeighbours(before: Generation, after: Generation, at: (field: keyof Generation) => Place): Issue[] {
  if (after.number === before.number) {
    const message = `generation ${after.number} is there twice`;
    return [fault('generations', at('number'), message, 'give each generation the number after the one before it')];
  }
  if (after.number < before.number) {
    const message = `generation ${after.number} stands after generation ${before.number}; numbers rise by one`;
    return [fault('generations', at('number'), message, 'write the oldest first')];
  }
  if (after.number > before.number + 1) {
    const message = `generation ${after.number} follows generation ${before.number}, so ${before.number + 1} was skipped; numbers rise by one`;
    return [fault('generations', at('number'), message, `write number: ${before.number + 1}`)];
  }
  if (ORDER.indexOf(after.state) >= ORDER.indexOf(before.state)) return [];
  const message = `generation ${after.number} is ${after.state} and the older ${before.number} is ${before.state}; allowed: ${ORDER.join(', then ')}`;
  return [fault('generations', at('state'), message, 'take the list back from the last commit')];
}

/** `1 retiring, 2 active`. */
export function renderGenerations(generations: Generations): string {
  return generations.map(({ number, state }) => `${number} ${state}`).join(', ');
}
