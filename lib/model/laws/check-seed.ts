/** A seed of the fleet's own comes with the value that tells it from every other. */
import type { Fleet } from '../fleet';
import { fault, type Issue } from '../issue';

export function checkSeed({ platform: { spec, source } }: Fleet): Issue[] {
  const { seed, seedCheck } = spec.pki;
  if (seed === 'own' && seedCheck === undefined) {
    const message = "the seed is the fleet's own, and there is no seedCheck to tell a wrong one by";
    const fix = 'run `gatehouse pki init`, which writes it';
    return [fault('seed-check', source.placeOf(['spec', 'pki', 'seed']), message, fix)];
  }
  if (seed === 'demo' && seedCheck !== undefined) {
    const message = `seedCheck is "${seedCheck}", and the demo seed, which everybody knows, needs none`;
    const where = source.placeOf(['spec', 'pki', 'seedCheck']);
    return [fault('seed-check', where, message, 'remove it, or write seed: own')];
  }
  return [];
}
