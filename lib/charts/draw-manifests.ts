/**
 * From the fleet to finished objects, each with the file it goes into. One cdk8s App for each tenant: one App for all would
 * cost the square of the tenants (docs/decisions/0003). Paths are made of names alone, so that they stay.
 */
import { ApiObject, App, type Chart } from 'cdk8s';
import { syncWave } from '../constructs/object-metadata';
import type { DrawableStore } from '../model/certificate';
import type { Fleet } from '../model/fleet';
import { planGrants } from '../model/grants';
import type { KubernetesObject, Manifest } from '../model/manifest';
import { FrontChart } from './front-chart';
import { TenantChart } from './tenant-chart';

/** All manifests of the fleet, folder by folder; `onProgress` is told how many tenants are drawn. */
export function drawManifests(
  fleet: Fleet,
  certificates: DrawableStore,
  onProgress?: (done: number, total: number) => void,
): Manifest[] {
  const { platform, tenants } = fleet;
  const grantsOf = planGrants(fleet);
  const front = manifestsOf(new FrontChart(new App(), 'front', { fleet }), 'front');
  const rest = tenants.map((tenant, index) => {
    const chart = new TenantChart(new App(), tenant.name, {
      platform,
      tenant,
      grants: grantsOf(tenant.name),
      certificates,
    });
    const manifests = manifestsOf(chart, `tenants/${tenant.name}`);
    onProgress?.(index + 1, tenants.length);
    return manifests;
  });
  return [front, ...rest].flat();
}

function manifestsOf(chart: Chart, folder: string): Manifest[] {
  return chart.node
    .findAll()
    .filter((construct) => ApiObject.isApiObject(construct))
    .map((construct) => {
      const object = construct.toJson() as KubernetesObject;
      return { path: `${folder}/${fileName(object)}`, object };
    });
}

/** `60-deployment-shop.k8s.yaml`: sorted by name, files are in the order in which they may be applied. */
function fileName({ kind, metadata }: KubernetesObject): string {
  const order = String(syncWave(kind) + 60).padStart(2, '0');
  return `${order}-${kind.toLowerCase()}-${metadata.name}.k8s.yaml`;
}
