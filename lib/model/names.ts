/** Every name that two wings share: namespaces, Services, Secrets, hosts, identities. */
import type { App } from './app';
import type { Endpoint } from './endpoint';
import type { Platform } from './platform';
import type { Tenant } from './tenant';

export const FRONT_NAMESPACE = 'gatehouse-front';
export const FRONT = 'front';
/** The gate's workload, Service, ServiceAccount and common name; no app may be called so. */
export const GATE = 'gate';
/** The same of the egress gateway. */
export const EGRESS = 'egress';
/** ConfigMap of a tenant whose `ca.crt` is the twin: what its sidecars trust. */
export const TRUST_CONFIG_MAP = 'trust';
export const GATE_CONFIG_MAP = 'gate-config';
export const EGRESS_CONFIG_MAP = 'egress-config';
export const GATE_LEAVES_SECRET = 'gate-leaves';
/** With mode `cert-manager`: the Certificate and Secret of a tenant's authority, and the Issuers that sign it and sign with it. */
export const AUTHORITY_SECRET = 'gatehouse-authority';
export const SELF_SIGNED_ISSUER = 'gatehouse-selfsigned';
export const TENANT_ISSUER = 'gatehouse';
/** The DNSEndpoint of a tenant. */
export const DNS_ENDPOINT = 'public-hosts';
export const FRONT_CONFIG_MAP = 'front-config';

/** Characters of a host (RFC 1035), of the name of a Secret or of any object that Kubernetes names like a DNS subdomain, and of a key in a Secret. */
export const LONGEST_NAME = 253;

/**
 * As the Gateway API names them, each with the listener that takes it: the domain itself, and all below it where there can be
 * any (253 characters, RFC 1035).
 */
export function hostnamesOf(domains: readonly string[]): { readonly section: string; readonly hostname: string }[] {
  return domains.flatMap((domain, index) => [
    { section: `domain-${index + 1}`, hostname: domain },
    ...(domain.length > 251 ? [] : [{ section: `below-${index + 1}`, hostname: `*.${domain}` }]),
  ]);
}

/** That listener where it stands in the Gateway itself, among those of all tenants. */
export function gatewaySectionOf(
  tenant: string,
  { publicPort }: { readonly publicPort: number },
  section: string,
): string {
  return `${tenant}.${publicPort}.${section}`;
}

/** With engine gateway-api: what has a tenant's names on one public port. A tenant's name has no dot. */
export function listenerSetOf(
  tenant: string,
  { isFirst, publicPort }: { readonly isFirst: boolean; readonly publicPort: number },
): string {
  return isFirst ? tenant : `${tenant}.${publicPort}`;
}

/** What Gatehouse adds to an app's pod begins with this; an app's own containers and volumes may not. */
export const RESERVED_PREFIX = 'gatehouse-';
export const SIDECAR_CONTAINER = 'gatehouse-sidecar';

/** OU of a guest's certificate. */
export const GUEST_UNIT = 'guest';

export function namespaceOf(tenant: Pick<Tenant, 'name'>): string {
  return tenant.name;
}

export function leafSecretOf(app: string): string {
  return `${app}-leaf`;
}

/** The Certificate, and its Secret, that cert-manager is asked for where a tenant brings its own for a public host. */
export function issuedSecretOf(host: string): string {
  return `${host}.public-certificate`;
}

/** Whether keys of Gatehouse's lie in a Secret of that name, in any mode. */
export function isKeySecret(name: string): boolean {
  const isLeaf =
    name === GATE_LEAVES_SECRET || name.endsWith(`.${GATE_LEAVES_SECRET}`) || name.endsWith(leafSecretOf(''));
  return isLeaf || name === AUTHORITY_SECRET || name.endsWith(issuedSecretOf(''));
}

export function sidecarConfigMapOf(app: string): string {
  return `${app}-sidecar`;
}

/** Headless Service that gives a StatefulSet's pods their DNS names. */
export function peersServiceOf(app: string): string {
  return `${app}-peers`;
}

/** `shop.acme.svc`: the name that a caller's sidecar checks in the callee's certificate. */
export function serviceHost(tenant: string, service: string): string {
  return `${service}.${tenant}.svc`;
}

