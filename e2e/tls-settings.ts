/** The words of fleets/tls-settings that its tests use, and how they ask its apps. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { attemptFromInternet, httpRequest, type Attempt, type Outcome, type Tls } from './attempt';
import { run } from './command';
import { CLIENT_PREFIX, PUBLIC_ADDRESS } from './environment';
import { must } from './eventually';
import { readDocument, type FleetCopy } from './fleet-copy';
import { PUBLIC_PORT } from './internet';
import type { KeyPair } from './issued-certificates';
import { DOMAIN } from './two-tenants';

export const TENANT = 'e2e-tls';
/** Whose app `prometheus` is the platform's monitoring app. */
export const WATCH = 'e2e-watch';

export function hostOf(endpoint: string, app = 'shop'): string {
  return `${endpoint}.${app}.${TENANT}.${DOMAIN}`;
}

/** A request to a host, which another may be asked for within. */
export function knock(host: string, tls: Tls = {}, headers: readonly string[] = [], asked = host): Attempt {
  const send = httpRequest(asked, '/', ...headers);
  return { host: PUBLIC_ADDRESS, port: PUBLIC_PORT, tls: { serverName: host, ...tls }, send };
}

export async function ask(attempt: Attempt): Promise<Outcome> {
  const [outcome] = await attemptFromInternet([attempt]);
  must(outcome !== undefined, 'no outcome');
  return outcome;
}

/** What the app was told of a client's certificate, under whatever spelling. */
export function clientHeadersIn({ received }: Outcome): Record<string, string> {
  must(received.startsWith('HTTP/1.1 200 '), received);
  const answer = JSON.parse(received.slice(received.indexOf('\r\n\r\n') + 4)) as { headers: [string, string][] };
  return Object.fromEntries(answer.headers.filter(([name]) => /^(x.)?client/.test(name)));
}

/** The authority that the documents name, with its key. */
export function membersAuthority(copy: FleetCopy): KeyPair {
  const document = readDocument(copy, `tenants/${TENANT}/shop.yaml`);
  const [certificate] = /-----BEGIN[^]*?END CERTIFICATE-----/.exec(document) ?? [];
  must(certificate !== undefined, 'no authority in the documents');
  const key = readFileSync(join(__dirname, 'fixtures', 'client-authority.key'), 'utf8');
  return { certificate: certificate.replace(/^ +/gm, ''), key };
}

/** `serial=0A…` */
export async function serialOf({ certificate }: KeyPair): Promise<string> {
  return (await run(['openssl', 'x509', '-noout', '-serial'], certificate)).trim();
}

const SHAKE = 'openssl s_client -connect "$0" -servername "$1" -alpn "$2" </dev/null 2>&1 || true';

/** What openssl tells of a handshake that offers one application protocol. */
export function shake(host: string, alpn: string): Promise<string> {
  return run([...CLIENT_PREFIX, 'sh', '-c', SHAKE, `${PUBLIC_ADDRESS}:${PUBLIC_PORT}`, host, alpn]);
}
