/** Public ports: each listed once, chosen from those that are there, and one for all that share a host by path. */
import { isPublic } from '../endpoint';
import type { Fleet } from '../fleet';
import { fault, type Issue, type Place } from '../issue';
import type { Platform } from '../platform';
import { furtherPort, HEALTH_PORT } from '../ports';
import { pathedProtocols, protocols } from '../protocols';
import { publicPortsOf } from '../public-ports';
import { publicRoutes, type PublicRoute } from '../public-routes';
import type { Tenant } from '../tenant';
import { renderPlace } from './first-seen';

export function checkPublicPorts({ platform, tenants }: Fleet): Issue[] {
  const choice = publicPortsOf(platform);
  return [
    ...checkPlatform(platform),
    ...tenants.flatMap((tenant) => [...checkChoices(platform, tenant, choice), ...checkSharedHosts(platform, tenant)]),
  ];
}

/** Front and gates listen for each further port on one that has its last four digits: two with the same would be one. */
function checkPlatform(platform: Platform): Issue[] {
  const { port: first, ports } = platform.spec.front;
  const seen = new Map<number, { readonly publicPort: number; readonly where: Place }>();
  return ports.flatMap((publicPort, index) => {
    const where = platform.source.placeOf(['spec', 'front', 'ports', index]);
    const issue = (message: string, fix: string): Issue[] => [fault('public-port', where, message, fix)];
    if (publicPort === first) return issue(`public port ${publicPort} is front.port already`, 'remove it from ports');
    const listener = furtherPort(publicPort);
    const earlier = seen.get(listener);
    if (listener === HEALTH_PORT) {
      return issue(
        `public port ${publicPort} would be listened for on ${listener}, which is the health port of front and gates`,
        'choose a port whose last four digits are not 9999',
      );
    }
    if (earlier === undefined) {
      seen.set(listener, { publicPort, where });
      return [];
    }
    if (earlier.publicPort === publicPort)
      return issue(`duplicate public port ${publicPort} (also ${renderPlace(earlier.where)})`, 'list each port once');
    return issue(
      `public port ${publicPort} would be listened for on ${listener}, as public port ${earlier.publicPort} is (${renderPlace(earlier.where)})`,
      'choose ports that differ in their last four digits',
    );
  });
}

function checkChoices(platform: Platform, { apps }: Tenant, choice: readonly number[]): Issue[] {
  return apps.flatMap((app) =>
    app.spec.endpoints.flatMap((endpoint, index) => {
      const { publicPort } = endpoint;
      if (publicPort === undefined || !isPublic(endpoint) || choice.includes(publicPort)) return [];
      const message = `publicPort ${publicPort} of endpoint "${endpoint.name}" is no public port of the platform; allowed: ${choice.join(', ')} (front.port and front.ports of ${platform.source.file})`;
      const fix = `choose one of these, or add ${publicPort} to front.ports of ${platform.source.file}`;
      return [fault('public-port', app.source.placeOf(['spec', 'endpoints', index, 'publicPort']), message, fix)];
    }),
  );
}

/** A certificate of a host lies in the gate once, and so does the server that shows it. */
function checkSharedHosts(platform: Platform, tenant: Tenant): Issue[] {
  const first = new Map<string, PublicRoute>();
  const place = ({ app, index }: PublicRoute): Place => app.source.placeOf(['spec', 'endpoints', index, 'publicPort']);
  return publicRoutes(platform, tenant).flatMap((route) => {
    const { host, publicPort, endpoint } = route;
    if (!protocols[endpoint.protocol].hasPaths) return [];
    const earlier = first.get(host);
    if (earlier === undefined) {
      first.set(host, route);
      return [];
    }
    if (earlier.publicPort === publicPort) return [];
    const message = `host "${host}" is on public port ${publicPort} here and on ${earlier.publicPort} elsewhere (${renderPlace(place(earlier))}); endpoints of protocol ${pathedProtocols} that share a host share its port`;
    return [fault('public-port', place(route), message, 'give both the same publicPort, or hosts of their own')];
  });
}
