/** Certificates of public hosts that a tenant brings itself: in which Secret each lies, and what its files are called in a pod. */
import type { App } from './app';
import { hasEdge } from './endpoint';
import type { OwnCertificate } from './endpoint-tls';
import { issuedSecretOf } from './names';
import type { Platform } from './platform';
import { publicRoutes, publicRoutesOf, type PublicRoute, routeLeafName } from './public-routes';
import type { Tenant } from './tenant';

export interface OwnLeaf {
  /** File name without .crt and .key. */
  readonly name: string;
  /** kubernetes.io/tls Secret in the tenant's namespace. */
  readonly secret: string;
}

export interface AskedCertificate {
  readonly host: string;
  /** Of the Certificate and of its Secret. */
  readonly name: string;
  readonly issuer: NonNullable<OwnCertificate['issuer']>;
}

/** Hosts whose TLS the gate ends. */
export function planGateOwnLeaves(platform: Platform, tenant: Tenant): OwnLeaf[] {
  const routes = publicRoutes(platform, tenant).filter(({ endpoint }) => !hasEdge(endpoint));
  return toLeaves(routes);
}

/** Endpoints whose TLS the app's sidecar ends. */
export function planAppOwnLeaves(platform: Platform, tenant: Tenant, app: App): OwnLeaf[] {
  const routes = publicRoutesOf(platform, tenant, app).filter(({ endpoint }) => hasEdge(endpoint));
  return toLeaves(routes);
}

/** Those that cert-manager is asked for; the others somebody else makes. */
export function planAskedCertificates(platform: Platform, tenant: Tenant): AskedCertificate[] {
  const asked = publicRoutes(platform, tenant).flatMap(({ host, endpoint }): [string, AskedCertificate][] => {
    const issuer = endpoint.certificate?.issuer;
    return issuer === undefined ? [] : [[host, { host, name: issuedSecretOf(host), issuer }]];
  });
  return [...new Map(asked).values()];
}

/** A public host whose certificate is not issued by the tenant's authority. */
export interface ForeignHost {
  readonly host: string;
  /** Whose it is, in words. */
  readonly whose: string;
}

export function foreignHosts(platform: Platform, tenant: Tenant): ForeignHost[] {
  const hosts = publicRoutes(platform, tenant).flatMap(({ host, app, endpoint }): [string, ForeignHost][] => {
    const { certificate, tls } = endpoint;
    if (tls === 'app') return [[host, { host, whose: `the certificate of app ${app.name}, which ends TLS itself` }]];
    return certificate === undefined ? [] : [[host, { host, whose: describe(certificate, host) }]];
  });
  return [...new Map(hosts).values()];
}

function describe({ secret, issuer }: OwnCertificate, host: string): string {
  const whence =
    issuer === undefined
      ? `Secret ${secret ?? ''}, which somebody else makes`
      : `Secret ${issuedSecretOf(host)}, by ${issuer.kind} ${issuer.name}`;
  return `a certificate of the tenant's own: ${whence}`;
}

function toLeaves(routes: readonly PublicRoute[]): OwnLeaf[] {
  const leaves = routes.flatMap((route): [string, OwnLeaf][] => {
    const { certificate } = route.endpoint;
    if (certificate === undefined) return [];
    const name = routeLeafName(route);
    return [[name, { name, secret: certificate.secret ?? issuedSecretOf(route.host) }]];
  });
  return [...new Map(leaves).values()];
}
