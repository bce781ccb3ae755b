/** An HTTPS client on the Internet. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run, tryRun } from './command';
import { CLIENT_PREFIX, PUBLIC_ADDRESS } from './environment';

export const PUBLIC_PORT = 443;

export interface HttpsRequest {
  readonly host: string;
  readonly path?: string;
  readonly version?: '1.1' | '2';
  /** PEM of the one authority that is believed. */
  readonly authority: string;
  readonly headers?: readonly string[];
}

export interface HttpsAnswer {
  /** 0 where there was no answer. */
  readonly status: number;
  readonly version: string;
  readonly body: string;
  /** curl's exit code: 60 where the certificate did not verify. */
  readonly exit: number;
  readonly error: string;
}

/** What the e2e apps answer, see programs/json_server.py. */
export interface AppAnswer {
  readonly app: string;
  readonly version: string;
  readonly path: string;
  readonly host: string;
  readonly forwardedFor: string | null;
  readonly forwardedProto: string | null;
}

/** One request on a connection of its own. */
export async function fetchFromInternet(request: HttpsRequest): Promise<HttpsAnswer> {
  const { host, path = '/', version = '1.1', authority, headers = [] } = request;
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-curl-'));
  try {
    const file = join(folder, 'authority.pem');
    writeFileSync(file, authority);
    const { code, stdout, stderr } = await tryRun([
      ...CLIENT_PREFIX,
      ...['curl', '--silent', '--show-error', '--max-time', '15', `--http${version}`, '--cacert', file],
      ...['--resolve', `${host}:${PUBLIC_PORT}:${PUBLIC_ADDRESS}`, '--write-out', '\n%{http_code} %{http_version}'],
      ...headers.flatMap((header) => ['--header', header]),
      `https://${host}${path}`,
    ]);
    const [, body = '', status = '0', spoken = ''] = /^([^]*)\n(\d+) (\S+)$/.exec(stdout) ?? [];
    return { status: Number(status), version: spoken, body, exit: code, error: stderr };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export function parseAnswer(text: string): AppAnswer {
  return JSON.parse(text) as AppAnswer;
}

const SHOW =
  'openssl s_client -connect "$1" -servername "$2" </dev/null 2>/dev/null | openssl x509 -noout -issuer -serial -ext subjectAltName';

/** Issuer, serial number and names of the certificate that is presented for a host, as openssl prints them. */
export function presentedCertificate(host: string): Promise<string> {
  return run([...CLIENT_PREFIX, 'sh', '-c', SHOW, 'sh', `${PUBLIC_ADDRESS}:${PUBLIC_PORT}`, host]);
}
