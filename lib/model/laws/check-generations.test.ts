import fc from 'fast-check';
import type { Generation } from '../generations';
import { renderIssue } from '../issue';
import { aFleet, type FleetChanges } from '../../testing/a-fleet';
import { checkGenerations } from './check-generations';

type States = readonly (readonly [number, Generation['state']])[];

function listOf(states: States): Generation[] {
  return states.map(([number, state]) => ({ number, state }));
}

function ofRoot(states: States): FleetChanges {
  return { platform: { pki: { seed: 'demo', since: '2026-11-01', asOf: '2026-11-01', generations: listOf(states) } } };
}

function ofAcme(states: States): FleetChanges {
  return { tenants: [{ name: 'acme', pki: { generations: listOf(states) } }] };
}

function faultsOf(changes: FleetChanges): string[] {
  return checkGenerations(aFleet(changes)).map(renderIssue);
}

test.each<[States]>([
  [[[1, 'active']]],
  [
    [
      [1, 'active'],
      [2, 'next'],
    ],
  ],
  [
    [
      [1, 'retiring'],
      [2, 'active'],
    ],
  ],
  [
    [
      [4, 'retiring'],
      [5, 'active'],
      [6, 'next'],
    ],
  ],
  [[[9, 'active']]],
])('%j is in order', (states) => {
  expect(faultsOf(ofRoot(states))).toEqual([]);
  expect(faultsOf(ofAcme(states))).toEqual([]);
});

test.each<[string, States, string]>([
  [
    'two are active',
    [
      [1, 'active'],
      [2, 'active'],
    ],
    '11:16 two generations are active, 1 and 2; one may be; take the list back from the last commit, and change it by gatehouse pki rotate',
  ],
  [
    'two are next',
    [
      [1, 'active'],
      [2, 'next'],
      [3, 'next'],
    ],
    '13:16 two generations are next, 2 and 3; one may be; take the list back from the last commit, and change it by gatehouse pki rotate',
  ],
  [
    'two are retiring',
    [
      [1, 'retiring'],
      [2, 'retiring'],
      [3, 'active'],
    ],
    '11:16 two generations are retiring, 1 and 2; one may be; take the list back from the last commit, and change it by gatehouse pki rotate',
  ],
  [
    'none is active',
    [[1, 'retiring']],
    '8:7 no generation is active, so nobody could sign: 1 retiring; write state: active for the one that signs',
  ],
  [
    'one was skipped',
    [
      [1, 'retiring'],
      [3, 'active'],
    ],
    '10:17 generation 3 follows generation 1, so 2 was skipped; numbers rise by one; write number: 2',
  ],
  [
    'the numbers fall',
    [
      [2, 'active'],
      [1, 'next'],
    ],
    '10:17 generation 1 stands after generation 2; numbers rise by one; write the oldest first',
  ],
  [
    'one is there twice',
    [
      [2, 'retiring'],
      [2, 'active'],
    ],
    '10:17 generation 2 is there twice; give each generation the number after the one before it',
  ],
  [
    'the older is next',
    [
      [1, 'next'],
      [2, 'active'],
    ],
    '11:16 generation 2 is active and the older 1 is next; allowed: retiring, then active, then next; take the list back from the last commit',
  ],
  [
    'the newer is retiring',
    [
      [1, 'active'],
      [2, 'retiring'],
    ],
    '11:16 generation 2 is retiring and the older 1 is active; allowed: retiring, then active, then next; take the list back from the last commit',
  ],
])('it is told where %s', (_, states, line) => {
  expect(faultsOf(ofAcme(states))).toEqual([`tenants/acme/tenant.yaml:${line}`]);
  expect(faultsOf(ofRoot(states))).toHaveLength(1);
});

test('every list is either in order or told', () => {
  const entry = fc.record({
    number: fc.integer({ min: 1, max: 4 }),
    state: fc.constantFrom('next' as const, 'active' as const, 'retiring' as const),
  });
  const lawful = new Set(
    [1, 2, 3, 4].flatMap((n) =>
      [[], ['retiring']].flatMap((before) =>
        [[], ['next']].map((after) =>
          [...before, 'active', ...after].map((state, index) => `${n + index} ${state}`).join(),
        ),
      ),
    ),
  );
  fc.assert(
    fc.property(fc.array(entry, { minLength: 1, maxLength: 3 }), (generations) => {
      const text = generations.map(({ number, state }) => `${number} ${state}`).join();
      const issues = checkGenerations(aFleet({ tenants: [{ pki: { generations } }] }));
      expect(issues.length === 0).toBe(lawful.has(text));
    }),
  );
});
