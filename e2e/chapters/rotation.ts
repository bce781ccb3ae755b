/** An authority and the root are replaced stage by stage, each taken over by one pod after another, under a steady load. */
import { FRONT_NAMESPACE } from '../../lib/model/names';
import { meshPort } from '../../lib/model/ports';
import { httpRequest } from '../attempt';
import { PUBLIC_ADDRESS } from '../environment';
import { eventually, must, pause } from '../eventually';
import type { FleetCopy, ManifestFile } from '../fleet-copy';
import { restartsOf } from '../installation';
import { fetchFromInternet, presentedCertificate, PUBLIC_PORT } from '../internet';
import { addressOf, exec, podOf } from '../kubectl';
import { startSessionsFromInternet, startSessionsInside, type Sessions } from '../resumed-sessions';
import { applyPodByPod, rootsOf, rotateAndSynthesize, synthesizeWithInventory } from '../rotation-steps';
import { startEgressLoad, startInternetLoad, type LoadSummary } from '../steady-load';
import { ACME, authorityOf, GLOBEX, identityOf, REDIS_HOST, SHOP_EGRESS, SHOP_PORT, shopHost } from '../two-tenants';

const AFTERGLOW_MILLISECONDS = 3000;
const ENOUGH = 300;
const STAGES = ['prepare', 'switch', 'finish'] as const;
const NEW_CONNECTIONS = 10;

