/** What is left when every network policy is gone: the listeners themselves, which admit a listed certificate or nobody. */
import { sidecarConfigMapOf } from '../../lib/model/names';
import { edgePort, HEALTH_PORT, meshPort } from '../../lib/model/ports';
import { attemptInside, httpRequest, proxyHeader, type Attempt, type Outcome, type Tls } from '../attempt';
import { eventually, must } from '../eventually';
import { entryOf, findObject, type FleetCopy } from '../fleet-copy';
import { selfSigned, signedByImpostor, subjectOf } from '../forged-identity';
import { applyAll } from '../installation';
import { addressOf, hurryKubelet, kubectl, podOf } from '../kubectl';
import { doorsOf, shopMesh } from '../targets';
import {
  ACME,
  authorityOf,
  GLOBEX,
  identityOf,
  REDIS_HOST,
  REDIS_PORT,
  SHOP_PORT,
  shopHost,
  STOCK_PORT,
} from '../two-tenants';

const MINUTES_OF_KUBELET = 120;

export function describeStrangersByIdentity(copy: FleetCopy): void {
  /** One attack with every identity that a neighbour can have. */
  const attacks = async (): Promise<Record<string, Outcome>> => {
    const byIdentity = await neighbourIdentities(copy);
    const attempts = await Promise.all(Object.values(byIdentity).map((tls) => shopMesh(tls)));
    const outcomes = await attemptInside(GLOBEX, 'till', attempts);
    return Object.fromEntries(Object.keys(byIdentity).map((name, i) => [name, outcomes[i] ?? missing(name)]));
  };

  describe('with every network policy of both tenants deleted', () => {
    beforeAll(async () => {
      await kubectl('-n', ACME, 'delete', 'networkpolicies', '--all');
      await kubectl('-n', GLOBEX, 'delete', 'networkpolicies', '--all');
      await eventually('the neighbour can open a connection to the mesh listener', 30, async () => {
        const [outcome] = await attemptInside(GLOBEX, 'till', [await shopMesh()]);
        must(outcome?.opened === true, JSON.stringify(outcome));
      });
    });
    afterAll(async () => {
      await applyAll(copy);
      await eventually('the policies are in force again', 30, async () => {
        const [outcome] = await attemptInside(GLOBEX, 'till', [await shopMesh()]);
        must(outcome?.opened === false, JSON.stringify(outcome));
      });
    });

    it("a neighbour gets not a byte from the mesh listener: without a certificate, with his own genuine one, with one that he made in the victim's name", async () => {
      for (const outcome of Object.values(await attacks()))
        expect(outcome).toMatchObject({ opened: true, received: '' });
    });

    it('an app of the same tenant gets not a byte with its genuine certificate where it declared no egress, the declared caller gets an answer', async () => {
      const asLoner = await shopMesh(identityOf(copy, ACME, 'loner'));
      const stock = { host: addressOf(await podOf(ACME, 'stock')), port: meshPort(STOCK_PORT) };
      const tillAtStock = { ...asLoner, ...stock, tls: identityOf(copy, ACME, 'till') };
      const [loner, till, other] = await attemptInside(ACME, 'loner', [
        asLoner,
        await shopMesh(identityOf(copy, ACME, 'till')),
        tillAtStock,
      ]);
      expect(loner).toMatchObject({ opened: true, received: '' });
      expect(till?.received).toMatch(/^HTTP\/1.1 200 /);
      expect(other).toMatchObject({ opened: true, received: '' });
    });

    it("the doors that the policies kept shut do open now, but for those on 127.0.0.1: the app's own port, the gate's inner listener, a caller's egress", async () => {
      const doors = await doorsOf(identityOf(copy, GLOBEX, 'till'));
      const outcomes = await attemptInside(GLOBEX, 'till', doors);
      const shut = doors.filter((_, i) => outcomes[i]?.opened !== true).map(({ name }) => name);
      expect(shut).toEqual([
        'app itself',
        'edge of an endpoint that has none',
        'redis itself',
        'inner listener of the gate for http',
        'egress listener of an app that nobody calls',
      ]);
    });

    it('the health listener says whether the app is alive and nothing that the app says', async () => {
      const base = { host: addressOf(await podOf(ACME, 'shop')), port: HEALTH_PORT };
      const paths = [
        '/ready',
        '/gatehouse/probe/shop/readinessProbe',
        '/',
        '/healthy',
        '/gatehouse/probe/shop/readinessProbe/app',
      ];
      const outcomes = await attemptInside(
        GLOBEX,
        'till',
        paths.map((path) => ({ ...base, send: httpRequest('shop', path) })),
      );
      const statuses = outcomes.map(({ received }) => /^HTTP\/1.1 (\d+)/.exec(received)?.[1]);
      expect(statuses).toEqual(['204', '204', '404', '404', '404']);
      for (const { received } of outcomes) expect(received).not.toMatch(/"app"|"version"|shop-|json/i);
    });

    it('the gate and the edge listeners of public endpoints give the neighbour what the Internet may have anyway, by design, and nothing but that', async () => {
      const proxied = { before: proxyHeader('198.51.100.7') };
      const gate = (await doorsOf({})).find(({ name }) => name === 'gate') ?? missing('gate');
      const redis = { host: addressOf(await podOf(ACME, 'redis')), port: edgePort(REDIS_PORT), send: 'PING\r\n' };
      const attempts: Attempt[] = [
        { ...gate, ...proxied },
        { ...gate },
        { ...redis, ...proxied, tls: { serverName: REDIS_HOST, authority: authorityOf(copy, ACME) } },
        { ...redis },
      ];
      const [page, pageWithoutProxy, pong, pongWithoutProxy] = await attemptInside(GLOBEX, 'till', attempts);
      expect(page?.received).toMatch(new RegExp(`^HTTP/1.1 200 .*"host": "${shopHost(ACME)}"`, 's'));
      expect(pageWithoutProxy).toMatchObject({ handshake: false, received: '' });
      expect(pong?.received).toBe('+PONG\r\n');
      expect(pongWithoutProxy).toMatchObject({ received: '' });
    });

    it('a control experiment: with the protection taken out of the sidecar every one of these attacks succeeds, and with it put back none', async () => {
      await kubectl(
        '-n',
        ACME,
        'patch',
        'configmap',
        sidecarConfigMapOf('shop'),
        '--type=merge',
        '-p',
        unprotected(copy),
      );
      await eventually('every attack succeeds', MINUTES_OF_KUBELET, async () => {
        await hurryKubelet(ACME);
        for (const [name, { received }] of Object.entries(await attacks()))
          must(received.startsWith('HTTP/1.1 200 '), name);
      });
      await applyAll(copy);
      await kubectl('-n', ACME, 'delete', 'networkpolicies', '--all');
      await kubectl('-n', GLOBEX, 'delete', 'networkpolicies', '--all');
      await eventually('no attack succeeds', MINUTES_OF_KUBELET, async () => {
        await hurryKubelet(ACME);
        for (const [name, outcome] of Object.entries(await attacks()))
          must(outcome.opened && outcome.received === '', `${name}: ${JSON.stringify(outcome)}`);
      });
    });
  });
}