/** `db-0.db-peers.acme.svc.cluster.local`: one pod of a StatefulSet (Kubernetes, "StatefulSet": Stable Network ID). */
export function podHost(platform: Platform, tenant: string, app: string, ordinal: number): string {
  return `${app}-${ordinal}.${fullServiceHost(platform, tenant, peersServiceOf(app))}`;
}

/** `shop.acme.svc.cluster.local`, resolvable without search domains. */
export function fullServiceHost(platform: Platform, tenant: string, service: string): string {
  return `${serviceHost(tenant, service)}.${platform.spec.clusterDomain}`;
}

/** The domains under which this tenant, and nobody else, may have public hosts. */
export function publicDomainsOf(platform: Platform, tenant: Tenant): readonly string[] {
  return [`${tenant.name}.${platform.spec.domain}`, ...tenant.spec.domains];
}

export function publicHostOf(platform: Platform, tenant: Tenant, app: App, endpoint: Endpoint): string {
  return endpoint.host ?? `${endpoint.name}.${app.name}.${tenant.name}.${platform.spec.domain}`;
}

/** Whether `name` is `domain` or lies below it. */
export function isWithin(name: string, domain: string): boolean {
  return name === domain || name.endsWith(`.${domain}`);
}

/**
 * `p443.egress.acme.svc`: what a sidecar calls the egress gateway, which learns the port outside from it. A port is no
 * label that begins with a letter.
 */
export function egressHost(tenant: string, port: number): string {
  return `p${port}.${serviceHost(tenant, EGRESS)}`;
}

/** All of them, as its certificate says. */
export function egressHosts(tenant: string): string {
  return `*.${serviceHost(tenant, EGRESS)}`;
}

/** Subject as nginx prints it in `$ssl_client_s_dn` (RFC 2253): what allow-lists compare with. */
export function identityDn(tenant: string, commonName: string): string {
  return `CN=${commonName},O=${tenant}`;
}

/** The common name of a guest: the app and the tenant that it comes from. */
export function guestCommonName(importer: string, app: string): string {
  return `${app}.${importer}`;
}

/** Subject of a guest among the exporter's own, as {@link identityDn}. The OU keeps it apart from every app's. */
export function guestDn(exporter: string, importer: string, app: string): string {
  return `CN=${guestCommonName(importer, app)},OU=${GUEST_UNIT},O=${exporter}`;
}

/** One SPIFFE trust domain for each tenant (SPIFFE-ID §2.1). */
export function trustDomainOf(platform: Platform, tenant: string): string {
  return `${tenant}.${platform.spec.domain}`;
}

export function spiffeId(platform: Platform, tenant: string, app: string): string {
  return `spiffe://${trustDomainOf(platform, tenant)}/app/${app}`;
}

/** Within the exporter's trust domain, whose authority signs it. */
export function guestSpiffeId(platform: Platform, exporter: string, importer: string, app: string): string {
  return `spiffe://${trustDomainOf(platform, exporter)}/guest/${importer}/${app}`;
}

/**
 * `id`s of the certificate plans, see model/certificate.ts. The first generation's have no number: they are older than
 * generations. The root's have no slash: what stands before one is the tenant whose seed derives the key (pki/derive.ts),
 * and a tenant may be called `root`.
 */
export const certificateIds = {
  root: (generation: number): string => (generation === 1 ? 'root' : `root-${generation}`),
  authority: (tenant: string, generation: number): string => numbered(`${tenant}/authority`, generation),
  twin: (tenant: string, generation: number): string => numbered(`${tenant}/twin`, generation),
  app: (tenant: string, app: string): string => `${tenant}/app/${app}`,
  /** @param furtherPort where it is not the first public port: who serves a host on another port is another holder, with a key of its own. */
  host: (tenant: string, host: string, furtherPort?: number): string =>
    `${tenant}/host/${host}${furtherPort === undefined ? '' : `:${furtherPort}`}`,
  /** The key is the importer's, whose seed derives it; the exporter's authority signs. */
  guest: (importer: string, app: string, exporter: string): string => `${importer}/guest/${exporter}/${app}`,
} as const;

function numbered(id: string, generation: number): string {
  return generation === 1 ? id : `${id}/${generation}`;
}
