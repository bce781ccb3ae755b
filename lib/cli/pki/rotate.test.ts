import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fleetFolder } from '../../testing/fleet-folder';
import { run } from '../program';
import { renderRotation } from './render-rotation';

let folder: string;
beforeEach(() => {
  folder = fleetFolder();
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

async function rotate(...words: string[]): Promise<{ code: number; out: string; error: string }> {
  let [out, error] = ['', ''];
  const code = await Promise.resolve(
    run(['pki', 'rotate', '--fleet', folder, ...words], {
      environment: {},
      isTerminal: false,
      writeOut: (text) => (out += text),
      writeError: (text) => (error += text),
    }),
  );
  return { code, out, error };
}

test('says what was changed, what it means, and what to do next', async () => {
  const { code, out, error } = await rotate('--tenant', 'acme', '--stage', 'prepare');
  expect({ code, error }).toEqual({ code: 0, error: '' });
  expect(out).toBe(
    `tenants/acme/tenant.yaml: generations 1 active -> 1 active, 2 next
Pods of acme will trust generation 2 of its authority beside the old one; no leaf changes.
Next:
  1. commit, synth, commit the inventory, sync
  2. wait until every pod has taken it over: kubelet brings it within two minutes, no pod restarts
  3. give clients outside that trust acme's authority the new ca.crt of its ConfigMap trust
  4. when all have it: gatehouse pki rotate --tenant acme --stage switch
`,
  );
});

test('states the outage of an emergency: who fails, and until when', async () => {
  const { code, out } = await rotate('--tenant', 'acme', '--emergency');
  expect(code).toBe(0);
  expect(out).toBe(
    `tenants/acme/tenant.yaml: generations 1 active -> 2 active
THIS IS AN OUTAGE. Once synced, generation 1 is trusted by nobody and generation 2 signs:
  - calls between two pods of acme, its gate among them, of which one has taken this over and the other has not fail: up to two minutes after the sync, until kubelet has brought it to the last pod
  - where one of the two is the gate, public http hosts answer 502 meanwhile
  - connections that are open, a thief's too, live for up to 3600 s more (drain.reloadSeconds); restart the pods of acme to end them
  - every client outside that trusts acme's authority fails until it is given generation 2
Next:
  1. commit, synth, commit the inventory, sync, all at once
  2. give generation 2 to clients outside, and take generation 1 away from them
  3. if the seed was stolen, a rotation does not help: every generation follows from it; make a new seed
`,
  );
  expect(renderRotation(report('root'), 'emergency')).toContain('nothing between pods: they do not trust the root');
});

test('has words for every stage of both kinds', () => {
  for (const whose of ['root', 'acme'] as const)
    for (const stage of ['prepare', 'switch', 'finish', 'emergency'] as const) {
      const words = renderRotation(report(whose), stage);
      expect(words).toMatch(/^x.yaml: generations 1 retiring, 2 active, 3 next -> 2 active, 3 next\n/);
      expect(words).not.toMatch(/undefined|NaN| {2}\n/);
    }
});

function report(whose: 'root' | 'acme'): Parameters<typeof renderRotation>[0] {
  const after = [
    { number: 2, state: 'active' as const },
    { number: 3, state: 'next' as const },
  ];
  const before = [{ number: 1, state: 'retiring' as const }, ...after];
  return { signer: whose === 'root' ? {} : { tenant: whose }, file: 'x.yaml', before, after, reloadSeconds: 3600 };
}

test.each([
  [['--stage', 'prepare'], 'nobody is named whose key to rotate; add --tenant <name> or --root'],
  [['--root'], 'no stage is named; add --stage prepare, and later switch and finish'],
  [['--root', '--stage', 'switch', '--emergency'], 'leave out --stage switch, or --emergency'],
  [['--root', '--tenant', 'acme', '--stage', 'prepare'], 'cannot be used with option'],
  [['--root', '--stage', 'swap'], 'Allowed choices are prepare, switch, finish'],
  [['--root', '--stage', 'switch'], 'there is no inventory'],
])('%j is refused, and nothing is changed', async (words, message) => {
  const read = (): string => readFileSync(path.join(folder, 'platform.yaml'), 'utf8');
  const before = read();
  expect(await rotate(...words)).toMatchObject({ code: 1, out: '', error: expect.stringContaining(message) as string });
  expect(read()).toBe(before);
});
