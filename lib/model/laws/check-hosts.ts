/** One host has one owner in the whole fleet, sub-domains included, and one path of it on one public port leads to one endpoint. */
import type { App } from '../app';
import type { Endpoint } from '../endpoint';
import type { Fleet } from '../fleet';
import { hasEdge, isPublic } from '../endpoint';
import { fault, type Issue, type Place } from '../issue';
import { isWithin, LONGEST_NAME, publicDomainsOf } from '../names';
import type { Platform } from '../platform';
import { pathedProtocols, protocols } from '../protocols';
import { isFirstPort } from '../public-ports';
import { publicRoutes, routeLeafName, type PublicRoute } from '../public-routes';
import type { Tenant } from '../tenant';
import { checkClaims, renderPlace, type Claim } from './first-seen';

export function checkHosts(fleet: Fleet): Issue[] {
  return [
    ...checkDomains(fleet),
    ...fleet.tenants.flatMap((tenant) => [
      ...tenant.apps.flatMap((app) => app.spec.endpoints.flatMap((endpoint, i) => checkEndpoint(app, endpoint, i))),
      ...checkRoutes(fleet.platform, tenant),
    ]),
  ];
}

interface Owned {
  readonly domain: string;
  readonly owner: string;
  readonly where: () => Place;
}

/** No tenant's domain lies within another's, nor within the platform's, nor around it. */
function checkDomains({ platform, tenants }: Fleet): Issue[] {
  const own: Owned = {
    domain: platform.spec.domain,
    owner: 'the platform',
    where: () => platform.source.placeOf(['spec', 'domain']),
  };
  const claimed = tenants.flatMap((tenant) =>
    tenant.spec.domains.map((domain, i): Owned => ({
      domain,
      owner: `tenant "${tenant.name}"`,
      where: () => tenant.source.placeOf(['spec', 'domains', i]),
    })),
  );
  const taken = new Map([[own.domain, own]]);
  const issues: Issue[] = [];
  for (const claim of [...claimed].sort((a, b) => a.domain.split('.').length - b.domain.split('.').length)) {
    const earlier =
      suffixesOf(claim.domain)
        .flatMap((suffix) => taken.get(suffix) ?? [])
        .at(0) ?? (isWithin(own.domain, claim.domain) ? own : undefined);
    if (earlier === undefined) taken.set(claim.domain, claim);
    else
      issues.push(
        fault(
          'domain-owner',
          claim.where(),
          `domain "${claim.domain}" overlaps "${earlier.domain}", which belongs to ${earlier.owner} (${renderPlace(earlier.where())})`,
          'give each domain, with everything below it, to one tenant',
        ),
      );
  }
  return issues;
}

/** `a.b.c` -> `a.b.c`, `b.c`, `c`. */
function suffixesOf(domain: string): string[] {
  const labels = domain.split('.');
  return labels.map((_, i) => labels.slice(i).join('.'));
}

function checkEndpoint(app: App, endpoint: Endpoint, index: number): Issue[] {
  const at = (field: string): Place => app.source.placeOf(['spec', 'endpoints', index, field]);
  const issues: Issue[] = [];
  if (endpoint.path !== undefined && !protocols[endpoint.protocol].hasPaths) {
    issues.push(
      fault(
        'endpoint-field',
        at('path'),
        `path does not belong to protocol ${endpoint.protocol}, only to ${pathedProtocols}`,
        'remove path',
      ),
    );
  }
  if (isPublic(endpoint)) return issues;
  const extra = (['host', 'path', 'publicPort'] as const).filter((field) => endpoint[field] !== undefined);
  return [
    ...issues,
    ...extra.map((field) =>
      fault(
        'endpoint-field',
        at(field),
        `${field} belongs to public endpoints only`,
        `remove ${field} or write expose: public`,
      ),
    ),
  ];
}

function checkRoutes(platform: Platform, tenant: Tenant): Issue[] {
  const routes = publicRoutes(platform, tenant);
  const domains = publicDomainsOf(platform, tenant);
  return [...routes.flatMap((route) => checkHost(tenant, domains, route)), ...checkSharing(platform, routes)];
}

/** A host that fits into DNS and, with what is written before and after it, into the Secret that its leaf lies in; in a domain of the tenant. */
function checkHost(tenant: Tenant, domains: readonly string[], route: PublicRoute): Issue[] {
  const { host, app, index, field } = route;
  // Asked for only when there is something to tell: finding places costs more than checking.
  const where = (): Place => app.source.placeOf(['spec', 'endpoints', index, ...field]);
  const file = `${routeLeafName(route)}.crt`;
  if (file.length > LONGEST_NAME) {
    const room = LONGEST_NAME - file.length + host.length;
    const limit =
      host.length > LONGEST_NAME
        ? `DNS allows ${LONGEST_NAME}`
        : `${room} have room, since its certificate lies in a Secret as "${file.replace(host, '<host>')}"`;
    const message = `public host "${host}" has ${host.length} characters; ${limit}`;
    return [fault('name-too-long', where(), message, 'give the endpoint a shorter host')];
  }
  if (domains.some((domain) => isWithin(host, domain))) return [];
  const message = `host "${host}" is in no domain of tenant "${tenant.name}"; allowed: ${domains.join(', ')} and below`;
  return [fault('host-owner', where(), message, `choose such a host, or add its domain to ${tenant.source.file}`)];
}

/** Endpoints of one host on one public port: all of protocols with paths and each with its own, or one alone. */
function checkSharing(platform: Platform, routes: readonly PublicRoute[]): Issue[] {
  const claims = routes.map(
    ({
      host: name,
      publicPort,
      app,
      endpoint,
      index,
      field,
    }): Claim & { readonly host: string; readonly shareable: boolean } => {
      const host = isFirstPort(platform, publicPort) ? name : `${name}:${publicPort}`;
      const shareable = protocols[endpoint.protocol].hasPaths && !hasEdge(endpoint);
      const path = endpoint.path ?? '/';
      return {
        host,
        shareable,
        key: `${host}${path}`,
        where: () => app.source.placeOf(['spec', 'endpoints', index, ...field]),
        what: shareable ? `host and path "${host}${path}"` : `host "${host}"`,
        rule: 'duplicate-host',
        fix: 'give each endpoint its own host or path',
      };
    },
  );
  const alone = new Map(claims.filter(({ shareable }) => !shareable).map((claim) => [claim.host, claim]));
  const mixed = claims.flatMap((claim) => {
    const other = alone.get(claim.host);
    if (other === undefined || !claim.shareable) return [];
    const message = `host "${claim.host}" is shared with an endpoint whose TLS the gate does not end (${renderPlace(other.where())})`;
    return [fault('duplicate-host', claim.where(), message, 'give each of the two its own host')];
  });
  return [...checkClaims(claims.filter((claim) => !claim.shareable || !alone.has(claim.host))), ...mixed];
}
