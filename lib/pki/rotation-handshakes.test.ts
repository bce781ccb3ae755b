/** Whether programs at different stages of a rotation understand one another, in live TLS handshakes. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer, type TLSSocket } from 'node:tls';
import { chainPem, trustPem } from '../model/certificate-chain';
import { trustedGenerations } from '../model/generations';
import { certificateIds } from '../model/names';
import { aFleet } from '../testing/a-fleet';
import { rotationStages, type Stage } from '../testing/rotation-stages';
import { longAfter } from '../testing/two-tenants-pki';
import { issueCertificates } from './issue';
import { planCertificates } from './plan';
import { demoSeed } from './seed';

const stages: readonly Stage[] = [0, 1, 2, 3];

/** What a program holds of the fleet at some stage. */
interface Side {
  readonly cert: string;
  readonly key: string;
  /** Twins of the tenant. */
  readonly twins: string;
  /** Roots of the platform. */
  readonly roots: string;
}

function sideAt(root: Stage, acme: Stage): Side {
  const fleet = aFleet({
    platform: { pki: { seed: 'demo', since: '2026-01-01', asOf: '2026-11-01', generations: rotationStages[root] } },
    tenants: [{ name: 'acme', pki: { generations: rotationStages[acme] }, apps: [{ name: 'shop' }] }],
  });
  // Handshakes go by the wall clock.
  const long = { notBefore: new Date('2020-01-01T00:00:00Z'), notAfter: longAfter };
  const store = issueCertificates(
    planCertificates(fleet).map((plan) => ({ ...plan, ...long })),
    demoSeed,
  );
  const trusted = (stage: Stage): readonly number[] => trustedGenerations(rotationStages[stage] ?? []);
  return {
    cert: chainPem(store, 'acme/app/shop'),
    key: store.get('acme/app/shop')?.keyPem ?? '',
    twins: trustPem(store, ...trusted(acme).map((number) => certificateIds.twin('acme', number))),
    roots: trustPem(store, ...trusted(root).map((number) => certificateIds.root(number))),
  };
}

/** Whether client and server greet each other; both show certificates. */
async function doMeet(
  server: Side & { readonly ca: string },
  client: Side & { readonly ca: string },
): Promise<boolean> {
  const listening = createServer(
    { cert: server.cert, key: server.key, ca: server.ca, requestCert: true, rejectUnauthorized: true },
    (socket: TLSSocket) => socket.end('welcome'),
  );
  listening.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const { port } = listening.address() as AddressInfo; // a border: a server that listens on a port has one
  const { cert, key, ca } = client;
  const socket = connect({ host: '127.0.0.1', port, servername: 'shop.acme.svc', cert, key, ca });
  try {
    return await new Promise((resolve) => {
      socket.on('data', (data: Buffer) => {
        resolve(data.toString() === 'welcome');
      });
      socket.on('error', () => {
        resolve(false);
      });
      socket.on('close', () => {
        resolve(false);
      });
    });
  } finally {
    socket.destroy();
    listening.close();
  }
}

/** One row for each stage of the server, one letter for each of the client's: `o` where they meet, `-` where not. */
async function matrix(meet: (server: Stage, client: Stage) => Promise<boolean>): Promise<string[]> {
  const rows: string[] = [];
  for (const server of stages) {
    let row = '';
    for (const client of stages) row += (await meet(server, client)) ? 'o' : '-';
    rows.push(row);
  }
  return rows;
}

test('between sidecars of a tenant whose authority is rotated, neighbouring stages meet and no others', async () => {
  const sides = stages.map((stage) => sideAt(0, stage));
  const meet = (server: Stage, client: Stage): Promise<boolean> => {
    const [s, c] = [sides[server], sides[client]];
    if (s === undefined || c === undefined) throw new Error('there is a side for each stage');
    return doMeet({ ...s, ca: s.twins }, { ...c, ca: c.twins });
  };
  expect(await matrix(meet)).toEqual(['oo--', 'ooo-', '-ooo', '--oo']);
});

test('clients that trust the roots meet servers of neighbouring stages of a root’s rotation', async () => {
  const sides = stages.map((stage) => sideAt(stage, 0));
  const meet = (server: Stage, client: Stage): Promise<boolean> => {
    const [s, c] = [sides[server], sides[client]];
    if (s === undefined || c === undefined) throw new Error('there is a side for each stage');
    return doMeet({ ...s, ca: s.twins }, { ...c, ca: c.roots });
  };
  // One-sided: a client that has taken `switch` over still knows the root of servers that have not begun.
  expect(await matrix(meet)).toEqual(['ooo-', 'ooo-', '-ooo', '-ooo']);
});

test('sidecars, which trust twins, do not notice a root’s rotation', async () => {
  const sides = stages.map((stage) => sideAt(stage, 0));
  const meet = (server: Stage, client: Stage): Promise<boolean> => {
    const [s, c] = [sides[server], sides[client]];
    if (s === undefined || c === undefined) throw new Error('there is a side for each stage');
    return doMeet({ ...s, ca: s.twins }, { ...c, ca: c.twins });
  };
  expect(await matrix(meet)).toEqual(['oooo', 'oooo', 'oooo', 'oooo']);
});
