/** Certificates that say what the attacker likes: anybody can sign anything with an authority of his own. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './command';
import type { Tls } from './attempt';

const CURVE = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-noenc'];

/** Signed by itself, with the very subject that the victim's sidecar admits. */
export function selfSigned(tenant: string, commonName: string): Promise<Tls> {
  return inScratch(async (folder) => {
    const subject = `/O=${tenant}/CN=${commonName}`;
    await openssl(
      folder,
      'req',
      '-x509',
      ...CURVE,
      '-days',
      '2',
      '-subj',
      subject,
      '-keyout',
      'leaf.key',
      '-out',
      'leaf.crt',
    );
    return readIdentity(folder);
  });
}

/** Signed by an authority of the attacker's that bears the name of the victim's. */
export function signedByImpostor(authority: string, tenant: string, commonName: string): Promise<Tls> {
  return inScratch(async (folder) => {
    await openssl(
      folder,
      'req',
      '-x509',
      ...CURVE,
      '-days',
      '2',
      '-subj',
      authority,
      '-keyout',
      'ca.key',
      '-out',
      'ca.crt',
    );
    const subject = `/O=${tenant}/CN=${commonName}`;
    await openssl(folder, 'req', '-new', ...CURVE, '-subj', subject, '-keyout', 'leaf.key', '-out', 'leaf.csr');
    const signer = ['-CA', 'ca.crt', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '2'];
    await openssl(folder, 'x509', '-req', '-in', 'leaf.csr', ...signer, '-out', 'leaf.crt');
    return readIdentity(folder);
  });
}

/** Subject of a certificate in the form that `-subj` takes, such as `/O=acme/CN=acme authority`. */
export async function subjectOf(certificate: string): Promise<string> {
  const format = ['-nameopt', 'sep_multiline,sname,utf8'];
  const shown = await run(['openssl', 'x509', '-noout', '-subject', ...format], certificate);
  return shown
    .split('\n')
    .slice(1)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((attribute) => `/${attribute}`)
    .join('');
}

function openssl(folder: string, ...words: string[]): Promise<string> {
  return run(['sh', '-c', 'cd "$0" && exec openssl "$@"', folder, ...words]);
}

function readIdentity(folder: string): Tls {
  const read = (file: string): string => readFileSync(join(folder, file), 'utf8');
  return { certificate: read('leaf.crt'), key: read('leaf.key') };
}

async function inScratch<T>(action: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-forged-'));
  try {
    return await action(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
