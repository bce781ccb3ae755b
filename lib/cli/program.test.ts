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

function command(args: readonly string[], environment: Record<string, string> = {}, isTerminal = false): Outcome {
  let out = '';
  let error = '';
  const code = run(args, {
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

  it('teaches in its help: commands, exit codes, environment', () => {
    const { code, out } = command(['--help']);
    expect(code).toBe(0);
    for (const word of ['synth', 'check', 'schema', 'Exit codes:', 'GATEHOUSE_SEED', 'docs/quick-start.md'])
      expect(out).toContain(word);
  });

  it('teaches in the help of each command, with examples', () => {
    for (const name of ['synth', 'check'])
      expect(command([name, '--help'])).toMatchObject({ code: 0, out: expect.stringContaining('Examples:') as string });
  });

  it('tells its version', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect(command(['--version'])).toEqual({ code: 0, out: `${version}\n`, error: '' });
  });

  it('says what is wrong with a command line, and exits 1', () => {
    expect(command(['sinth'])).toMatchObject({
      code: 1,
      out: '',
      error: expect.stringContaining("unknown command 'sinth'") as string,
    });
    expect(command(['synth', '--outptu', 'x'])).toMatchObject({
      code: 1,
      error: expect.stringContaining("unknown option '--outptu'") as string,
    });
  });

  it('synthesizes, says in one line what it did, and is quiet besides', () => {
    const first = command(['synth', '--fleet', fleet(), '--output', output]);
    expect(first).toMatchObject({ code: 0, error: '' });
    expect(first.out).toMatch(
      /^3 tenants, 10 apps: (\d+) manifests in .*out \(\1 written, 0 unchanged, 0 removed\)\n$/,
    );
    const second = command(['synth', '--fleet', fleet(), '--output', output]);
    expect(second.out).toMatch(/\(0 written, \d+ unchanged, 0 removed\)\n$/);
  });

  it('takes both folders from the environment', () => {
    expect(command(['synth'], { GATEHOUSE_FLEET: fleet(), CDK8S_OUTDIR: output }).code).toBe(0);
    expect(readdirSync(output)).toEqual(expect.arrayContaining(['front', 'tenants']));
  });

  it('tells every fault on stderr with a count, exits 1, and writes nothing', () => {
    writeFileSync(path.join(fleet(), 'tenants', 'acme', 'oops.yaml'), 'kind: App\n');
    writeFileSync(path.join(fleet(), 'tenants', 'globex', 'odd.txt'), '');
    for (const name of ['check', 'synth']) {
      const args = name === 'synth' ? ['--output', output] : [];
      const { code, out, error } = command([name, '--fleet', fleet(), ...args]);
      expect({ code, out }).toEqual({ code: 1, out: '' });
      expect(error).toContain(`${fleet()}/tenants/acme/oops.yaml:1:1 `);
      expect(error).toContain(`${fleet()}/tenants/globex/odd.txt:1:1 `);
      expect(error).toMatch(/\n\d+ errors\n$/);
    }
    expect(existsSync(output)).toBe(false);
  });

  it('checks without writing or needing a seed', () => {
    const platform = path.join(fleet(), 'platform.yaml');
    const text = readFileSync(platform, 'utf8').replace('seed: demo', 'seed: environment');
    writeFileSync(platform, text.replace('mode: sealed', 'mode: plain'));
    expect(command(['check', '--fleet', fleet()])).toEqual({
      code: 0,
      out: '3 tenants, 10 apps: no faults\n',
      error: '',
    });
    expect(command(['synth', '--fleet', fleet(), '--output', output])).toMatchObject({
      code: 1,
      error: expect.stringContaining('GATEHOUSE_SEED is not set') as string,
    });
  });

  it('tells what is wrong with the sealing certificate, in check and in synth', () => {
    rmSync(path.join(fleet(), 'pki', 'sealing.pem'));
    for (const args of [['check'], ['synth', '--output', output]]) {
      const { code, out, error } = command([...args, '--fleet', fleet()]);
      expect({ code, out }).toEqual({ code: 1, out: '' });
      expect(error).toContain(`${fleet()}/pki/sealing.pem:1:1 secrets mode "sealed" needs`);
    }
    expect(existsSync(output)).toBe(false);
  });

  it('lays mode plain over the platform for one run, outside of what Git would take up, and no other mode', () => {
    const secretsIn = (folder: string): string[] =>
      readdirSync(path.join(folder, 'tenants', 'acme')).filter((name) => name.startsWith('45-secret-'));
    expect(command(['synth', '--fleet', fleet(), '--output', output]).code).toBe(0);
    expect(secretsIn(output)).toEqual([]);
    expect(command(['synth', '--fleet', fleet(), '--output', output, '--secrets', 'plain']).code).toBe(0);
    expect(secretsIn(output).length).toBeGreaterThan(4);
    expect(command(['synth', '--fleet', fleet(), '--output', 'docs/try', '--secrets', 'plain'])).toMatchObject({
      code: 1,
      error: expect.stringContaining('lies in a Git work tree that does not ignore it') as string,
    });
    expect(existsSync('docs/try')).toBe(false);
    expect(command(['synth', '--secrets', 'sealed'])).toMatchObject({
      code: 1,
      error: expect.stringContaining('Allowed choices are plain') as string,
    });
  });

  it('never prints a seed, not even a bad one', () => {
    const platform = path.join(fleet(), 'platform.yaml');
    writeFileSync(platform, readFileSync(platform, 'utf8').replace('seed: demo', 'seed: environment'));
    const secret = 'deadbeef'.repeat(7) + 'deadbeeX';
    const { code, error } = command(['synth', '--fleet', fleet(), '--output', output], { GATEHOUSE_SEED: secret });
    expect(code).toBe(1);
    expect(error).not.toContain('deadbeef');
  });

  it('owns up to its own mistakes with exit code 2, and shows the stack on request only', () => {
    const broken = { isTerminal: false, writeError: () => undefined, environment: {} };
    const failing = (environment: Record<string, string>): { code: number; error: string } => {
      let error = '';
      const writeError = (text: string): void => {
        error += text;
      };
      const writeOut = (): never => {
        throw new Error('no room for words');
      };
      return { code: run(['check', '--fleet', fleet()], { ...broken, environment, writeOut, writeError }), error };
    };
    expect(failing({})).toEqual({
      code: 2,
      error:
        'This is a mistake of Gatehouse, not yours: no room for words\nPlease report it, with the command and the documents that led to it.\nGATEHOUSE_DEBUG=1 shows where.\n',
    });
    expect(failing({ GATEHOUSE_DEBUG: '1' }).error).toContain('program.test');
  });

  it('writes the JSON Schemas that are committed', () => {
    const { code, out } = command(['schema', '--output', output]);
    expect(code).toBe(0);
    expect(out).toContain('app.schema.json');
    for (const [name, text] of renderJsonSchemas()) {
      expect(readFileSync(path.join(output, name), 'utf8')).toBe(text);
      expect(readFileSync(path.join('schema', name), 'utf8')).toBe(text);
    }
  });
});
