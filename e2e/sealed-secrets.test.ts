/**
 * The real sealed-secrets controller unseals what Gatehouse sealed, and traffic flows with the result. Skipped where the cluster has no
 * SealedSecrets; where it has, the rest of the suite does not need them.
 */
import { createSecretKey, randomBytes } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { spawnSync } from 'node:child_process';
import { seedCheckOf } from '../lib/pki/derive';
import { KEEP, SEALING_CERTIFICATE } from './environment';
import { eventually, must } from './eventually';
import { copyFleet, edit, entryOf, readManifests, removeCopy, synthesize, type KubernetesObject } from './fleet-copy';
import { install, removeEverything } from './installation';
import { fetchFromInternet, parseAnswer } from './internet';
import { applyObjects, exec, get, list } from './kubectl';
import { ACME, authorityOf, GLOBEX, SHOP_EGRESS, shopHost } from './two-tenants';

interface SealedSecret extends KubernetesObject {
  readonly spec: {
    readonly encryptedData: Readonly<Record<string, string>>;
    readonly template: { readonly type: string };
  };
  readonly status?: {
    readonly conditions?: readonly { readonly type: string; readonly status: string; readonly message?: string }[];
  };
}

const DEMO = readFileSync(resolve(__dirname, '../fleet/pki/sealing.pem'), 'utf8');
const hasSealedSecrets = spawnSync('kubectl', ['get', 'crd', 'sealedsecrets.bitnami.com']).status === 0;

(hasSealedSecrets ? describe : describe.skip)('keys sealed for the cluster', () => {
  const copy = copyFleet('e2e/fleets/two-tenants');
  let sealed: readonly SealedSecret[] = [];

  beforeAll(async () => {
    mkdirSync(join(copy.folder, 'pki'));
    cpSync(SEALING_CERTIFICATE, join(copy.folder, 'pki', 'sealing.pem'));
    edit(copy, 'platform.yaml', 'mode: plain', 'mode: sealed');
    if (readFileSync(SEALING_CERTIFICATE, 'utf8') !== DEMO) {
      const seed = createSecretKey(randomBytes(32));
      process.env['GATEHOUSE_SEED'] = seed.export().toString('hex');
      edit(copy, 'platform.yaml', 'seed: demo', `seed: own\n    seedCheck: '${seedCheckOf(seed)}'`);
    }
    await removeEverything();
    await synthesize(copy);
    await install(copy);
    const objects = readManifests(copy).map(({ object }) => object);
    sealed = objects.filter((object): object is SealedSecret => object.kind === 'SealedSecret');
    expect(objects.filter(({ kind }) => kind === 'Secret')).toEqual([]);
  });

  afterAll(async () => {
    delete process.env['GATEHOUSE_SEED'];
    if (!KEEP) await removeEverything();
    removeCopy(copy);
  });

  it('the controller unseals every one of them, into a Secret of the same name, type and files', async () => {
    expect(sealed.length).toBeGreaterThan(6);
    for (const { metadata, spec } of sealed) {
      const { namespace = '', name } = metadata;
      await eventually(`${namespace}/${name} is synced`, 60, async () => {
        const { status } = await get<SealedSecret>(namespace, 'sealedsecret', name);
        const synced = status?.conditions?.find(({ type }) => type === 'Synced');
        must(synced?.status === 'True', JSON.stringify(status));
      });
      const secret = await get<KubernetesObject & { readonly type: string }>(namespace, 'secret', name);
      expect(secret.type).toBe(spec.template.type);
      expect(secret.metadata.labels).toEqual(metadata.labels);
      for (const file of Object.keys(spec.encryptedData)) {
        expect(entryOf(secret, file)).toMatch(/^-----BEGIN PRIVATE KEY-----\n/);
        expect(entryOf(secret, file.replace(/key$/, 'crt'))).toMatch(/^-----BEGIN CERTIFICATE-----\n/);
      }
    }
  });

  it.each([ACME, GLOBEX])('a client on the Internet reaches the shop of %s over HTTPS', async (tenant) => {
    const answer = await eventually('the shop answers', 30, async () => {
      const got = await fetchFromInternet({ host: shopHost(tenant), authority: authorityOf(copy, tenant) });
      must(got.status === 200, JSON.stringify(got));
      return got;
    });
    expect(parseAnswer(answer.body).host).toBe(shopHost(tenant));
  });

  it('an app calls another through the sidecars', async () => {
    const body = await exec(ACME, 'till', ['curl', '-sS', `http://127.0.0.1:${SHOP_EGRESS}/sealed`]);
    expect(parseAnswer(body).path).toBe('/sealed');
  });

  it('a SealedSecret that somebody copies to another namespace or name stays sealed', async () => {
    const mine = sealed.find(({ metadata }) => metadata.namespace === ACME && metadata.name === 'shop-leaf');
    must(mine !== undefined, 'no shop-leaf');
    const copies = [
      { ...mine, metadata: { name: 'shop-leaf-copy', namespace: ACME } },
      { ...mine, metadata: { name: 'stolen', namespace: GLOBEX } },
    ];
    await applyObjects(...copies);
    for (const { metadata } of copies) {
      await eventually(`the controller refuses ${metadata.namespace}/${metadata.name}`, 60, async () => {
        const { status } = await get<SealedSecret>(metadata.namespace, 'sealedsecret', metadata.name);
        const synced = status?.conditions?.find(({ type }) => type === 'Synced');
        must(
          synced?.status === 'False' && synced.message?.includes('no key could decrypt secret') === true,
          JSON.stringify(status),
        );
      });
      const names = (await list<KubernetesObject>(metadata.namespace, 'secrets')).map((secret) => secret.metadata.name);
      expect(names).not.toContain(metadata.name);
    }
  });
});
