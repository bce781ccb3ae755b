/** The twin at work, in live TLS handshakes. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer, type Server, type TLSSocket } from 'node:tls';
import { chainPem, trustPem } from '../model/certificate-chain';
import { issueCertificates } from './issue';
import { demoSeed } from './seed';
import { longAfter, twoTenants } from '../testing/two-tenants-pki';

// Handshakes go by the wall clock.
const long = { notBefore: new Date('2020-01-01T00:00:00Z'), notAfter: longAfter };
const store = issueCertificates(
  twoTenants().map((plan) => ({ ...plan, ...long })),
  demoSeed,
);
const credentialsOf = (id: string): { cert: string; key: string } => ({
  cert: chainPem(store, id),
  key: store.get(id)?.keyPem ?? '',
});

interface Meeting {
  /** No certificate where left out. */
  readonly client?: string;
  readonly clientTrust: string;
  readonly serverTrust: string;
  /** Whether the server, instead of hanging up on strangers, tells them what is wrong with them. */
  readonly isTalkative?: boolean;
}

/** What the client hears from acme's shop, `closed` where that hung up, or the code of the client's own error. */
async function hear({ client: id, clientTrust, serverTrust, isTalkative = false }: Meeting): Promise<string> {
  const server = createServer(
    { ...credentialsOf('acme/app/shop'), ca: serverTrust, requestCert: true, rejectUnauthorized: !isTalkative },
    (socket: TLSSocket) => socket.end(socket.authorized ? 'welcome' : String(socket.authorizationError)),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const trust = { host: '127.0.0.1', port: addressOf(server).port, servername: 'shop.acme.svc', ca: clientTrust };
  const client = connect({ ...trust, ...(id === undefined ? {} : credentialsOf(id)) });
  try {
    return await new Promise((resolve) => {
      client.on('data', (data: Buffer) => {
        resolve(data.toString());
      });
      client.on('error', (error: NodeJS.ErrnoException) => {
        resolve(error.code ?? error.message);
      });
      client.on('close', () => {
        resolve('closed');
      });
    });
  } finally {
    client.destroy();
    server.close();
  }
}

/** Border: a server that listens on a port has an address of this kind. */
function addressOf(server: Server): AddressInfo {
  return server.address() as AddressInfo;
}

const twin = trustPem(store, 'acme/twin');
const root = trustPem(store, 'root');

test('a server that trusts its twin lets its own tenant’s client in', async () => {
  const meeting = { client: 'acme/app/shop', serverTrust: twin };
  expect(await hear({ ...meeting, clientTrust: twin })).toBe('welcome');
  expect(await hear({ ...meeting, clientTrust: root })).toBe('welcome');
});

test('a server that trusts its twin refuses the neighbour’s valid client', async () => {
  const meeting = { client: 'globex/app/shop', serverTrust: twin, clientTrust: root };
  expect(await hear(meeting)).toBe('closed');
  expect(await hear({ ...meeting, isTalkative: true })).toBe('UNABLE_TO_GET_ISSUER_CERT_LOCALLY');
});

test('a server that trusted the root would let the neighbour in', async () => {
  expect(await hear({ client: 'globex/app/shop', serverTrust: root, clientTrust: root })).toBe('welcome');
});

test('a public certificate is no client, and no certificate is none either', async () => {
  const meeting = { client: 'acme/host/web.shop.acme.apps.example.com', serverTrust: twin, clientTrust: twin };
  expect(await hear(meeting)).toBe('closed');
  expect(await hear({ ...meeting, isTalkative: true })).toBe('INVALID_PURPOSE');
  expect(await hear({ serverTrust: twin, clientTrust: twin })).toBe('ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED');
});

test('a client that trusts its own twin refuses the neighbour’s server', async () => {
  const meeting = { client: 'globex/app/shop', serverTrust: root, clientTrust: trustPem(store, 'globex/twin') };
  expect(await hear(meeting)).toBe('UNABLE_TO_GET_ISSUER_CERT_LOCALLY');
});
