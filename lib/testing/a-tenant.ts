/** The smallest valid tenant, without apps, with `changes` laid over its spec: `aTenant({ apps: [{ name: 'shop' }] })`. */
import type { z } from 'zod';
import { API_VERSION } from '../model/schema';
import { tenantDocument, type Tenant } from '../model/tenant';
import { aSource } from './a-source';
import { anApp, type AppChanges } from './an-app';

export interface TenantChanges extends Partial<NonNullable<z.input<typeof tenantDocument>['spec']>> {
  readonly name?: string;
  readonly apps?: readonly Omit<AppChanges, 'tenant'>[];
}

export function aTenant({ name = 'acme', apps = [], ...spec }: TenantChanges = {}): Tenant {
  const written = { apiVersion: API_VERSION, kind: 'Tenant', metadata: { name }, spec };
  return {
    name,
    spec: tenantDocument.parse(written).spec,
    source: aSource(`tenants/${name}/tenant.yaml`, written),
    apps: apps.map((app) => anApp({ ...app, tenant: name })).sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}
