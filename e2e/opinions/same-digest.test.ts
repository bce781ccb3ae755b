/** One fleet, synthesized by two processes that have nothing in common but the input: neither day, time zone, language, umask nor folder. */
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { run } from '../command';

const ROOT = resolve(__dirname, '../..');
const scratch = mkdtempSync(join(tmpdir(), 'gh-days-'));

afterAll(() => {
  rmSync(scratch, { recursive: true });
});

interface Circumstances {
  /** libfaketime's, such as `2031-08-09 23:59:58`; the process lives from there on. */
  readonly clock: string;
  readonly zone: string;
  readonly locale: string;
  readonly umask: string;
  /** `asOf` of the process's copy of the fleet. @default as committed */
  readonly asOf?: string;
}

interface Outcome {
  /** Over paths and bytes of what was written and of the fleet folder after it. */
  readonly digest: string;
  readonly files: readonly string[];
  /** What the process itself saw: day, language, file mode. */
  readonly saw: string;
}

/** In folders of its own: working directory, home, fleet, output. */
async function synthesize(name: string, { clock, zone, locale, umask, asOf }: Circumstances): Promise<Outcome> {
  const [home, fleet, output] = ['home', 'fleet', 'output'].map((part) => join(scratch, name, part));
  if (home === undefined || fleet === undefined || output === undefined) throw new Error('three in, three out');
  mkdirSync(home, { recursive: true });
  cpSync(join(ROOT, 'fleet'), fleet, { recursive: true });
  if (asOf !== undefined) {
    const platform = join(fleet, 'platform.yaml');
    writeFileSync(platform, readFileSync(platform, 'utf8').replace(/^( *asOf:).*$/m, `$1 ${asOf}`));
  }
  const node = [process.execPath, '-r', require.resolve('@swc-node/register')];
  const environment = [
    ...['env', '-i', `PATH=${process.env['PATH'] ?? ''}`, `HOME=${home}`, `TMPDIR=${home}`, `TZ=${zone}`],
    ...[`LC_ALL=${locale}`, `SWC_NODE_PROJECT=${join(ROOT, 'tsconfig.json')}`, 'FAKETIME_DONT_FAKE_MONOTONIC=1'],
  ];
  const inPlace = [
    'sh',
    '-c',
    `umask ${umask} && cd "$0" && exec "$@"`,
    home,
    ...environment,
    'faketime',
    '-f',
    `@${clock}`,
  ];
  const look = `console.log(new Date().toISOString().slice(0, 10), Intl.DateTimeFormat().resolvedOptions().locale, new Date().getTimezoneOffset())`;
  const saw = await run([...inPlace, ...node, '-e', look]);
  await run([...inPlace, ...node, join(ROOT, 'lib/cli/gatehouse.ts'), 'synth', '--fleet', fleet, '--output', output]);
  const files = [...filesBelow(output), ...filesBelow(fleet)];
  const hash = createHash('sha256');
  for (const file of files) {
    const bytes = readFileSync(file);
    hash.update(`${relative(join(scratch, name), file)} ${bytes.length}\n`).update(bytes);
  }
  const [first = ''] = files;
  return { digest: hash.digest('hex'), files, saw: `${saw.trim()} ${(statSync(first).mode & 0o777).toString(8)}` };
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

const HERE: Circumstances = { clock: '2026-11-02 08:00:00', zone: 'UTC', locale: 'en_US.UTF-8', umask: '022' };

test('two processes on different days, in different places, give the same digest', async () => {
  const here = await synthesize('one', HERE);
  const there = await synthesize('other', {
    clock: '2031-08-09 23:59:57',
    zone: 'Pacific/Kiritimati',
    // Sorts z before t, so that whoever sorts by the language of the machine is found out.
    locale: 'et_EE.UTF-8',
    umask: '077',
  });
  console.info(`${here.saw}: ${here.digest}\n${there.saw}: ${there.digest}`);
  expect(here.saw).toMatch(/^2026-11-02 en-US 0 /);
  expect(there.saw).toMatch(/^2031-08-09 et-EE -840 /);
  expect(here.files.length).toBeGreaterThan(100);
  expect(there.digest).toBe(here.digest);
});

test('a date in the fleet does change what is written', async () => {
  const [one, other] = [
    await synthesize('asof-one', HERE),
    await synthesize('asof-other', { ...HERE, asOf: '2027-01-05' }),
  ];
  expect(other.files.length).toBe(one.files.length);
  const changed = one.files.filter((file, index) => !readFileSync(file).equals(readFileSync(other.files[index] ?? '')));
  // Leaves are renewed; everything else stays.
  expect(changed.some((file) => file.includes('secret'))).toBe(true);
  expect(changed.length).toBeLessThan(one.files.length / 2);
});
