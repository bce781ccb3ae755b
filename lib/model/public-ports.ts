/**
 * The public ports of a platform, and where front and gates listen for each. The first, `front.port`, has fixed container
 * ports; the others derive theirs, so that they stay when ports come and go.
 */
import { isPublic, type Endpoint } from './endpoint';
import type { Platform } from './platform';
import { FRONT_PORT, furtherHttpPort, furtherPort, GATE_HTTP_PORT, GATE_PORT } from './ports';
import type { Tenant } from './tenant';

/** All that an endpoint may choose from, `front.port` first. */
export function publicPortsOf({ spec: { front } }: Platform): readonly number[] {
  return [front.port, ...front.ports];
}

/** The one public port of a public endpoint. */
export function publicPortOf({ spec: { front } }: Platform, endpoint: Pick<Endpoint, 'publicPort'>): number {
  return endpoint.publicPort ?? front.port;
}

export function isFirstPort({ spec: { front } }: Platform, publicPort: number): boolean {
  return publicPort === front.port;
}

/** Those on which the tenant has a public endpoint, in the order of the platform. */
export function usedPublicPorts(platform: Platform, { apps }: Pick<Tenant, 'apps'>): number[] {
  const endpoints = apps.flatMap(({ spec }) => spec.endpoints.filter(isPublic));
  const used = new Set(endpoints.map((endpoint) => publicPortOf(platform, endpoint)));
  return publicPortsOf(platform).filter((publicPort) => used.has(publicPort));
}

/** Container port of the front. */
export function frontPortFor(platform: Platform, publicPort: number): number {
  return isFirstPort(platform, publicPort) ? FRONT_PORT : furtherPort(publicPort);
}

/** Container port, and port of the Service, of every gate. */
export function gatePortFor(platform: Platform, publicPort: number): number {
  return isFirstPort(platform, publicPort) ? GATE_PORT : furtherPort(publicPort);
}

/** Port on 127.0.0.1 in a gate, where it ends TLS: one for each public port, so that no Host header leads from one to another. */
export function gateHttpPortFor(platform: Platform, publicPort: number): number {
  return isFirstPort(platform, publicPort) ? GATE_HTTP_PORT : furtherHttpPort(publicPort);
}
