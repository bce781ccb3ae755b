import { spawnSync } from 'node:child_process';

const HEX = '5ec2e7'.repeat(10) + 'beef';

test('a pipe that stays open is read no further than its first line, and one that is late is waited for', () => {
  const program = `
    const { givenSeed } = require('./lib/seed/given-seed');
    const found = givenSeed(process.env, { file: 'platform.yaml', line: 1, column: 1 });
    console.log(found.ok ? found.value.seed.export().toString('hex') : JSON.stringify(found.issues));`;
  const shell =
    'exec 7< <(sleep 1; echo "$HEX"; exec sleep 30 2>/dev/null); GATEHOUSE_SEED_FD=7 "$NODE" -r @swc-node/register -e "$PROGRAM"';
  const start = Date.now();
  const { stdout } = spawnSync('bash', ['-c', shell], {
    encoding: 'utf8',
    timeout: 50_000,
    env: { PATH: process.env['PATH'], NODE: process.execPath, PROGRAM: program, HEX },
  });
  expect(stdout.trim()).toBe(HEX);
  expect(Date.now() - start).toBeLessThan(30_000);
}, 60_000);
