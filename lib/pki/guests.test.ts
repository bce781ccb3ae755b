/** Guests of another tenant: what their certificates say, and whom live handshakes let in, at every stage of a rotation. */
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer, type TLSSocket } from 'node:tls';
import type { CertificateStore } from '../model/certificate';
import { chainPem, trustPem } from '../model/certificate-chain';
import type { Fleet } from '../model/fleet';
import { guestDn } from '../model/names';
import { trustedTwins } from '../model/trusted-twins';
import { aFleet } from '../testing/a-fleet';
import { rotationStages, type Stage } from '../testing/rotation-stages';
import { longAfter } from '../testing/two-tenants-pki';
import { checkInventory } from './check-inventory';
import { toInventory } from './inventory';
import { issueCertificates } from './issue';
import { planCertificates } from './plan';
import { demoSeed } from './seed';

const GUEST = 'acme/guest/globex/rates';

interface Agreement {
  readonly stage?: Stage;
  readonly until?: string;
  readonly asOf?: string;
}

/** acme's app rates is a guest of globex' app fx, whose authority is at that stage. */
function fleetOf({ stage = 0, until, asOf = '2026-11-01' }: Agreement = {}): Fleet {
  const call = (endpoint: string, localPort: number) => ({
    name: endpoint,
    to: { tenant: 'globex', app: 'fx', endpoint },
    localPort,
  });
  const grants = [{ tenant: 'acme', app: 'rates', ...(until === undefined ? {} : { until }) }];
  return aFleet({
    platform: { pki: { seed: 'demo', since: '2026-01-01', asOf } },
    tenants: [
      { name: 'acme', apps: [{ name: 'rates', egresses: [call('api', 9444), call('feed', 9445)] }] },
      {
        name: 'globex',
        pki: { generations: [...(rotationStages[stage] ?? [])] },
        apps: [
          {
            name: 'fx',
            endpoints: [
              { name: 'api', port: 8080, protocol: 'http', grants },
              { name: 'feed', port: 8081, protocol: 'tls', grants },
            ],
          },
        ],
      },
    ],
  });
}

function issue(fleet: Fleet, isLong = false): CertificateStore {
  // Handshakes go by the wall clock.
  const long = isLong ? { notBefore: new Date('2020-01-01T00:00:00Z'), notAfter: longAfter } : {};
  return issueCertificates(
    planCertificates(fleet).map((plan) => ({ ...plan, ...long })),
    demoSeed,
  );
}

function certificateOf(store: CertificateStore, id: string): X509Certificate {
  return new X509Certificate(store.get(id)?.certificatePem ?? '');
}

test('an app that is a guest of a tenant has one certificate for all that it may call there', () => {
  expect(planCertificates(fleetOf()).filter(({ profile }) => profile === 'guest')).toHaveLength(1);
});

test('it is signed by the authority of the callee’s tenant, within whose names it is, and is a client alone', () => {
  const store = issue(fleetOf());
  const guest = certificateOf(store, GUEST);
  const authority = certificateOf(store, 'globex/authority');
  expect(guest.checkIssued(authority) && guest.verify(authority.publicKey)).toBe(true);
  expect(guest.subject.split('\n').reverse().join(',')).toBe(guestDn('globex', 'acme', 'rates'));
  expect(guestDn('globex', 'acme', 'rates')).toBe('CN=rates.acme,OU=guest,O=globex');
  expect(guest.subjectAltName).toBe('URI:spiffe://globex.apps.example.com/guest/acme/rates');
  // TLS Web Client Authentication; `keyUsage` is Node's name for extended key usages.
  expect(guest.keyUsage).toEqual(['1.3.6.1.5.5.7.3.2']);
  expect(guest.ca).toBe(false);
});

test('its key is the importer’s: no other certificate has it, and it follows from the importer’s seed alone', () => {
  const points = Array.from(issue(fleetOf()), ([id, { certificatePem }]) => ({
    id,
    key: new X509Certificate(certificatePem).publicKey.export({ type: 'spki', format: 'pem' }),
  }));
  const own = points.find(({ id }) => id === GUEST)?.key;
  expect(points.filter(({ key }) => key === own).map(({ id }) => id)).toEqual([GUEST]);
  expect(
    planCertificates(fleetOf())
      .find(({ id }) => id === GUEST)
      ?.keyId.split('/')[0],
  ).toBe('acme');
});

