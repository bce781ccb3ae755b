/** Which certificates a fleet has and what each is to say. Dates come from the platform document: nothing here reads a clock. */
import { AUTHORITY_YEARS, type CertificatePlan, type NameConstraints } from '../model/certificate';
import { hasIssuedCertificate } from '../model/endpoint-tls';
import type { Fleet } from '../model/fleet';
import { planGrants, type Grant, type TenantGrants } from '../model/grants';
import { hasGate } from '../model/flows';
import { activeGeneration } from '../model/generations';
import {
  certificateIds,
  EGRESS,
  egressHosts,
  fullServiceHost,
  GATE,
  GUEST_UNIT,
  guestCommonName,
  guestSpiffeId,
  namespaceOf,
  publicDomainsOf,
  serviceHost,
  spiffeId,
  trustDomainOf,
} from '../model/names';
import { hasEgressGateway } from '../model/outside';
import type { Platform } from '../model/platform';
import { publicRoutes } from '../model/public-routes';
import { renewalDay } from '../model/renewal';
import type { Tenant } from '../model/tenant';

/** X.520 ub-common-name. */
const longestCommonName = 64;

type Validity = Pick<CertificatePlan, 'notBefore' | 'notAfter'>;

/**
 * The root; then for each tenant its authority and twin, an identity for each app and for the gate where there is one, and a
 * public certificate for each public host that has none of its own, and one for each app as a guest of another tenant. Root, authority and twin are there once for each generation listed; the active
 * ones sign. A tenant's plans depend on the platform, on that tenant and on its grants alone.
 */
export function planCertificates(fleet: Fleet): CertificatePlan[] {
  const { platform, tenants } = fleet;
  const grantsOf = planGrants(fleet);
  return [
    ...platform.spec.pki.generations.map(({ number }) => planRoot(platform, number)),
    ...tenants.flatMap((tenant) => planTenantCertificates(platform, tenant, grantsOf(tenant.name))),
  ];
}

/**
 * One tenant's part of {@link planCertificates}. Its authorities are signed by the active root, its guests by the authorities of the
 * tenants that they call.
 */
export function planTenantCertificates(
  platform: Platform,
  tenant: Tenant,
  { calls }: Pick<TenantGrants, 'calls'>,
): CertificatePlan[] {
  const services = [
    ...tenant.apps.map((app) => app.name),
    ...(hasGate(tenant) ? [GATE] : []),
    ...(hasEgressGateway(tenant) ? [EGRESS] : []),
  ];
  const issued = publicRoutes(platform, tenant).filter(({ endpoint }) => hasIssuedCertificate(endpoint));
  const leaf = leafValidity(platform, tenant);
  const hosts = issued.map(({ certificateId, host }): [string, string] => [certificateId, host]);
  return [
    ...tenant.spec.pki.generations.flatMap(({ number }) => planAuthority(platform, tenant, number)),
    ...services.map((service) => planIdentity(platform, tenant, service, leaf)),
    ...[...new Map(hosts)].map(([id, host]) => planPublic(tenant, id, host, leaf)),
    ...planGuests(platform, calls, leaf),
  ];
}

function planRoot(platform: Platform, generation: number): CertificatePlan {
  const id = certificateIds.root(generation);
  return {
    id,
    keyId: id,
    issuerId: id,
    profile: 'root',
    subject: signerSubject(platform.name, 'root', generation),
    dnsNames: [],
    uris: [],
    ...authorityValidity(platform),
  };
}

/**
 * No two generations share a subject, whatever the length of the name: programs that find an issuer by its name would try
 * the wrong key.
 */
function signerSubject(
  organization: string,
  unit: 'root' | 'authority',
  generation: number,
): CertificatePlan['subject'] {
  const number = generation === 1 ? '' : ` ${generation}`;
  const name = commonNameIfShort(`${organization} ${unit}${number}`);
  return {
    organization,
    unit,
    ...(name.commonName === undefined && number !== '' ? { commonName: unit + number } : name),
  };
}

/**
 * The OU keeps an authority's subject apart from that of any app, whatever its name. The twin carries no name constraints: only
 * the tenant's own programs trust it, and mbedTLS refuses them where they are critical, Go where they name a directory.
 */
