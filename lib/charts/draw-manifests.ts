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
import { TenantChart, type TenantChartProps } from './tenant-chart';

/** All manifests of the fleet, folder by folder; `onProgress` is told how many tenants are drawn. */
export function drawManifests(
  fleet: Fleet,
  certificates: DrawableStore,
  onProgress?: (done: number, total: number) => void,
): Manifest[] {
  const { platform, tenants } = fleet;
  const grantsOf = planGrants(fleet);
  const rest = tenants.map((tenant, index) => {
    const manifests = drawTenant({ platform, tenant, grants: grantsOf(tenant.name), certificates });
    onProgress?.(index + 1, tenants.length);
    return manifests;
  });
  return [drawFront(fleet), ...rest].flat();
}

/** The front's folder: the one that knows every tenant. Its objects name no certificate. */
export function drawFront(fleet: Fleet): Manifest[] {
  return manifestsOf(new FrontChart(new App(), 'front', { fleet }), 'front');
}

/** One tenant's folder, for a caller that needs no two at once. Grants come from `planGrants`, once for the fleet. */
export function drawTenant(props: TenantChartProps): Manifest[] {
  const { name } = props.tenant;
  return manifestsOf(new TenantChart(new App(), name, props), `tenants/${name}`);
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
