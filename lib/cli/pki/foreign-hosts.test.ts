/** Hosts whose certificates are not the fleet's: `pki show` and `pki trust` say whose they are, `check` and `synth` what is wrong with authorities. */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { run } from '../program';

const folder = mkdtempSync(path.join(tmpdir(), 'gatehouse-foreign-'));
const fleet = path.join(folder, 'fleet');
const output = path.join(folder, 'out');
const SHOP = path.join(fleet, 'tenants/e2e-tls/shop.yaml');

async function command(...args: readonly string[]): Promise<{ code: number; out: string; error: string }> {
  let [out, error] = ['', ''];
  const writeOut = (text: string): void => void (out += text);
  const writeError = (text: string): void => void (error += text);
  const now = (): Date => new Date('2026-11-24T12:00:00Z');
  const environment = { GATEHOUSE_FLEET: fleet };
  const code = await run(args, { environment, isTerminal: false, writeOut, writeError, now });
  return { code, out, error };
}

beforeAll(async () => {
  cpSync('e2e/fleets/tls-settings', fleet, { recursive: true });
  mkdirSync(path.join(fleet, 'pki'));
  const asked = readFileSync(SHOP, 'utf8').replace('secret: late-certificate', 'issuer: { name: letsencrypt }');
  writeFileSync(SHOP, asked);
  expect(await command('synth', '--output', output)).toMatchObject({ code: 0, error: '' });
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const DOMAIN = 'e2e-tls.e2e.example';
const OWN = `own.shop.${DOMAIN}  not of this inventory: a certificate of the tenant's own: Secret own-certificate, which somebody else makes\n`;
const LATE = `late.shop.${DOMAIN}  not of this inventory: a certificate of the tenant's own: Secret late.shop.${DOMAIN}.public-certificate, by Issuer letsencrypt\n`;
const SAFE = OWN.replace('own.shop', 'safe.shop');
const SELF = `api.self.${DOMAIN}  not of this inventory: the certificate of app self, which ends TLS itself\n`;

test('show tells of one of them, of those of a tenant, and of all', async () => {
  expect(await command('pki', 'show', `own.shop.${DOMAIN}`)).toEqual({ code: 0, out: OWN, error: '' });
  for (const words of [[], ['e2e-tls']])
    expect((await command('pki', 'show', ...words)).out).toContain(`\n${SELF}${OWN}${LATE}${SAFE}`);
});

test('show tells the certificates of other hosts as before', async () => {
  const { code, out } = await command('pki', 'show', `web.shop.${DOMAIN}`);
  expect({ code, out }).toEqual({ code: 0, out: expect.stringMatching(/^e2e-tls\/host\/web/) as string });
  expect(out).not.toContain('not of this inventory');
});

test('trust prints what it always prints, and beside it for which hosts that is of no use', async () => {
  const { code, out, error } = await command('pki', 'trust', '--tenant', 'e2e-tls');
  expect({ code, error }).toEqual({ code: 0, error: SELF + OWN + LATE + SAFE });
  expect(out).toMatch(/^(-----BEGIN CERTIFICATE-----\n[A-Za-z0-9+/=\n]+-----END CERTIFICATE-----\n)$/);
  expect((await command('pki', 'trust', '--root')).error).toBe('');
});

test('check and synth refuse an authority that nginx could not use, and nothing is written', async () => {
  const sound = readFileSync(SHOP, 'utf8');
  writeFileSync(SHOP, sound.replace(/ca: \|\n( {10}.*\n)+/, 'ca: nonsense\n'));
  const fault = /shop\.yaml:\d+:\d+ ca is not certificates in PEM and nothing else; write ca: \|/;
  expect(await command('check')).toMatchObject({ code: 1, error: expect.stringMatching(fault) as string });
  const elsewhere = path.join(folder, 'elsewhere');
  const synth = await command('synth', '--output', elsewhere);
  expect(synth).toMatchObject({ code: 1, error: expect.stringMatching(fault) as string });
  expect(existsSync(elsewhere)).toBe(false);
  writeFileSync(SHOP, sound);
});