function planAuthority(platform: Platform, tenant: Tenant, generation: number): CertificatePlan[] {
  const id = certificateIds.authority(tenant.name, generation);
  const twinId = certificateIds.twin(tenant.name, generation);
  const twin: CertificatePlan = {
    id: twinId,
    keyId: id,
    issuerId: twinId,
    profile: 'twin',
    subject: signerSubject(tenant.name, 'authority', generation),
    dnsNames: [],
    uris: [],
    ...authorityValidity(platform),
  };
  const authority: CertificatePlan = {
    ...twin,
    id,
    issuerId: certificateIds.root(activeGeneration(platform.spec.pki.generations)),
    profile: 'authority',
    constraints: constraintsOf(platform, tenant),
  };
  return [authority, twin];
}

/** Never a bare `<ns>`: it would permit `<anything>.<ns>`, which is another tenant's name where a namespace is called `svc`. */
function constraintsOf(platform: Platform, tenant: Tenant): NameConstraints {
  const services = `${namespaceOf(tenant)}.svc`;
  return {
    dns: [services, `${services}.${platform.spec.clusterDomain}`, 'localhost', ...publicDomainsOf(platform, tenant)],
    uriHosts: [trustDomainOf(platform, tenant.name)],
    ipRanges: ['127.0.0.0/8', '::1/128'],
    directoryOrganization: tenant.name,
  };
}

function planIdentity(platform: Platform, tenant: Tenant, service: string, leaf: Validity): CertificatePlan {
  const id = certificateIds.app(tenant.name, service);
  return {
    id,
    keyId: id,
    issuerId: signerOf(tenant),
    profile: 'identity',
    subject: { organization: tenant.name, commonName: service },
    dnsNames: [
      serviceHost(tenant.name, service),
      fullServiceHost(platform, tenant.name, service),
      ...(service === EGRESS ? [egressHosts(tenant.name)] : []),
    ],
    uris: [spiffeId(platform, tenant.name, service)],
    ...leaf,
  };
}

function planPublic(tenant: Tenant, id: string, host: string, leaf: Validity): CertificatePlan {
  return {
    id,
    keyId: id,
    issuerId: signerOf(tenant),
    profile: 'public',
    subject: { organization: tenant.name, unit: 'public', ...commonNameIfShort(host) },
    dnsNames: [host],
    uris: [],
    ...leaf,
  };
}

/** One for each app and each tenant that it calls, however many of its endpoints. */
function planGuests(platform: Platform, calls: readonly Grant[], leaf: Validity): CertificatePlan[] {
  const guests = calls.map((grant) => planGuest(platform, grant, leaf));
  return [...new Map(guests.map((guest) => [guest.id, guest])).values()];
}

/** Renewed with the importer's other leaves, in whose Secret it lies. Its end is the grant's, where that comes first. */
function planGuest(platform: Platform, { offer: { exporter, terms }, call }: Grant, leaf: Validity): CertificatePlan {
  const importer = call.importer.name;
  const app = call.caller.name;
  const id = certificateIds.guest(importer, app, exporter.name);
  const end = terms.until === undefined ? leaf.notAfter : endOf(terms.until);
  return {
    id,
    keyId: id,
    issuerId: signerOf(exporter),
    profile: 'guest',
    subject: { organization: exporter.name, unit: GUEST_UNIT, commonName: guestCommonName(importer, app) },
    dnsNames: [],
    uris: [guestSpiffeId(platform, exporter.name, importer, app)],
    notBefore: leaf.notBefore,
    notAfter: end < leaf.notAfter ? end : leaf.notAfter,
  };
}

function signerOf({ name, spec }: Tenant): string {
  return certificateIds.authority(name, activeGeneration(spec.pki.generations));
}

/** Programs read the SAN; the CN is for people, who can do without where it does not fit. */
function commonNameIfShort(commonName: string): { commonName?: string } {
  return commonName.length <= longestCommonName ? { commonName } : {};
}

function authorityValidity({ spec }: Platform): Validity {
  const notBefore = startOf(spec.pki.since);
  const notAfter = new Date(notBefore);
  notAfter.setUTCFullYear(notAfter.getUTCFullYear() + AUTHORITY_YEARS);
  return { notBefore, notAfter };
}

function leafValidity(platform: Platform, tenant: Tenant): Validity {
  const notBefore = startOf(renewalDay(platform, tenant));
  const notAfter = new Date(notBefore);
  notAfter.setUTCDate(notAfter.getUTCDate() + platform.spec.pki.leafDays);
  return { notBefore, notAfter };
}

/** The first moment after that day. */
function endOf(day: string): Date {
  const end = startOf(day);
  end.setUTCDate(end.getUTCDate() + 1);
  return end;
}

function startOf(day: string): Date {
  return new Date(`${day}T00:00:00Z`);
}
