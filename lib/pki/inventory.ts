/**
 * Every certificate of the fleet as of one synth, one a line, so that a commit's diff tells which were renewed. Public. Serial and
 * fingerprint are read from the finished certificate, not from what made it.
 */
import { X509Certificate } from 'node:crypto';
import type { CertificatePlan, CertificateProfile, DrawableStore, Subject } from '../model/certificate';
import type { Fleet } from '../model/fleet';
import { toPem } from './pem';

export interface InventoryEntry {
  /** Of the certificate plan, see `certificateIds`. */
  readonly id: string;
  readonly profile: CertificateProfile;
  /** `CN=shop,O=acme`, as nginx prints it (RFC 2253). */
  readonly subject: string;
  readonly dnsNames: readonly string[];
  readonly uris: readonly string[];
  /** `id` of what signed it; its own where it signed itself. */
  readonly issuer: string;
  /** Of the root or authority that it is, or that signed it. */
  readonly generation: number;
  readonly serial: string;
  readonly sha256: string;
  /** First and last day, UTC. */
  readonly notBefore: string;
  readonly notAfter: string;
  /** DER in base64 of what signed itself: roots and twins, which clients trust. */
  readonly certificate?: string;
}

export interface Inventory {
  readonly version: 1;
  readonly asOf: string;
  /** Sorted by id, by code unit. */
  readonly certificates: readonly InventoryEntry[];
}

export function toInventory({ platform }: Pick<Fleet, 'platform'>, certificates: DrawableStore): Inventory {
  // What the cluster issues itself is not known here.
  const entries = Array.from(certificates.values()).flatMap(({ plan, certificatePem }) =>
    certificatePem === undefined ? [] : [toEntry(plan, certificatePem)],
  );
  return {
    version: 1,
    asOf: platform.spec.pki.asOf,
    certificates: entries.sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)),
  };
}

/** JSON with one line for each certificate; equal inventories give equal text. */
export function renderInventory({ version, asOf, certificates }: Inventory): string {
  const lines = certificates.map((entry) => `    ${JSON.stringify(entry)}`).join(',\n');
  return `{\n  "version": ${version},\n  "asOf": ${JSON.stringify(asOf)},\n  "certificates": [\n${lines}\n  ]\n}\n`;
}

function toEntry(plan: CertificatePlan, pem: string): InventoryEntry {
  const certificate = new X509Certificate(pem);
  return {
    id: plan.id,
    profile: plan.profile,
    subject: renderSubject(plan.subject),
    dnsNames: plan.dnsNames,
    uris: plan.uris,
    issuer: plan.issuerId,
    generation: generationOf(isSigner(plan) ? plan.id : plan.issuerId),
    serial: certificate.serialNumber.toLowerCase(),
    sha256: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
    notBefore: dayOf(plan.notBefore),
    notAfter: dayOf(plan.notAfter),
    ...(plan.issuerId === plan.id ? { certificate: certificate.raw.toString('base64') } : {}),
  };
}

/** Those certificates as PEM, one after another; undefined where one of them is not listed, or has not signed itself. */
export function bundleOf({ certificates }: Inventory, ids: readonly string[]): string | undefined {
  const found = ids.map((id) => certificates.find((entry) => entry.id === id)?.certificate);
  if (found.includes(undefined)) return undefined;
  return found.map((der = '') => toPem('CERTIFICATE', Buffer.from(der, 'base64'))).join('');
}

function isSigner({ profile }: CertificatePlan): boolean {
  return profile === 'root' || profile === 'authority' || profile === 'twin';
}

/** `acme/authority/2` and `root-2` are the second, `acme/authority` and `root` the first. */
export function generationOf(id: string): number {
  return Number(/^(?:root-|[^/]+\/(?:authority|twin)\/)(\d+)$/.exec(id)?.[1] ?? 1);
}

function renderSubject({ commonName, unit, organization }: Subject): string {
  const parts = { CN: commonName, OU: unit, O: organization };
  return Object.entries(parts)
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]))
    .join(',');
}

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}
