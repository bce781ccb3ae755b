/** What documents may say of the TLS of an endpoint, on a real cluster: own certificates, clients' certificates, TLS ended by the app. */
import { edgePort, meshPort } from '../lib/model/ports';
import { attemptFromInternet, attemptInside, httpRequest, proxyHeader, type Outcome, type Tls } from './attempt';
import { KEEP } from './environment';
import { eventually, must } from './eventually';
import { copyFleet, findObject, removeCopy, synthesize } from './fleet-copy';
import { claimNamespaces, install, namespacesOf, removeEverything, restartsOf } from './installation';
import { fetchFromInternet, presentedCertificate } from './internet';
import { issueFrom, makeAuthority, tlsSecret, type KeyPair } from './issued-certificates';
import { addressOf, applyObjects, get, hurryKubelet, podOf, type Service } from './kubectl';
import { ask, clientHeadersIn, hostOf, knock, membersAuthority, serialOf, shake, TENANT, WATCH } from './tls-settings';
import { authorityOf, identityOf } from './two-tenants';

const KUBELET_SECONDS = 120;
const REFUSED_PAGE = /^HTTP\/1.1 400 /;

const copy = copyFleet('e2e/fleets/tls-settings');

describe('the TLS of endpoints', () => {
  const names = { own: hostOf('own'), late: hostOf('late'), safe: hostOf('safe'), self: hostOf('api', 'self') };
  let elsewhere: KeyPair;

  /** One certificate for two hosts would do as well; here each host's is told apart. */
  const applyOwn = async (): Promise<KeyPair> => {
    const pair = await issueFrom(elsewhere, { subject: '/CN=elsewhere', hosts: [names.own, names.safe] });
    await applyObjects(tlsSecret(TENANT, 'own-certificate', pair));
    return pair;
  };

  beforeAll(async () => {
    await removeEverything();
    await synthesize(copy);
    await claimNamespaces(...namespacesOf(copy));
    elsewhere = await makeAuthority('/O=Elsewhere/CN=public authority');
    await applyOwn();
    const self = await issueFrom(elsewhere, { subject: '/CN=self', hosts: [names.self] });
    await applyObjects(tlsSecret(TENANT, 'self-certificate', self));
    await install(copy);
  });

  afterAll(async () => {
    if (!KEEP) await removeEverything();
    removeCopy(copy);
  });

  describe("a certificate of the tenant's own", () => {
    it('is shown on its host, where the gate ends TLS and where the sidecar does, and on no other', async () => {
      const authority = elsewhere.certificate;
      const outcomes = await attemptFromInternet([
        knock(names.own, { authority }),
        knock(names.safe, { authority }),
        knock(hostOf('web'), { authority }),
        knock(hostOf('web'), { authority: authorityOf(copy, TENANT) }),
      ]);
      expect(outcomes.map(({ received }) => received.slice(0, 12))).toEqual([
        'HTTP/1.1 200',
        'HTTP/1.1 200',
        '',
        'HTTP/1.1 200',
      ]);
    });

    it('is missed by its host alone where its Secret is not there, and served as soon as it is, without a restart', async () => {
      const before = await restartsOf(TENANT);
      expect(await ask(knock(names.late))).toMatchObject({ opened: true, handshake: false, received: '' });
      expect((await ask(knock(hostOf('web')))).received).toMatch(/^HTTP\/1.1 200 /);
      const pair = await issueFrom(elsewhere, { subject: '/CN=late', hosts: [names.late] });
      await applyObjects(tlsSecret(TENANT, 'late-certificate', pair));
      await eventually('the late certificate is served', KUBELET_SECONDS, async () => {
        await hurryKubelet(TENANT);
        const { received } = await ask(knock(names.late, { authority: elsewhere.certificate }));
        must(received.startsWith('HTTP/1.1 200 '), received);
      });
      expect(await restartsOf(TENANT)).toEqual(before);
    });

    it('that is nonsense cuts its host off, and no other', async () => {
      const nonsense = { certificate: 'nonsense', key: 'nonsense' };
      await applyObjects(tlsSecret(TENANT, 'late-certificate', nonsense));
      await eventually('the nonsense has arrived', KUBELET_SECONDS, async () => {
        await hurryKubelet(TENANT);
        must(!(await ask(knock(names.late))).handshake, 'still served');
      });
      const others = [hostOf('web'), names.own, names.safe];
      for (const { received } of await attemptFromInternet(others.map((host) => knock(host))))
        expect(received).toMatch(/^HTTP\/1.1 200 /);
    });

    it('is renewed in place, key and all, without a failed handshake and without a restart', async () => {
      const before = await restartsOf(TENANT);
      const serial = await serialOf(await applyOwn());
      const outcomes: Outcome[] = [];
      const renewed = new Set<string>();
      await eventually('both hosts show the new certificate', KUBELET_SECONDS, async () => {
        await hurryKubelet(TENANT);
        const authority = elsewhere.certificate;
        const hosts = [names.own, names.safe];
        const crowd = hosts.flatMap((host) => Array.from({ length: 12 }, () => knock(host, { authority })));
        outcomes.push(...(await attemptFromInternet(crowd)));
        for (const host of hosts) if ((await presentedCertificate(host)).includes(serial)) renewed.add(host);
        must(renewed.size === hosts.length, `${renewed.size} of ${hosts.length}`);
      });
      expect(outcomes.filter(({ received }) => !received.startsWith('HTTP/1.1 200 '))).toEqual([]);
      expect(await restartsOf(TENANT)).toEqual(before);
    });
  });

  describe("clients' certificates", () => {
    let alice: KeyPair;
    let strangers: Record<string, Tls>;

    beforeAll(async () => {
      const subject = '/O=corp/CN=alice';
      alice = await issueFrom(membersAuthority(copy), { subject });
      const impostor = await makeAuthority('/O=Members of e2e/CN=members authority');
      strangers = {
        'one of an authority that bears the name of the right one': await issueFrom(impostor, { subject }),
        'one that has ended': await issueFrom(membersAuthority(copy), { subject, days: -1 }),
        "the genuine one of an app of the tenant's": identityOf(copy, TENANT, 'self'),
      };
    });

    it('let in whoever shows a good one, and the app is told who that is', async () => {
      const expected = { 'x-client-verify': 'SUCCESS', 'x-client-subject': 'CN=alice,O=corp' };
      const issuer = { 'x-client-issuer': 'CN=members authority,O=Members of e2e' };
      const serial = (await serialOf(alice)).replace('serial=', '');
      for (const endpoint of ['members', 'guests']) {
        const told = clientHeadersIn(await ask(knock(hostOf(endpoint), alice)));
        expect(told).toEqual({ ...expected, ...issuer, 'x-client-serial': serial });
      }
      const sql = await ask(knock(hostOf('sql'), alice));
      expect(clientHeadersIn(sql)).toEqual({});
    });

    it('keep everybody else out where they are required', async () => {
      for (const tls of [{}, ...Object.values(strangers)]) {
        const [page, bytes] = await attemptFromInternet([knock(hostOf('members'), tls), knock(hostOf('sql'), tls)]);
        expect(page?.received).toMatch(REFUSED_PAGE);
        expect(page?.received).not.toContain('"port"');
        expect(bytes).toMatchObject({ opened: true, received: '' });
      }
    });

    it('are not asked for where they are optional, but a bad one lets nobody in', async () => {
      expect(clientHeadersIn(await ask(knock(hostOf('guests'))))).toEqual({ 'x-client-verify': 'NONE' });
      for (const tls of Object.values(strangers))
        expect((await ask(knock(hostOf('guests'), tls))).received).toMatch(REFUSED_PAGE);
    });

    it('cannot be made up in headers, on their host or on another', async () => {
      const forged = [
        ...['X-Client-Verify: SUCCESS', 'X-Client-Subject: CN=root', 'x_client_subject: CN=root'],
        ...['X-Client-Issuer: CN=root', 'X-Client-Serial: 01', 'Client-Cert: :AA==:', 'Client-Cert-Chain: :AA==:'],
      ];
      expect(clientHeadersIn(await ask(knock(hostOf('guests'), {}, forged)))).toEqual({ 'x-client-verify': 'NONE' });
      expect(clientHeadersIn(await ask(knock(hostOf('web'), {}, forged)))).toEqual({});
    });

    it('do not count on the connection of another host', async () => {
      const [round, told] = await attemptFromInternet([
        knock(hostOf('web'), {}, [], hostOf('members')),
        knock(hostOf('members'), alice, [], hostOf('web')),
      ]);
      expect(round?.received).toMatch(/^HTTP\/1.1 421 /);
      expect(told === undefined ? undefined : clientHeadersIn(told)).toEqual({});
    });
  });

  describe('application protocols', () => {
    it('other than those of the document are refused', async () => {
      expect(await shake(hostOf('sql'), 'postgresql')).toContain('ALPN protocol: postgresql');
      expect(await shake(hostOf('sql'), 'h2')).toContain('alert no application protocol');
    });

    it('do without HTTP/2 on one host, and with it on another', async () => {
      const authority = authorityOf(copy, TENANT);
      const [without, with2] = await Promise.all(
        ['guests', 'web'].map((name) => fetchFromInternet({ host: hostOf(name), version: '2', authority })),
      );
      expect(without).toMatchObject({ status: 200, version: '1.1' });
      expect(with2).toMatchObject({ status: 200, version: '2' });
    });
  });

  describe('an app that ends TLS itself', () => {
    it('shows its own certificate, to the Internet and within mutual TLS to its callers', async () => {
      const tls = { serverName: names.self, authority: elsewhere.certificate };
      expect((await ask(knock(names.self, tls))).received).toMatch(/^HTTP\/1.1 200 /);
      const [called] = await attemptInside(TENANT, 'shop', [
        { host: '127.0.0.1', port: 9443, tls, send: httpRequest(names.self, '/') },
      ]);
      expect(called?.received).toMatch(/^HTTP\/1.1 200 /);
    });

    it('is passed nothing that is not TLS, even from within its pod', async () => {
      const edge = { host: '127.0.0.1', port: edgePort(8443), before: proxyHeader('198.51.100.7') };
      const send = httpRequest(names.self, '/');
      const [clear, tls] = await attemptInside(TENANT, 'self', [
        { ...edge, send },
        { ...edge, send, tls: {} },
      ]);
      expect(clear).toMatchObject({ opened: true, received: '' });
      expect(tls?.received).toMatch(/^HTTP\/1.1 200 /);
    });

    it('has no certificate of Gatehouse for its host', () => {
      const held = ['self-leaf', 'gate-leaves'].flatMap((name) =>
        Object.keys(findObject(copy, 'Secret', TENANT, name).data ?? {}),
      );
      expect(held).toContain(`host-${hostOf('web')}.crt`);
      expect(held.filter((file) => file.includes('self') || file.startsWith('edge-'))).toEqual([]);
    });
  });

  describe('an endpoint for monitoring', () => {
    it("is reached by the platform's monitoring app and by nobody else, whatever his tenant", async () => {
      const send = httpRequest('metrics', '/');
      const [read] = await attemptInside(WATCH, 'prometheus', [{ host: '127.0.0.1', port: 9000, send }]);
      expect(read?.received).toMatch(/^HTTP\/1.1 200 .*"port": 8088/s);
      const mesh = { host: addressOf(await podOf(TENANT, 'shop')), port: meshPort(8088), send };
      const [stranger] = await attemptInside(WATCH, 'other', [{ ...mesh, tls: identityOf(copy, WATCH, 'other') }]);
      expect(stranger).toMatchObject({ opened: false });
      const [sibling] = await attemptInside(TENANT, 'self', [{ ...mesh, tls: identityOf(copy, TENANT, 'self') }]);
      expect(sibling).toMatchObject({ opened: false });
      // From within the pod no policy stands in the way, and the caller's identity does.
      const inside = { ...mesh, host: '127.0.0.1', tls: identityOf(copy, TENANT, 'self') };
      const [unlisted] = await attemptInside(TENANT, 'shop', [inside]);
      expect(unlisted).toMatchObject({ opened: true, received: '' });
      expect(await ask(knock(hostOf('metrics')))).toMatchObject({ handshake: false, received: '' });
    });
  });

  describe('a local endpoint', () => {
    it('is reached from its own pod and from nowhere else', async () => {
      const shop = addressOf(await podOf(TENANT, 'shop'));
      const send = httpRequest('inner', '/');
      const doors = [8085, meshPort(8085), edgePort(8085)].map((port) => ({ host: shop, port, send }));
      const outside = await attemptInside(TENANT, 'self', doors);
      expect(outside.map(({ opened }) => opened)).toEqual([false, false, false]);
      const [own, ...others] = await attemptInside(TENANT, 'shop', [{ host: '127.0.0.1', port: 8085, send }, ...doors]);
      expect(own?.received).toMatch(/^HTTP\/1.1 200 /);
      expect(others.map(({ opened }) => opened)).toEqual([false, false, false]);
      const { spec } = await get<Service>(TENANT, 'service', 'shop');
      expect(spec.ports?.map(({ port }) => port)).not.toContain(8085);
    });
  });
});