export function describeRotation(copy: FleetCopy): void {
  /** `authority`: what clients outside trust from before the change until after it. */
  const underLoad = async (authority: string, change: () => Promise<void>): Promise<void> => {
    const loads = [startInternetLoad(shopHost(ACME), authority), await startEgressLoad(ACME, 'till', SHOP_EGRESS)];
    await pause(AFTERGLOW_MILLISECONDS);
    let summaries: readonly LoadSummary[];
    try {
      await change();
      await pause(AFTERGLOW_MILLISECONDS);
    } finally {
      summaries = await Promise.all(loads.map((load) => load.finish()));
    }
    console.info(
      summaries.map(({ requests, failures }) => `${requests} requests, ${failures.length} failed`).join('; '),
    );
    for (const { failures, requests } of summaries) {
      expect(failures).toEqual([]);
      expect(requests).toBeGreaterThan(ENOUGH);
    }
  };

  const changedIn = (files: readonly ManifestFile[]): string[] =>
    [...new Set(files.map(({ object }) => `${object.metadata.namespace ?? ''}/${object.metadata.name}`))].sort();

  const restarts = (): Promise<unknown> => Promise.all([FRONT_NAMESPACE, ACME, GLOBEX].map(restartsOf));

  /** Offer their old sessions when the tenant's leaves have been replaced. */
  const openSessions = async (): Promise<Readonly<Record<string, Sessions>>> => {
    const shop = { address: addressOf(await podOf(ACME, 'shop')), port: meshPort(SHOP_PORT), host: `shop.${ACME}.svc` };
    const mesh = {
      ...shop,
      send: httpRequest('shop', '/session'),
      version: 'TLSv1_3',
      ...identityOf(copy, ACME, 'till'),
    } as const;
    const gate = {
      address: PUBLIC_ADDRESS,
      port: PUBLIC_PORT,
      host: shopHost(ACME),
      send: httpRequest(shopHost(ACME), '/'),
    };
    const edge = { ...gate, host: REDIS_HOST, send: 'PING\r\n' };
    return {
      mesh: await startSessionsInside(ACME, 'till', mesh),
      'gate, TLS 1.3': startSessionsFromInternet({ ...gate, version: 'TLSv1_3' }),
      'gate, TLS 1.2': startSessionsFromInternet({ ...gate, version: 'TLSv1_2' }),
      'edge, TLS 1.3': startSessionsFromInternet({ ...edge, version: 'TLSv1_3' }),
      'edge, TLS 1.2': startSessionsFromInternet({ ...edge, version: 'TLSv1_2' }),
    };
  };

  describe('while an authority is rotated under load', () => {
    let sessions: Readonly<Record<string, Sessions>> = {};
    let before: unknown;
    beforeAll(async () => {
      await synthesizeWithInventory(copy);
      before = await restarts();
    });

    it.each(STAGES)('%s reaches one pod after another, and not one request fails', async (stage) => {
      const authority = authorityOf(copy, ACME);
      if (stage === 'switch') sessions = await openSessions();
      const files = await rotateAndSynthesize(copy, '--tenant', ACME, '--stage', stage);
      const names = changedIn(files);
      expect(names.every((name) => name.startsWith(`${ACME}/`))).toBe(true);
      if (stage === 'switch')
        expect(names).toEqual(expect.arrayContaining([`${ACME}/shop-leaf`, `${ACME}/gate-leaves`]));
      else expect(names).toEqual([`${ACME}/trust`]);
      await underLoad(authority, () => applyPodByPod(files));
    });

    it('every new connection shows what the new generation signed, to those who trust that one alone, and no pod has restarted', async () => {
      for (let i = 0; i < NEW_CONNECTIONS; i++) {
        expect(await presentedCertificate(shopHost(ACME))).toContain('authority 2');
        expect(await presentedCertificate(REDIS_HOST)).toContain('authority 2');
        expect(await exec(ACME, 'till', ['sh', '-c', SHOW_ISSUER, 'sh', `shop:${SHOP_PORT}`])).toContain('authority 2');
      }
      expect(await fetchFromInternet({ host: shopHost(ACME), authority: authorityOf(copy, ACME) })).toMatchObject({
        status: 200,
      });
      expect(await restarts()).toEqual(before);
    });

    it('no session carries the old leaf on: whoever offers one gets a full handshake and the new leaf, and an old client leaf gets no answer', async () => {
      const visits = await Promise.all(
        Object.entries(sessions).map(async ([door, { finish }]) => ({ door, visits: await finish() })),
      );
      console.info(
        visits.map(({ door, visits: seen }) => `${door}: ${seen.map(({ resumed }) => resumed).join()}`).join('; '),
      );
      for (const {
        door,
        visits: [first, second, third],
      } of visits) {
        // At the mesh the client's own leaf is of the generation that nobody trusts any more: it is refused, with a session or without.
        const answer = door === 'mesh' ? '' : first.answer;
        expect({ door, answer: third.answer }).toEqual({ door, answer });
        expect({ door, same: second.peer === first.peer }).toEqual({ door, same: true });
        expect({ door, resumed: third.resumed, same: third.peer === first.peer }).toEqual({
          door,
          resumed: false,
          same: false,
        });
        if (door === 'mesh') expect(second.resumed).toBe(false);
      }
    });
  });

  describe('while the root is rotated under load', () => {
    it.each(STAGES)(
      '%s reaches one pod after another, and not one request of a client that trusts the roots fails',
      async (stage) => {
        const before = await restarts();
        const roots = rootsOf(copy);
        const files = await rotateAndSynthesize(copy, '--root', '--stage', stage);
        // Nobody in the cluster trusts the root; only what is shown changes when another signs.
        if (stage !== 'switch') expect(changedIn(files)).toEqual([]);
        const acme = files.filter(({ object }) => object.metadata.namespace === ACME);
        const others = files.filter(({ object }) => object.metadata.namespace !== ACME);
        await underLoad(roots, async () => {
          await applyPodByPod(acme);
          await applyPodByPod(others);
          await eventually('whoever trusts the active root alone is served', 30, async () => {
            const authority = rootsOf(copy).split(/(?<=-----END CERTIFICATE-----\n)/)[0] ?? '';
            const { status, error } = await fetchFromInternet({ host: shopHost(ACME), authority });
            must(status === 200, error);
          });
        });
        expect(await restarts()).toEqual(before);
      },
    );
  });
}

/** A sidecar shows its certificate to anybody, before it asks for theirs. */
const SHOW_ISSUER = 'openssl s_client -connect "$1" </dev/null 2>/dev/null | openssl x509 -noout -issuer';
