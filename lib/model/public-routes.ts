/** Which public hosts a tenant has, and where each leads: the one list for certificates, gates and laws. */
import type { App } from './app';
import { isPublic, type Endpoint } from './endpoint';
import { publicHostOf } from './names';
import type { Platform } from './platform';
import type { Tenant } from './tenant';

/** One public host of one endpoint. Endpoints of protocols that have paths may share a host. */
export interface PublicRoute {
  readonly host: string;
  readonly app: App;
  readonly endpoint: Endpoint;
  /** Of the endpoint in its document. */
  readonly index: number;
}

export function publicRoutes(platform: Platform, tenant: Tenant): PublicRoute[] {
  return tenant.apps.flatMap((app) => publicRoutesOf(platform, tenant, app));
}

/** Those of one app. */
export function publicRoutesOf(platform: Platform, tenant: Tenant, app: App): PublicRoute[] {
  return app.spec.endpoints.flatMap((endpoint, index) =>
    isPublic(endpoint) ? [{ host: publicHostOf(platform, tenant, app, endpoint), app, endpoint, index }] : [],
  );
}
