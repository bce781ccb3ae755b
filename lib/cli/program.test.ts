import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { renderJsonSchemas } from '../input/json-schemas';
import { run } from './program';

interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

async function command(
  args: readonly string[],
  environment: Record<string, string> = {},
  isTerminal = false,
): Promise<Outcome> {
  let out = '';
  let error = '';
  const code = await run(args, {
    environment,
    isTerminal,
    writeOut: (text) => {
      out += text;
    },
    writeError: (text) => {
      error += text;
    },
  });
  return { code, out, error };
}

const OWN = "seed: own\n    seedCheck: '0123456789abcdef'";

describe('gatehouse', () => {
  let folder: string;
  let output: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'gatehouse-cli-'));
    output = path.join(folder, 'out');
    cpSync('fleet', path.join(folder, 'fleet'), { recursive: true });
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });
  const fleet = (): string => path.join(folder, 'fleet');

  it('teaches in its help: commands, exit codes, environment', async () => {
    const { code, out } = await command(['--help']);
    expect(code).toBe(0);
    for (const word of ['synth', 'check', 'pki', 'schema', 'Exit codes:', 'GATEHOUSE_SEED', 'docs/quick-start.md'])
      expect(out).toContain(word);
  });

  it('teaches in the help of each command, with examples', async () => {
    for (const name of [['synth'], ['check'], ['pki', 'init'], ['pki', 'bundle']])
      expect(await command([...name, '--help'])).toMatchObject({
        code: 0,
        out: expect.stringContaining('Examples:') as string,
      });
  });

  it('tells its version', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect(await command(['--version'])).toEqual({ code: 0, out: `${version}\n`, error: '' });
  });

  it('says what is wrong with a command line, and exits 1', async () => {
    expect(await command(['sinth'])).toMatchObject({
      code: 1,
      out: '',
      error: expect.stringContaining("unknown command 'sinth'") as string,
    });
    expect(await command(['synth', '--outptu', 'x'])).toMatchObject({
      code: 1,
      error: expect.stringContaining("unknown option '--outptu'") as string,
    });
  });

  it('synthesizes, says in one line what it did, and is quiet besides', async () => {
    const first = await command(['synth', '--fleet', fleet(), '--output', output]);
    expect(first).toMatchObject({ code: 0, error: '' });
    const pattern =
      /^3 tenants, 10 apps: (\d+) manifests and (\d+) files for clients in .*out \((\d+) written, 0 unchanged, 0 removed\)\n$/;
    const [, manifests, kitFiles, written] = pattern.exec(first.out) ?? [];
    expect([Number(kitFiles) > 10, Number(manifests) + Number(kitFiles)]).toEqual([true, Number(written)]);
    const second = await command(['synth', '--fleet', fleet(), '--output', output]);
    expect(second.out).toMatch(/\(0 written, \d+ unchanged, 0 removed\)\n$/);
  });

  it('takes both folders from the environment', async () => {
    expect((await command(['synth'], { GATEHOUSE_FLEET: fleet(), CDK8S_OUTDIR: output })).code).toBe(0);
    expect(readdirSync(output)).toEqual(expect.arrayContaining(['front', 'tenants']));
  });

  it('tells every fault on stderr with a count, exits 1, and writes nothing', async () => {
    writeFileSync(path.join(fleet(), 'tenants', 'acme', 'oops.yaml'), 'kind: App\n');
    writeFileSync(path.join(fleet(), 'tenants', 'globex', 'odd.txt'), '');
    for (const name of ['check', 'synth']) {
      const args = name === 'synth' ? ['--output', output] : [];
      const { code, out, error } = await command([name, '--fleet', fleet(), ...args]);
      expect({ code, out }).toEqual({ code: 1, out: '' });
      expect(error).toContain(`${fleet()}/tenants/acme/oops.yaml:1:1 `);
      expect(error).toContain(`${fleet()}/tenants/globex/odd.txt:1:1 `);
      expect(error).toMatch(/\n\d+ errors\n$/);
    }
    expect(existsSync(output)).toBe(false);
  });

  it('checks without writing or needing a seed', async () => {
    const platform = path.join(fleet(), 'platform.yaml');
    const text = readFileSync(platform, 'utf8').replace('seed: demo', OWN);
    writeFileSync(platform, text.replace('mode: sealed', 'mode: plain'));
    expect(await command(['check', '--fleet', fleet()])).toEqual({
      code: 0,
      out: '3 tenants, 10 apps: no faults\n',
      error: '',
    });
    expect(await command(['synth', '--fleet', fleet(), '--output', output])).toMatchObject({
      code: 1,
      error: expect.stringContaining('GATEHOUSE_SEED and GATEHOUSE_SEED_FD are not set') as string,
    });
  });

  it('tells what is wrong with the sealing certificate, in check and in synth', async () => {
    rmSync(path.join(fleet(), 'pki', 'sealing.pem'));
    for (const args of [['check'], ['synth', '--output', output]]) {
      const { code, out, error } = await command([...args, '--fleet', fleet()]);
      expect({ code, out }).toEqual({ code: 1, out: '' });
      expect(error).toContain(`${fleet()}/pki/sealing.pem:1:1 secrets mode "sealed" needs`);
    }
    expect(existsSync(output)).toBe(false);
  });

  it('lays mode plain over the platform for one run, outside of what Git would take up, and no other mode', async () => {
    const secretsIn = (folder: string): string[] =>
      readdirSync(path.join(folder, 'tenants', 'acme')).filter((name) => name.startsWith('45-secret-'));
    expect((await command(['synth', '--fleet', fleet(), '--output', output])).code).toBe(0);
    expect(secretsIn(output)).toEqual([]);
    expect((await command(['synth', '--fleet', fleet(), '--output', output, '--secrets', 'plain'])).code).toBe(0);
    expect(secretsIn(output).length).toBeGreaterThan(4);
    expect(await command(['synth', '--fleet', fleet(), '--output', 'docs/try', '--secrets', 'plain'])).toMatchObject({
      code: 1,
      error: expect.stringContaining('lies in a Git work tree that does not ignore it') as string,
    });
    expect(existsSync('docs/try')).toBe(false);
    expect(await command(['synth', '--secrets', 'sealed'])).toMatchObject({
      code: 1,
      error: expect.stringContaining('Allowed choices are plain') as string,
    });
  });

  it('never prints a seed, not even a bad one', async () => {
    const platform = path.join(fleet(), 'platform.yaml');
    writeFileSync(platform, readFileSync(platform, 'utf8').replace('seed: demo', OWN));
    const secret = 'deadbeef'.repeat(7) + 'deadbeeX';
    const { code, error } = await command(['synth', '--fleet', fleet(), '--output', output], {
      GATEHOUSE_SEED: secret,
    });
    expect(code).toBe(1);
    expect(error).not.toContain('deadbeef');
  });

  it('owns up to its own mistakes with exit code 2, and shows the stack on request only', async () => {
    const broken = { isTerminal: false, writeError: () => undefined, environment: {} };
    const failing = async (environment: Record<string, string>): Promise<{ code: number; error: string }> => {
      let error = '';
      const writeError = (text: string): void => {
        error += text;
      };
      const writeOut = (): never => {
        throw new Error('no room for words');
      };
      return {
        code: await run(['check', '--fleet', fleet()], { ...broken, environment, writeOut, writeError }),
        error,
      };
    };
    expect(await failing({})).toEqual({
      code: 2,
      error:
        'This is a mistake of Gatehouse, not yours: no room for words\nPlease report it, with the command and the documents that led to it.\nGATEHOUSE_DEBUG=1 shows where.\n',
    });
    expect((await failing({ GATEHOUSE_DEBUG: '1' })).error).toContain('program.test');
  });

  it('writes the JSON Schemas that are committed', async () => {
    const { code, out } = await command(['schema', '--output', output]);
    expect(code).toBe(0);
    expect(out).toContain('app.schema.json');
    for (const [name, text] of renderJsonSchemas()) {
      expect(readFileSync(path.join(output, name), 'utf8')).toBe(text);
      expect(readFileSync(path.join('schema', name), 'utf8')).toBe(text);
    }
  });
});
