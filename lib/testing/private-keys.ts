/** Real private keys in every form in which they leak, made anew in each run; their passphrase is "secret". */
import { spawnSync } from 'node:child_process';
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export const ecKey: KeyObject = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
export const rsaKey: KeyObject = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
export const edKey: KeyObject = generateKeyPairSync('ed25519').privateKey;

type Layout = 'pkcs8' | 'sec1' | 'pkcs1';
const cipher = { cipher: 'aes-256-cbc', passphrase: 'secret' } as const;

export function pemOf(key: KeyObject, type: Layout = 'pkcs8', isEncrypted = false): string {
  return key.export({ type, format: 'pem', ...(isEncrypted ? cipher : {}) }).toString();
}

export function derOf(key: KeyObject, type: Layout = 'pkcs8', isEncrypted = false): Buffer {
  return key.export({ type, format: 'der', ...(isEncrypted ? cipher : {}) }); // a border: the format says so
}

/** What stands between the header and the last line. */
export function bodyOf(pem: string): string {
  return pem.replace(/-----.*-----\n/g, '');
}

/** PKCS#12 of the key and a certificate, as `openssl pkcs12 -export` makes it. */
export function pkcs12Of(key: KeyObject, password: string): Buffer {
  return inFolder((folder) => {
    const [keyFile, certificate, store] = ['k.pem', 'c.pem', 's.p12'].map((name) => path.join(folder, name)) as [
      string,
      string,
      string,
    ];
    writeFileSync(keyFile, pemOf(key));
    run('openssl', ['req', '-x509', '-new', '-key', keyFile, '-subj', '/CN=x', '-out', certificate]);
    const from = ['-inkey', keyFile, '-in', certificate];
    run('openssl', ['pkcs12', '-export', ...from, '-passout', `pass:${password}`, '-out', store]);
    return readFileSync(store);
  });
}

export function opensshKey(): string {
  return inFolder((folder) => {
    const file = path.join(folder, 'id');
    run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file]);
    return readFileSync(file, 'utf8');
  });
}

function run(program: string, args: readonly string[]): void {
  const { status, stderr } = spawnSync(program, args);
  if (status !== 0) throw new Error(stderr.toString());
}

function inFolder<T>(work: (folder: string) => T): T {
  const folder = mkdtempSync(path.join(tmpdir(), 'gatehouse-keys-'));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
