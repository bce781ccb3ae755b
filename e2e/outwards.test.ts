/** Ways out of a real cluster: to servers with names, through a tenant's own egress gateway, and to networks. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EGRESS, serviceHost } from '../lib/model/names';
import { EGRESS_PORT, HEALTH_PORT } from '../lib/model/ports';
import { attemptInside, type Attempt, type Outcome, type Tls } from './attempt';
import type { Running } from './command';
import { CLIENT_ADDRESS, KEEP, NODE_ADDRESS } from './environment';
import { eventually, must } from './eventually';
import { copyFleet, edit, removeCopy, synthesize } from './fleet-copy';
import {
  applyAll,
  applyNamespaces,
  claimNamespaces,
  install,
  namespacesOf,
  removeEverything,
  restartsOf,
} from './installation';
import { addressOf, applyObjects, exec, get, hurryKubelet, podOf, startInside, type Service } from './kubectl';
import { clusterDnsPolicy, startNames } from './outside-names';
import {
  digestOfSent,
  dropAddresses,
  makeOutsideCertificates,
  METADATA_ADDRESS,
  ownObjects,
  PRIVATE_ADDRESS,
  readOutside,
  startOutsideServers,
  TLS_SERVER,
} from './outside-servers';
import { PLAIN_CLIENT, PLAIN_NAMESPACE, startPlainPods } from './plain-pods';
import { tunnelInside } from './tunnel';
import { ACME, GLOBEX, identityOf } from './two-tenants';

const PATIENT = readFileSync(join(__dirname, 'programs', 'patient_client.py'), 'utf8');
const MEBIBYTES = 64;
const API = 'api.outside.test';

describe('ways out', () => {
  const copy = copyFleet('e2e/fleets/outwards');
  const files = join(copy.scratch, 'outside');
  let servers: Running | undefined;
  let target: Running | undefined;

  beforeAll(async () => {
    await removeEverything();
    await synthesize(copy);
    await claimNamespaces(...namespacesOf(copy));
    await makeOutsideCertificates(files);
    servers = await startOutsideServers(files);
    await startNames();
    await startPlainPods(PLAIN_CLIENT);
    target = await startInside(PLAIN_NAMESPACE, PLAIN_CLIENT, ['sh', '-c', TLS_SERVER]);
    await applyNamespaces(copy);
    await applyObjects(...namespacesOf(copy).map(clusterDnsPolicy), ...ownObjects(ACME, files));
    await install(copy);
  });

  afterAll(async () => {
    target?.kill();
    servers?.kill();
    await dropAddresses();
    if (!KEEP) await removeEverything();
    removeCopy(copy);
  });

  /** TLS of the app's own, at a port of its sidecar. */
  function passed(port: number, serverName?: string): Attempt {
    const named = serverName === undefined ? {} : { serverName, authority: readOutside(files, 'ca.crt') };
    return { host: '127.0.0.1', port, tls: named, send: 'who\n' };
  }

  async function fromShop(...attempts: Attempt[]): Promise<readonly Outcome[]> {
    return attemptInside(ACME, 'shop', attempts);
  }

  it('an app that speaks TLS reaches the name that it declares, which it verifies itself', async () => {
    const [outcome] = await fromShop(passed(9443, API));
    expect(outcome).toMatchObject({ handshake: true, error: '' });
    expect(JSON.parse(outcome?.received ?? '')).toEqual({ port: 7443, sni: API, subject: {} });
  });

  it('a wildcard stands for one label, and for every name of that kind', async () => {
    const outcomes = await fromShop(passed(9444, 'b1.s3.outside.test'), passed(9444, 'b2.s3.outside.test'));
    expect(outcomes.map(({ received }) => (JSON.parse(received) as { sni: string }).sni)).toEqual([
      'b1.s3.outside.test',
      'b2.s3.outside.test',
    ]);
    const [deeper] = await fromShop({ ...passed(9444), tls: { serverName: 'a.b1.s3.outside.test' } });
    expect(deeper).toMatchObject({ opened: true, handshake: false });
  });

  it('another name, an address, a trailing dot, no name and no TLS are closed', async () => {
    const names = ['mail.outside.test', 'outside.test', 'api.outside.test.', 's3.outside.test'];
    const outcomes = await fromShop(
      ...names.map((serverName) => ({ ...passed(9443), tls: { serverName } })),
      { ...passed(9443), tls: {} },
      { host: '127.0.0.1', port: 9443, send: 'GET / HTTP/1.1\r\n\r\n' },
    );
    for (const outcome of outcomes) expect(outcome).toMatchObject({ handshake: false, received: '' });
    expect(outcomes.every(({ closedAfter }) => closedAfter !== null)).toBe(true);
  });

  it('an app that speaks cleartext gets TLS from its sidecar, to the server outside', async () => {
    const [outcome] = await fromShop({ host: '127.0.0.1', port: 9460, send: 'who\n' });
    expect(JSON.parse(outcome?.received ?? '')).toEqual({ port: 7443, sni: API, subject: {} });
  });

  it('the sidecar shows the client certificate that is named for this egress, and none otherwise', async () => {
    const [known, unknown] = await fromShop(
      { host: '127.0.0.1', port: 9465, send: 'who\n' },
      { host: '127.0.0.1', port: 9466, send: 'who\n' },
    );
    expect(JSON.parse(known?.received ?? '')).toMatchObject({ subject: { commonName: 'member' } });
    expect(unknown?.received).toBe('');
  });

  it.each([
    ['of an authority that is not the one named', 9461],
    ['of no public authority', 9462],
    ['that has expired', 9463],
    ['for another name', 9464],
  ])('the sidecar refuses a server with a certificate %s', async (_what, port) => {
    const [outcome] = await fromShop({ host: '127.0.0.1', port, send: 'who\n' });
    expect(outcome).toMatchObject({ opened: true, received: '' });
    expect(outcome?.closedAfter).not.toBeNull();
  });

  it('no pod opens a connection to the outside itself', async () => {
    const outside = [7443, 7445, 7446].map((port) => ({ host: CLIENT_ADDRESS, port }));
    const all = [...outside, { host: NODE_ADDRESS, port: 6443 }, { host: METADATA_ADDRESS, port: 7443 }];
    for (const app of ['shop', 'mail', 'loner'])
      expect((await attemptInside(ACME, app, all)).filter(({ opened }) => opened)).toEqual([]);
    const free = await attemptInside(PLAIN_NAMESPACE, PLAIN_CLIENT, all);
    expect(free.map(({ opened }) => opened)).toEqual(all.map(() => true));
  });

  it('an allowed name that leads to an internal address leads nowhere', async () => {
    const pod = addressOf(await podOf(PLAIN_NAMESPACE, PLAIN_CLIENT));
    const service = (await get<Service>('default', 'service', 'kubernetes')).spec.clusterIP;
    const places: readonly (readonly [string, number, number])[] = [
      [METADATA_ADDRESS, 7443, 9445],
      [PRIVATE_ADDRESS, 7443, 9445],
      [pod, 7443, 9445],
      [NODE_ADDRESS, 6443, 9446],
      [service, 443, 9447],
    ];
    // The same places are there for a pod that nothing holds.
    const free = places.map(([host, port]) => ({ host, port, tls: { serverName: 'x.test' } }));
    const there = await attemptInside(PLAIN_NAMESPACE, PLAIN_CLIENT, free);
    expect(there.map(({ handshake }) => handshake)).toEqual(places.map(() => true));

    const named = ([address, , local]: (typeof places)[number]): Attempt => {
      const serverName = `${address.replaceAll('.', '-')}.ip.outside.test`;
      return { host: '127.0.0.1', port: local, tls: { serverName }, seconds: 8 };
    };
    const [outside] = await fromShop(named([CLIENT_ADDRESS, 7443, 9445]));
    expect(outside).toMatchObject({ handshake: true });
    const alias = { host: '127.0.0.1', port: 9448, tls: { serverName: 'alias.outside.test' }, seconds: 8 };
    const outcomes = await fromShop(...places.map(named), alias);
    expect(outcomes.map(({ handshake }) => handshake)).toEqual(outcomes.map(() => false));
  });

  it('the gateway knows one app from another, whatever way they come', async () => {
    const host = `${serviceHost(ACME, EGRESS)}.cluster.local`;
    const outer = { serverName: `p7443.${serviceHost(ACME, EGRESS)}` };
    const as = (tenant: string, app: string): Tls & typeof outer => ({ ...outer, ...identityOf(copy, tenant, app) });
    const attempts = [
      { outer: as(ACME, 'mail'), inner: 'mail.outside.test' },
      { outer: as(ACME, 'shop'), inner: API },
      { outer: as(ACME, 'mail'), inner: API },
      { outer: as(ACME, 'loner'), inner: API },
      { outer: as(GLOBEX, 'shop'), inner: API },
      { outer, inner: API },
      { outer: { ...as(ACME, 'mail'), serverName: `p443.${serviceHost(ACME, EGRESS)}` }, inner: 'mail.outside.test' },
      { outer: as(ACME, 'mail'), inner: null },
      { outer: as(ACME, 'mail'), inner: 'mail.outside.test', prefix: 'PROXY TCP4 1.2.3.4 1.2.3.4 1 1\r\n' },
    ];
    const outcomes = await tunnelInside(
      ACME,
      'mail',
      attempts.map((attempt) => ({ host, port: EGRESS_PORT, ...attempt })),
    );
    // The second is what somebody may do who has stolen the shop's key: it is the shop to everybody.
    expect(outcomes.map(({ inner }) => inner)).toEqual([true, true, ...Array<boolean>(7).fill(false)]);
    expect(outcomes[0]?.received).toContain('"sni": "mail.outside.test"');
  });

  it('nobody but those apps opens a connection to the gateway, and its health is for kubelet', async () => {
    const address = addressOf(await podOf(ACME, 'nginx'));
    const doors = [EGRESS_PORT, HEALTH_PORT].map((port) => ({ host: address, port }));
    for (const [tenant, app] of [
      [ACME, 'loner'],
      [ACME, 'reports'],
      [GLOBEX, 'shop'],
    ] as const)
      expect((await attemptInside(tenant, app, doors)).map(({ opened }) => opened)).toEqual([false, false]);
    expect((await attemptInside(ACME, 'shop', doors)).map(({ opened }) => opened)).toEqual([true, false]);
  });

  it('a network is reached on the ports that are declared, and no other', async () => {
    const at = (host: string, port: number): Attempt => ({ host, port, send: 'who\n' });
    const outcomes = await attemptInside(ACME, 'reports', [
      at(CLIENT_ADDRESS, 7445),
      { ...at(PRIVATE_ADDRESS, 7443), tls: {} },
      at(CLIENT_ADDRESS, 7446),
      at(CLIENT_ADDRESS, 7443),
      at(METADATA_ADDRESS, 7443),
      at(NODE_ADDRESS, 6443),
    ]);
    expect(outcomes.map(({ opened }) => opened)).toEqual([true, true, false, false, false, false]);
    expect(outcomes[0]?.received).toContain('"port": 7445');
  });

  it('metadata addresses are reached by the app that declares just them', async () => {
    const attempt = { host: METADATA_ADDRESS, port: 7443, tls: {}, send: 'who\n' };
    expect((await attemptInside(ACME, 'node-agent', [attempt]))[0]?.received).toContain('"port": 7443');
  });

  it(`a connection survives silence, and carries ${MEBIBYTES} MiB each way`, async () => {
    const settings = ['9443', API, readOutside(files, 'ca.crt'), '20', String(MEBIBYTES * 1_048_576)];
    const answer = JSON.parse(await exec(ACME, 'shop', ['python3', '-c', PATIENT, ...settings])) as Record<
      string,
      unknown
    >;
    expect(answer['afterSilence']).toEqual(answer['first']);
    expect(answer['received']).toBe(digestOfSent(MEBIBYTES));
    expect(answer['taken']).toBe(answer['sent']);
  });

  it('a way that is withdrawn is closed in place: nothing restarts, and the other ways stay', async () => {
    const before = await restartsOf(ACME);
    edit(copy, 'tenants/e2e-acme/mail.yaml', 'mail.outside.test', 'other.outside.test');
    await synthesize(copy);
    await applyAll(copy);
    await hurryKubelet(ACME);
    await eventually('the gateway has taken it over', 150, async () => {
      const [old, fresh] = await attemptInside(ACME, 'mail', [
        passed(9443, 'mail.outside.test'),
        passed(9443, 'other.outside.test'),
      ]);
      must(old?.handshake === false && fresh?.handshake === true, JSON.stringify([old, fresh]));
    });
    expect((await fromShop(passed(9443, API)))[0]).toMatchObject({ handshake: true });
    expect(await restartsOf(ACME)).toEqual(before);
  });
});
