/** Which names outside of the cluster a tenant's apps call: the one list for its egress gateway, certificates, flows and laws. */
import type { App } from './app';
import { targetOf, type Egress } from './egress';
import type { Tenant } from './tenant';

export interface OutsideRoute {
  readonly app: App;
  readonly egress: Egress;
  /** Of the egress in its document. */
  readonly index: number;
  /** A host, or `*.` before one. */
  readonly fqdn: string;
  readonly port: number;
}

export function outsideRoutes({ apps }: Pick<Tenant, 'apps'>): OutsideRoute[] {
  return apps.flatMap(outsideRoutesOf);
}

/** Those of one app. */
export function outsideRoutesOf(app: App): OutsideRoute[] {
  return app.spec.egresses.flatMap((egress, index) => {
    const target = targetOf(egress);
    return target?.kind === 'fqdn' ? [{ app, egress, index, fqdn: target.fqdn, port: target.port }] : [];
  });
}

/** A tenant whose apps call no name outside has no egress gateway: nothing of its may leave. */
export function hasEgressGateway(tenant: Pick<Tenant, 'apps'>): boolean {
  return tenant.apps.some((app) => outsideRoutesOf(app).length > 0);
}

/** The domain below which a wildcard stands for any one label; undefined where the name is one host's. */
export function wildcardBase(fqdn: string): string | undefined {
  return fqdn.startsWith('*.') ? fqdn.slice(2) : undefined;
}
