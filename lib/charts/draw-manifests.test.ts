/** Laws of the drawn whole: one file for each object, folders that stand alone, and nothing that verify would fault. */
import fc from 'fast-check';
import type { App } from '../model/app';
import { targetOf } from '../model/egress';
import type { Fleet } from '../model/fleet';
import { planGrants } from '../model/grants';
import type { Manifest } from '../model/manifest';
import type { Tenant } from '../model/tenant';
import { aFleet } from '../testing/a-fleet';
import { arbitraryFleet } from '../testing/arbitrary-fleet';
import { namedDrawables } from '../testing/named-certificates';
import { verifyManifests } from '../verify/verify';
import { drawFront, drawManifests, drawTenant } from './draw-manifests';

function draw(fleet: Fleet): Manifest[] {
  return drawManifests(fleet, namedDrawables(fleet));
}

function folderOf(fleet: Fleet, folder: string): Manifest[] {
  return draw(fleet).filter(({ path }) => path.startsWith(`${folder}/`));
}

const PUBLIC = { name: 'web', port: 8080, protocol: 'http', expose: 'public' } as const;
const ACME = { name: 'acme', apps: [{ name: 'shop', endpoints: [PUBLIC] }] };

test('any fleet without issues is drawn without issues, each object in a file of its own', () => {
  fc.assert(
    fc.property(arbitraryFleet(), (fleet) => {
      const manifests = draw(fleet);
      expect(verifyManifests(manifests)).toEqual([]);
      const paths = manifests.map(({ path }) => path);
      expect(new Set(paths).size).toBe(paths.length);
      const longest = Math.max(...paths.flatMap((path) => path.split('/')).map((part) => part.length));
      expect(longest).toBeLessThanOrEqual(255);
    }),
    { numRuns: 40 },
  );
});

test('nor is any fleet whose keys are sealed, and each SealedSecret makes the Secret that its pods mount', () => {
  fc.assert(
    fc.property(arbitraryFleet(), ({ platform, tenants }) => {
      const spec = { ...platform.spec, secrets: { mode: 'sealed' as const } };
      const manifests = draw({ platform: { ...platform, spec }, tenants });
      expect(verifyManifests(manifests)).toEqual([]);
      expect(manifests.filter(({ object }) => object.kind === 'Secret')).toEqual([]);
    }),
    { numRuns: 15 },
  );
});

test('objects of a folder are in its own namespace', () => {
  fc.assert(
    fc.property(arbitraryFleet(), (fleet) => {
      for (const { path, object } of draw(fleet)) {
        const [top, tenant] = path.split('/');
        const namespace = object.kind === 'Namespace' ? object.metadata.name : object.metadata.namespace;
        expect(namespace).toBe(top === 'front' ? 'gatehouse-front' : tenant);
      }
    }),
    { numRuns: 15 },
  );
});

test("a tenant's folder does not depend on other tenants but those that its grants name", () => {
  fc.assert(
    fc.property(arbitraryFleet(), (fleet) => {
      const [first] = fleet.tenants;
      if (first === undefined) return;
      const { guests, calls } = planGrants(fleet)(first.name);
      const named = new Set([
        first.name,
        ...guests.map(({ call }) => call.importer.name),
        ...calls.map(({ offer }) => offer.exporter.name),
      ]);
      const alone = { ...fleet, tenants: fleet.tenants.filter(({ name }) => named.has(name)).map(withoutStrangers) };
      expect(folderOf(fleet, `tenants/${first.name}`)).toEqual(folderOf(alone, `tenants/${first.name}`));

      function withoutStrangers(tenant: Tenant): Tenant {
        if (tenant === first) return tenant;
        const apps = [...guests.map(({ call }) => call.caller), ...calls.map(({ offer }) => offer.callee)];
        return { ...tenant, apps: tenant.apps.filter((app) => apps.includes(app)).map(withoutOtherGrants) };
      }

      /** What they have to do with a third is not looked at. */
      function withoutOtherGrants(app: App): App {
        const egresses = app.spec.egresses.filter(
          (egress) => targetOf(egress)?.kind === 'tenant' && isFirst(egress.to),
        );
        const endpoints = app.spec.endpoints.map((one) => ({ ...one, grants: one.grants.filter(isFirst) }));
        return { ...app, spec: { ...app.spec, egresses, endpoints } };
      }

      function isFirst({ tenant }: { readonly tenant?: string | undefined }): boolean {
        return tenant === first?.name;
      }
    }),
    { numRuns: 25 },
  );
});

test('folders drawn one by one, in whatever order, are the whole', () => {
  fc.assert(
    fc.property(arbitraryFleet(), (fleet) => {
      const { platform, tenants } = fleet;
      const certificates = namedDrawables(fleet);
      const grantsOf = planGrants(fleet);
      const backwards = tenants
        .toReversed()
        .map((tenant) => drawTenant({ platform, tenant, grants: grantsOf(tenant.name), certificates }));
      expect([...drawFront(fleet), ...backwards.toReversed().flat()]).toEqual(drawManifests(fleet, certificates));
    }),
    { numRuns: 15 },
  );
});

test('files sort in the order in which they may be applied, and Argo CD is told the same order', () => {
  const manifests = folderOf(aFleet({ tenants: [ACME] }), 'tenants/acme');
  const byName = manifests.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const waves = byName.map(({ object }) => Number(object.metadata.annotations?.['argocd.argoproj.io/sync-wave']));
  expect(waves).toEqual(waves.toSorted((a, b) => a - b));
  const firstOf = (kind: string): number => byName.findIndex(({ object }) => object.kind === kind);
  const order = ['Namespace', 'ResourceQuota', 'NetworkPolicy', 'Secret', 'ServiceAccount', 'Service', 'Deployment'];
  expect(order.map(firstOf)).toEqual(order.map(firstOf).toSorted((a, b) => a - b));
  expect(firstOf('Namespace')).toBe(0);
});

test('a file is called after its object alone', () => {
  const paths = draw(aFleet({ tenants: [ACME] })).map(({ path }) => path);
  expect(paths).toEqual(
    expect.arrayContaining([
      'front/20-namespace-gatehouse-front.k8s.yaml',
      'tenants/acme/20-namespace-acme.k8s.yaml',
      'tenants/acme/45-secret-shop-leaf.k8s.yaml',
      'tenants/acme/60-deployment-shop.k8s.yaml',
    ]),
  );
});

test('two apps of one name in two tenants are two apps', () => {
  const manifests = draw(aFleet({ tenants: [ACME, { ...ACME, name: 'globex' }] }));
  const shops = manifests.filter(({ object }) => object.kind === 'Deployment' && object.metadata.name === 'shop');
  expect(shops.map(({ path }) => path)).toEqual([
    'tenants/acme/60-deployment-shop.k8s.yaml',
    'tenants/globex/60-deployment-shop.k8s.yaml',
  ]);
});

test('the number of drawn tenants is told after each', () => {
  const fleet = aFleet({ tenants: [ACME, { name: 'globex' }, { name: 'initech' }] });
  const told: number[] = [];
  drawManifests(fleet, namedDrawables(fleet), (done) => told.push(done));
  expect(told).toEqual([1, 2, 3]);
});