async function neighbourIdentities(copy: FleetCopy): Promise<Record<string, Tls>> {
  const subject = await subjectOf(authorityOf(copy, ACME));
  return {
    'no certificate': {},
    'the genuine one of an app of the same name': identityOf(copy, GLOBEX, 'till'),
    'the genuine one of another app': identityOf(copy, GLOBEX, 'shop'),
    "a self-signed one with the caller's subject": await selfSigned(ACME, 'till'),
    "a self-signed one with the gate's subject": await selfSigned(ACME, 'gate'),
    "one of an authority that bears the name of the victim's": await signedByImpostor(subject, ACME, 'till'),
  };
}

/** The shop's sidecar, asking nobody for a certificate and leading everybody to the app. */
function unprotected(copy: FleetCopy): string {
  const config = findObject(copy, 'ConfigMap', ACME, sidecarConfigMapOf('shop'));
  const data: Record<string, string> = {};
  for (const key of Object.keys(config.data ?? {})) {
    const open = entryOf(config, key)
      .replace(/ssl_verify_client on;/g, 'ssl_verify_client off;')
      .replace(/default "";/g, `default 127.0.0.1:${SHOP_PORT};`);
    must(open !== entryOf(config, key), `nothing to take out of ${key}`);
    data[key] = open;
  }
  return JSON.stringify({ data });
}

function missing(what: string): never {
  throw new Error(`no outcome for ${what}`);
}
