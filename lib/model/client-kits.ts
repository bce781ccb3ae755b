/** Which public endpoints have a client kit, where it lies, and the local port of its wrapper. */
import type { App } from './app';
import type { Platform } from './platform';
import { protocols, type ProtocolName } from './protocols';
import { publicRoutes, type PublicRoute } from './public-routes';
import type { Tenant } from './tenant';

/** The public routes that get a kit, one for each public endpoint: its first host is the one that its clients are told. */
export function planClientKits(platform: Platform, tenant: Tenant): PublicRoute[] {
  const seen = new Set<string>();
  return publicRoutes(platform, tenant).filter(({ app, endpoint }) => {
    const folder = kitFolder(tenant, app, endpoint.name);
    const isFirst = !seen.has(folder);
    seen.add(folder);
    return isFirst && hasKit(platform, endpoint.protocol);
  });
}

export function hasKit({ spec: { clientKits } }: Platform, protocol: ProtocolName): boolean {
  const { wrapper } = protocols[protocol];
  return clientKits === 'all' || (clientKits === 'needed' && (wrapper === 'needed' || wrapper === 'for-some'));
}

/** Relative to the output folder. Names of endpoints are unique within their app alone. */
export function kitFolder(tenant: Pick<Tenant, 'name'>, app: Pick<App, 'name'>, endpoint: string): string {
  return `clients/${tenant.name}/${app.name}/${endpoint}`;
}

/**
 * 20000 to 29999: free on most machines, below what systems give to outgoing connections, and hardly ever the same for two
 * hosts, so that kits run side by side. FNV-1a, which is the same everywhere and hides nothing.
 */
export function kitLocalPort({ host, publicPort }: Pick<PublicRoute, 'host' | 'publicPort'>): number {
  let hash = 0x811c9dc5;
  for (const character of `${host}:${publicPort}`) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193) >>> 0;
  return 20000 + (hash % 10000);
}
