/** `gatehouse pki check`, `show` and `trust` on a real folder whose synth wrote the inventory. */
import { X509Certificate } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { load } from 'js-yaml';
import { run } from '../program';

const folder = mkdtempSync(path.join(tmpdir(), 'gatehouse-inventory-'));
const fleet = path.join(folder, 'fleet');
const output = path.join(folder, 'out');
const inventory = path.join(fleet, 'pki', 'inventory.json');

async function command(
  args: readonly string[],
  today = '2026-11-24',
): Promise<{ code: number; out: string; error: string }> {
  let [out, error] = ['', ''];
  const writeOut = (text: string): void => void (out += text);
  const writeError = (text: string): void => void (error += text);
  const now = (): Date => new Date(`${today}T12:00:00Z`);
  const code = await run(args, {
    environment: { GATEHOUSE_FLEET: fleet },
    isTerminal: false,
    writeOut,
    writeError,
    now,
  });
  return { code, out, error };
}

beforeAll(async () => {
  cpSync('fleet', fleet, { recursive: true });
  mkdirSync(path.join(fleet, 'pki'), { recursive: true });
  expect(await command(['synth', '--output', output])).toMatchObject({ code: 0, error: '' });
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

test('a synth writes the inventory once, and leaves it alone while its bytes stay', async () => {
  const before = statSync(inventory);
  expect((await command(['synth', '--output', output])).code).toBe(0);
  expect(statSync(inventory)).toMatchObject({ ino: before.ino, mtimeMs: before.mtimeMs });
  expect(readdirSync(path.dirname(inventory))).toEqual(['inventory.json', 'sealing.pem']);
});

test('an inventory that cannot be written is an issue', async () => {
  const text = readFileSync(inventory, 'utf8');
  rmSync(inventory);
  mkdirSync(path.join(inventory, 'x'), { recursive: true });
  const { code, error } = await command(['synth', '--output', output]);
  expect({ code, error }).toEqual({ code: 1, error: expect.stringContaining('pki/inventory.json') as string });
  rmSync(inventory, { recursive: true });
  writeFileSync(inventory, text);
  chmodSync(inventory, 0o644);
});

test('check is quiet while nothing ends, and tells the commit when something does', async () => {
  expect(await command(['pki', 'check'])).toEqual({
    code: 0,
    out: 'none of 24 certificates end within 21 days of 2026-11-24\n',
    error: '',
  });
  const late = await command(['pki', 'check', '--days', '30'], '2027-01-10');
  expect(late.code).toBe(1);
  expect(late.out).toContain('(in 20 days) acme: 6 certificates: acme/app/cart, ');
  expect(late.out).toContain('To renew leaves: asOf: 2027-01-10 in platform.yaml, gatehouse synth, commit\n');
  expect((await command(['pki', 'check'], '2027-03-01')).out).toContain('(ended 30 days ago) acme');
  expect((await command(['pki', 'check', '--days', 'soon'])).code).toBe(1);
});

test('check tells a stale inventory', async () => {
  const document = path.join(fleet, 'tenants', 'acme', 'report.yaml');
  const text = readFileSync(document, 'utf8');
  rmSync(document);
  expect(await command(['pki', 'check'])).toMatchObject({
    code: 1,
    out: expect.stringContaining('  1 in the inventory, and no longer planned: acme/app/report\n') as string,
  });
  writeFileSync(document, text);
  expect((await command(['pki', 'check'])).code).toBe(0);
});

test('show tells the tree, a certificate, a host, a tenant', async () => {
  expect((await command(['pki', 'show'])).out).toContain('  acme/authority  6 leaves, the first ends 2027-01-30\n');
  expect((await command(['pki', 'show', 'acme/app/shop'])).out).toContain('  may:       be a server, be a client\n');
  expect((await command(['pki', 'show', 'www.initech.example'])).out).toMatch(
    /^initech\/host\/www\.initech\.example \(public\)/,
  );
  expect((await command(['pki', 'show', 'acme'])).out.match(/SHA-256/g)).toHaveLength(8);
  expect(await command(['pki', 'show', 'acne'])).toMatchObject({
    code: 1,
    error: expect.stringContaining('did you mean "acme"?') as string,
  });
});

test('show reads every certificate in a file, and no key', async () => {
  const { out } = await command(['pki', 'show', path.join(output, 'tenants/acme/45-sealedsecret-shop-leaf.k8s.yaml')]);
  expect(out).toContain('signed by: CN=acme authority,OU=authority,O=acme\n');
  expect(out).toContain(
    'only for:  dns acme.svc, dns acme.svc.cluster.local, dns localhost, dns acme.apps.example.com',
  );
  expect(out.match(/SHA-256/g)).toHaveLength(2);
  expect(out).not.toMatch(/PRIVATE|BEGIN/);
  expect(await command(['pki', 'show', path.join(fleet, 'platform.yaml')])).toMatchObject({ code: 1, out: '' });
  expect(existsSync(output)).toBe(true);
});

test('trust prints what a tenant’s pods trust, and the roots, and knows nobody else', async () => {
  const { out } = await command(['pki', 'trust', '--tenant', 'acme']);
  const { data } = load(readFileSync(path.join(output, 'tenants/acme/45-configmap-trust.k8s.yaml'), 'utf8')) as {
    data: Record<string, string>;
  };
  expect(out).toBe(data['ca.crt']);
  const { out: root } = await command(['pki', 'trust', '--root']);
  expect(new X509Certificate(root).subject).toBe('O=sample\nOU=root\nCN=sample root');
  expect(await command(['pki', 'trust', '--tenant', 'acne'])).toMatchObject({
    code: 1,
    out: '',
    error: expect.stringContaining('there is no tenant "acne", did you mean "acme"?') as string,
  });
  expect((await command(['pki', 'trust'])).error).toContain('nobody says whose trust is asked for');
  expect((await command(['pki', 'trust', '--root', '--tenant', 'acme'])).code).toBe(1);
});

test('trust of a generation that no synth has listed is refused', async () => {
  const file = path.join(fleet, 'tenants', 'acme', 'tenant.yaml');
  const before = readFileSync(file, 'utf8');
  expect((await command(['pki', 'rotate', '--tenant', 'acme', '--stage', 'prepare'])).code).toBe(0);
  expect((await command(['pki', 'trust', '--tenant', 'acme'])).error).toContain('does not list all that is trusted');
  expect((await command(['synth', '--output', output])).code).toBe(0);
  expect((await command(['pki', 'trust', '--tenant', 'acme'])).out.match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
  writeFileSync(file, before);
});
