/** Authorities that Gatehouse knows nothing of, and what they sign. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './command';

export interface KeyPair {
  /** PEM. */
  readonly certificate: string;
  readonly key: string;
}

export interface Wanted {
  /** As `-subj` takes it. */
  readonly subject: string;
  readonly hosts?: readonly string[];
  /** @default 2; negative for one that has ended */
  readonly days?: number;
}

const NEW_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-noenc'];

export function makeAuthority(subject: string): Promise<KeyPair> {
  return inScratch(async (folder, openssl) => {
    await openssl('req', '-x509', ...NEW_KEY, '-days', '2', '-subj', subject, '-keyout', 'k.pem', '-out', 'c.pem');
    return readPair(folder);
  });
}

export function issueFrom(authority: KeyPair, { subject, hosts = [], days = 2 }: Wanted): Promise<KeyPair> {
  return inScratch(async (folder, openssl) => {
    writeFileSync(join(folder, 'ca.pem'), authority.certificate);
    writeFileSync(join(folder, 'ca-key.pem'), authority.key, { mode: 0o600 });
    writeFileSync(
      join(folder, 'names'),
      hosts.length === 0 ? '' : `subjectAltName=${hosts.map((host) => `DNS:${host}`).join()}\n`,
    );
    await openssl('req', '-new', ...NEW_KEY, '-subj', subject, '-keyout', 'k.pem', '-out', 'request.pem');
    const signer = ['-CA', 'ca.pem', '-CAkey', 'ca-key.pem', '-CAcreateserial', '-days', String(days)];
    await openssl('x509', '-req', '-in', 'request.pem', ...signer, '-extfile', 'names', '-out', 'c.pem');
    return readPair(folder);
  });
}

/** What somebody else keeps in a namespace for a host. */
export function tlsSecret(namespace: string, name: string, { certificate, key }: KeyPair): unknown {
  const toBase64 = (text: string): string => Buffer.from(text).toString('base64');
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace },
    type: 'kubernetes.io/tls',
    data: { 'tls.crt': toBase64(certificate), 'tls.key': toBase64(key) },
  };
}

function readPair(folder: string): KeyPair {
  const read = (file: string): string => readFileSync(join(folder, file), 'utf8');
  return { certificate: read('c.pem'), key: read('k.pem') };
}

type OpenSsl = (...words: string[]) => Promise<string>;

async function inScratch<T>(action: (folder: string, openssl: OpenSsl) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-issued-'));
  try {
    return await action(folder, (...words) => run(['sh', '-c', 'cd "$0" && exec openssl "$@"', folder, ...words]));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
