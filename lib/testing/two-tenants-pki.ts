/** A small fixed PKI for tests: one root, tenants acme and globex with an app and a public host each. */
import type { CertificatePlan } from '../model/certificate';

export const notBefore = new Date('2026-11-01T00:00:00Z');
export const notAfter = new Date('2027-01-30T00:00:00Z');
export const longAfter = new Date('2056-11-01T00:00:00Z');
/** When the tests look at it. */
export const during = new Date('2026-12-01T00:00:00Z');

/** A leaf that says nothing unlawful, overridable. */
export function aLeafPlan(tenant: string, app: string, changes: Partial<CertificatePlan> = {}): CertificatePlan {
  const id = `${tenant}/app/${app}`;
  return {
    id,
    keyId: id,
    issuerId: `${tenant}/authority`,
    profile: 'identity',
    subject: { organization: tenant, commonName: app },
    dnsNames: [`${app}.${tenant}.svc`, `${app}.${tenant}.svc.cluster.local`],
    uris: [`spiffe://${tenant}.apps.example.com/app/${app}`],
    notBefore,
    notAfter,
    ...changes,
  };
}

function aSigningPlan(id: string, keyId: string, organization: string): Omit<CertificatePlan, 'profile'> {
  const subject = { organization, unit: 'signs' };
  return { id, keyId, issuerId: id, subject, dnsNames: [], uris: [], notBefore, notAfter: longAfter };
}

export function aRootPlan(): CertificatePlan {
  return { ...aSigningPlan('root', 'root', 'prod'), profile: 'root' };
}

export function aTwinPlan(tenant: string): CertificatePlan {
  return { ...aSigningPlan(`${tenant}/twin`, `${tenant}/authority`, tenant), profile: 'twin' };
}

export function anAuthorityPlan(tenant: string, changes: Partial<CertificatePlan> = {}): CertificatePlan {
  return {
    ...aSigningPlan(`${tenant}/authority`, `${tenant}/authority`, tenant),
    profile: 'authority',
    issuerId: 'root',
    constraints: {
      dns: [`${tenant}.svc`, `${tenant}.svc.cluster.local`, 'localhost', `${tenant}.apps.example.com`],
      uriHosts: [`${tenant}.apps.example.com`],
      ipRanges: ['127.0.0.0/8', '::1/128'],
      directoryOrganization: tenant,
    },
    ...changes,
  };
}

export function aPublicPlan(tenant: string): CertificatePlan {
  const host = hostOf(tenant);
  const id = `${tenant}/host/${host}`;
  const subject = { organization: tenant, unit: 'public', commonName: host };
  return aLeafPlan(tenant, 'shop', { id, keyId: id, profile: 'public', subject, dnsNames: [host], uris: [] });
}

export function twoTenants(): CertificatePlan[] {
  return [
    aRootPlan(),
    ...['acme', 'globex'].flatMap((tenant) => [
      anAuthorityPlan(tenant),
      aTwinPlan(tenant),
      aLeafPlan(tenant, 'shop'),
      aPublicPlan(tenant),
    ]),
  ];
}

export function hostOf(tenant: string): string {
  return `web.shop.${tenant}.apps.example.com`;
}
