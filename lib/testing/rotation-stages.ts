/** The generations of a root or authority before a rotation and after each of its three stages. */
import type { Generation } from '../model/generations';

export type Stage = 0 | 1 | 2 | 3;

export const rotationStages: readonly Generation[][] = [
  [{ number: 1, state: 'active' }],
  [
    { number: 1, state: 'active' },
    { number: 2, state: 'next' },
  ],
  [
    { number: 1, state: 'retiring' },
    { number: 2, state: 'active' },
  ],
  [{ number: 2, state: 'active' }],
];
