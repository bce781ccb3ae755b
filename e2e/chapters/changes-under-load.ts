/** Changes cut nobody off: rollouts, new tenants, hosts and callers, each under a steady load. */
import { FRONT_NAMESPACE } from '../../lib/model/names';
import { tryRun } from '../command';
import { eventually, must, pause } from '../eventually';
import { addDocument, addTenant, edit, readDocument, synthesize, type FleetCopy } from '../fleet-copy';
import { applyAll, install, restartsOf, waitUntilReady, waitUntilSettled } from '../installation';
import { fetchFromInternet, parseAnswer, presentedCertificate } from '../internet';
import { exec, hurryKubelet } from '../kubectl';
import { holdConnection, startEgressLoad, startInternetLoad, type LoadSummary } from '../steady-load';
import { ACME, authorityOf, DOMAIN, GLOBEX, REDIS_HOST, SHOP_EGRESS, SHOP_PORT, shopHost } from '../two-tenants';

const INITECH = 'e2e-initech';
const ENOUGH = 300;
/** By itself kubelet looks about once a minute. */
const KUBELET_SECONDS = 150;
const AFTERGLOW_MILLISECONDS = 3000;

export function describeChangesUnderLoad(copy: FleetCopy): void {
  /** Runs `change` under load from the Internet and from a sibling app, and a little longer; an idle connection must outlive it. */
  const underLoad = async (change: () => Promise<void>): Promise<readonly LoadSummary[]> => {
    const fromInternet = startInternetLoad(shopHost(ACME), authorityOf(copy, ACME));
    const held = holdConnection(REDIS_HOST, authorityOf(copy, ACME));
    const fromTill = await startEgressLoad(ACME, 'till', SHOP_EGRESS);
    await pause(AFTERGLOW_MILLISECONDS);
    let summaries: readonly LoadSummary[];
    try {
      await change();
      await pause(AFTERGLOW_MILLISECONDS);
    } finally {
      summaries = await Promise.all([fromInternet.finish(), fromTill.finish()]);
      console.info(summaries.map(describeLoad).join('\n'));
    }
    expect(await held.finish()).toEqual(['+PONG\r\n', '+PONG\r\n']);
    return summaries;
  };

  const answers = (host: string, tenant: string): Promise<void> =>
    eventually(`${host} answers`, KUBELET_SECONDS, async () => {
      const answer = await fetchFromInternet({ host, authority: authorityOf(copy, tenant) });
      must(answer.status === 200, `${answer.status} ${answer.error}`);
    });

  describe('while requests come from the Internet and from a sibling app', () => {
    it('a changed app document rolls out, and not one request fails', async () => {
      edit(copy, `tenants/${ACME}/shop.yaml`, "value: 'one'", "value: 'two'");
      await synthesize(copy);
      const summaries = await underLoad(async () => {
        await applyAll(copy);
        await waitUntilReady(ACME);
        await waitUntilSettled(ACME);
      });
      for (const summary of summaries) {
        expect(summary.failures).toEqual([]);
        expect(summary.requests).toBeGreaterThan(ENOUGH);
        expect(Object.keys(summary.versions).sort()).toEqual(['one', 'two']);
        expect(summary.last).toBe('two');
      }
    });

    it('a new tenant appears while nobody hurries kubelet: no pod of the front or of another tenant restarts, and not one request fails', async () => {
      const pods = (): Promise<unknown> => Promise.all([FRONT_NAMESPACE, ACME, GLOBEX].map(restartsOf));
      const before = await pods();
      addTenant(copy, INITECH, GLOBEX);
      await synthesize(copy);
      const summaries = await underLoad(async () => {
        await install(copy);
        await answers(shopHost(INITECH), INITECH);
      });
      expect(await pods()).toEqual(before);
      expectNoFailure(summaries);
    });

    it('a tenant gets a new public host: neither its gate nor any other pod restarts, and not one request fails', async () => {
      const pods = (): Promise<Record<string, number>> => restartsOf(ACME);
      const before = await pods();
      const annex = readDocument(copy, `tenants/${ACME}/stock.yaml`)
        .replaceAll('stock', 'annex')
        .replace(/^ +host:.*\n/m, '');
      addDocument(copy, `tenants/${ACME}/annex.yaml`, annex.replace(/^ +path: \/annex\n/m, ''));
      await synthesize(copy);
      const summaries = await underLoad(async () => {
        await applyAll(copy);
        await waitUntilReady(ACME);
        await hurryKubelet(ACME);
        await answers(`list.annex.${ACME}.${DOMAIN}`, ACME);
      });
      expect(await pods()).toMatchObject(before);
      expectNoFailure(summaries);
    });

    it('an app declares an egress and is let in: the callee does not restart, and not one request fails', async () => {
      const shops = async (): Promise<unknown> =>
        Object.entries(await restartsOf(ACME)).filter(([name]) => /^(shop|gate|till)-/.test(name));
      const before = await shops();
      const till = readDocument(copy, `tenants/${GLOBEX}/till.yaml`);
      const loner = readDocument(copy, `tenants/${ACME}/loner.yaml`);
      addDocument(copy, `tenants/${ACME}/loner.yaml`, loner + till.slice(till.indexOf('  egresses:')));
      await synthesize(copy);
      const summaries = await underLoad(async () => {
        await applyAll(copy);
        await waitUntilReady(ACME);
        await eventually('the new caller is let in', KUBELET_SECONDS, async () => {
          await hurryKubelet(ACME);
          const body = await exec(ACME, 'loner', ['curl', '-sS', `http://127.0.0.1:${SHOP_EGRESS}/from-loner`]);
          must(parseAnswer(body).path === '/from-loner', body);
        });
      });
      expect(await shops()).toEqual(before);
      expectNoFailure(summaries);
    });

    it('every leaf is renewed and presented, by gate and sidecars: no pod restarts, and not one request fails', async () => {
      const pods = (): Promise<unknown> => Promise.all([FRONT_NAMESPACE, ACME, GLOBEX].map(restartsOf));
      const serials = (): Promise<string[]> =>
        Promise.all([
          presentedCertificate(shopHost(ACME)),
          presentedCertificate(REDIS_HOST),
          exec(ACME, 'till', ['sh', '-c', SHOW_PEER, 'sh', `shop:${SHOP_PORT}`]),
        ]);
      const before = await pods();
      const old = await serials();
      const days = `leafDays: ${RENEWED_LEAF_DAYS}`;
      edit(copy, 'platform.yaml', 'seed: demo', `seed: demo\n    ${days}`);
      await synthesize(copy);
      const summaries = await underLoad(async () => {
        await applyAll(copy);
        await eventually('the renewed certificates are presented', KUBELET_SECONDS, async () => {
          await hurryKubelet(ACME);
          const now = await serials();
          must(
            now.every((serial, i) => serial !== '' && serial !== old[i]),
            now.join(),
          );
        });
      });
      expect(await pods()).toEqual(before);
      expectNoFailure(summaries);
    });

    it('what a reload leaves is one configuration: nginx took every change over without a complaint', async () => {
      const logs = await tryRun(['kubectl', '-n', ACME, 'logs', '-lgatehouse.dev/component=gate', '--tail=-1']);
      expect(logs.stdout.split('\n').filter((line) => /\[(emerg|alert|crit)\]/.test(line))).toEqual([]);
    });
  });
}

/** A sidecar shows its certificate to anybody, before it asks for theirs. */
const SHOW_PEER = 'openssl s_client -connect "$1" </dev/null 2>/dev/null | openssl x509 -noout -serial';
const RENEWED_LEAF_DAYS = 80;

function expectNoFailure(summaries: readonly LoadSummary[]): void {
  for (const summary of summaries) {
    expect(summary.failures).toEqual([]);
    expect(summary.requests).toBeGreaterThan(ENOUGH);
  }
}

function describeLoad({ requests, failures, resent, versions, slowestSeconds }: LoadSummary, index: number): string {
  const who = index === 0 ? 'from the Internet' : 'from a sibling app';
  const seen = Object.entries(versions).map(([version, count]) => `${count} by version ${version}`);
  return `${requests} requests ${who}, ${failures.length} failed, ${resent} resent on a new connection, slowest ${slowestSeconds.toFixed(2)} s; ${seen.join(', ')}`;
}
