/** Which public hosts a tenant has, and where each leads: the one list for certificates, gates and laws. */
import type { App } from './app';
import { isPublic, type Endpoint } from './endpoint';
import { certificateIds, publicHostOf } from './names';
import type { Platform } from './platform';
import { isFirstPort, publicPortOf } from './public-ports';
import type { Tenant } from './tenant';

/** One public host of one endpoint. Host and public port lead to one endpoint; those of protocols that have paths may share both. */
export interface PublicRoute {
  readonly host: string;
  readonly publicPort: number;
  /** Of the certificate that is shown for it. */
  readonly certificateId: string;
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
  return app.spec.endpoints.flatMap((endpoint, index) => {
    if (!isPublic(endpoint)) return [];
    const host = publicHostOf(platform, tenant, app, endpoint);
    const publicPort = publicPortOf(platform, endpoint);
    const certificateId = certificateIds.host(
      tenant.name,
      host,
      isFirstPort(platform, publicPort) ? undefined : publicPort,
    );
    return [{ host, publicPort, certificateId, app, endpoint, index }];
  });
}
