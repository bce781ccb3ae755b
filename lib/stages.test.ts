/** Stages time what they run and say how far it is. */
import { Stages } from './stages';

test('a stage hands back what it made, and is timed in order', () => {
  const stages = new Stages();
  expect(stages.run('load', () => 7)).toBe(7);
  stages.run('draw', () => {
    const end = performance.now() + 5;
    while (performance.now() < end);
  });
  expect(stages.finished.map(({ name }) => name)).toEqual(['load', 'draw']);
  expect(stages.finished[1]?.milliseconds).toBeGreaterThanOrEqual(5);
});

test('whoever waits is told that a stage begins, and how far it is', () => {
  const told: string[] = [];
  const stages = new Stages((stage, done, total) => told.push(`${stage} ${done}/${total}`));
  stages.run('draw', (progress) => {
    progress(1, 2);
  });
  expect(told).toEqual(['draw 0/1', 'draw 1/2']);
});

test('a stage that fails is not finished', () => {
  const stages = new Stages();
  const fail = (): never => {
    throw new Error('no');
  };
  expect(() => stages.run('issue', fail)).toThrow('no');
  expect(stages.finished).toEqual([]);
});