test.each([
  [undefined, '2026-12-22T00:00:00.000Z'],
  ['2026-11-20', '2026-11-21T00:00:00.000Z'],
  ['2026-11-01', '2026-11-02T00:00:00.000Z'],
  ['2030-01-01', '2026-12-22T00:00:00.000Z'],
])('with a grant until %s it ends on %s', (until, end) => {
  const fleet = fleetOf(until === undefined ? {} : { until });
  expect(new Date(certificateOf(issue(fleet), GUEST).validTo).toISOString()).toBe(end);
});

test('`pki check` says of one that ends with its grant that the tenant which granted it decides', () => {
  const fixesOf = (agreement: Agreement): unknown => {
    const fleet = fleetOf(agreement);
    const plans = planCertificates(fleet);
    const inventory = toInventory(fleet, issue(fleet));
    const { expiring } = checkInventory(fleet, plans, inventory, '2026-11-15', 40);
    return expiring.filter(({ ids }) => ids.includes(GUEST)).map(({ fix, ids }) => [fix, ids.length]);
  };
  expect(fixesOf({ until: '2026-11-20' })).toEqual([[{ exporter: 'globex' }, 1]]);
  expect(fixesOf({})).toEqual([[{ asOf: '2026-11-15' }, 2]]);
});

interface Side {
  readonly id: string;
  readonly store: CertificateStore;
  /** Whose twins it trusts, as of its own stage. */
  readonly trusts: string;
  readonly fleet: Fleet;
}

function trustOf({ store, trusts, fleet }: Side): string {
  const tenant = fleet.tenants.find(({ name }) => name === trusts);
  if (tenant === undefined) throw new Error(`no tenant ${trusts}`);
  return trustPem(store, ...trustedTwins(tenant));
}

/** What the client reads: `welcome`, or nothing where one of the two hangs up. */
async function hear(server: Side, client: Side): Promise<string> {
  const credentials = ({ store, id }: Side) => ({ cert: chainPem(store, id), key: store.get(id)?.keyPem ?? '' });
  const listening = createServer(
    { ...credentials(server), ca: trustOf(server), requestCert: true, rejectUnauthorized: true },
    (socket: TLSSocket) => socket.end('welcome'),
  );
  listening.on('tlsClientError', () => undefined);
  listening.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const { port } = listening.address() as AddressInfo; // a border: a server that listens on a port has one
  const where = { host: '127.0.0.1', port, servername: 'fx.globex.svc' };
  const socket = connect({ ...where, ...credentials(client), ca: trustOf(client) });
  try {
    return await new Promise((resolve) => {
      socket.on('data', (data: Buffer) => {
        resolve(data.toString());
      });
      socket.on('error', () => {
        resolve('');
      });
      socket.on('close', () => {
        resolve('');
      });
    });
  } finally {
    socket.destroy();
    listening.close();
  }
}

const stages: readonly Stage[] = [0, 1, 2, 3];

function sideAt(stage: Stage, id: string, trusts = 'globex'): Side {
  const fleet = fleetOf({ stage });
  return { id, trusts, fleet, store: issue(fleet, true) };
}

test('while the authority of the callee’s tenant is rotated, guests of neighbouring stages are let in, as its own apps are', async () => {
  const rows: string[] = [];
  for (const server of stages) {
    let row = '';
    for (const client of stages)
      row += (await hear(sideAt(server, 'globex/app/fx'), sideAt(client, GUEST))) === 'welcome' ? 'o' : '-';
    rows.push(row);
  }
  expect(rows).toEqual(['oo--', 'ooo-', '-ooo', '--oo']);
});

test('a guest’s app is refused as itself, trusts nobody but the callee’s tenant, and cannot be a server there', async () => {
  const fx = sideAt(0, 'globex/app/fx');
  expect(await hear(fx, sideAt(0, 'acme/app/rates'))).toBe('');
  expect(await hear(fx, sideAt(0, GUEST, 'acme'))).toBe('');
  expect(await hear(sideAt(0, GUEST), sideAt(0, 'globex/app/fx'))).toBe('');
  expect(await hear(fx, sideAt(0, GUEST))).toBe('welcome');
});
