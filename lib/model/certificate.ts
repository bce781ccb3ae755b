/** What a certificate of the fleet is to say, before anybody signs it: decided by `pki/plan.ts`, signed by `pki/issue.ts`. */

/** Root and authorities live from `pki.since` for this long. Theirs is not the lifetime to keep short: the leaves' is. */
export const AUTHORITY_YEARS = 20;

/** Distinguished name, written in the order O, OU, CN (nginx prints it reversed, RFC 2253: `CN=shop,O=acme`). */
export interface Subject {
  readonly organization: string;
  readonly unit?: string;
  /** At most 64 characters (X.520 ub-common-name). */
  readonly commonName?: string;
}

/** RFC 5280 §4.2.1.10, permitted subtrees only. */
export interface NameConstraints {
  /** `acme.svc` permits itself and everything below it. */
  readonly dns: readonly string[];
  /** Exact URI hosts (SPIFFE trust domains). */
  readonly uriHosts: readonly string[];
  /** CIDR notation, IPv4 and IPv6. */
  readonly ipRanges: readonly string[];
  /** Subjects must begin with `O=<this>`. */
  readonly directoryOrganization: string;
}

/**
 * root: the fleet's own, pathLen 1 · authority: a tenant's, signed by the root, pathLen 0 · twin: the same key and subject
 * as the authority, signed by itself · identity: an app or gate, client and server · public: a host, server only ·
 * guest: an app among another tenant's, client only, signed by that tenant's authority.
 */
export type CertificateProfile = 'root' | 'authority' | 'twin' | 'identity' | 'public' | 'guest';

export interface CertificatePlan {
  /** Unique in the fleet and stable, such as `root`, `acme/authority`, `acme/twin`, `acme/app/shop`, `acme/host/shop.example.com`. */
  readonly id: string;
  /** Which derived key it certifies; authority and twin share one. */
  readonly keyId: string;
  /** `id` of the certificate that signs it; its own `id` where it signs itself. */
  readonly issuerId: string;
  readonly profile: CertificateProfile;
  readonly subject: Subject;
  readonly dnsNames: readonly string[];
  readonly uris: readonly string[];
  readonly constraints?: NameConstraints;
  readonly notBefore: Date;
  readonly notAfter: Date;
}

export interface IssuedCertificate {
  readonly plan: CertificatePlan;
  /** This certificate alone, PEM. */
  readonly certificatePem: string;
  /** PKCS#8 PEM. Never printed, never logged. */
  readonly keyPem: string;
}

/** Every certificate of the fleet by plan `id`. */
export type CertificateStore = ReadonlyMap<string, IssuedCertificate>;

/** A certificate, with its key in the form in which manifests may hold it, if at all: the secrets mode decides. */
export interface DrawableCertificate extends Pick<IssuedCertificate, 'plan'> {
  /** Absent with mode `cert-manager`, where the cluster issues it. */
  readonly certificatePem?: string;
  /** With mode `plain` alone. */
  readonly keyPem?: string;
  /** Base64 of the key as `pki/seal.ts` seals it for the one Secret that holds it: with mode `sealed` alone, for leaves alone. */
  readonly sealedKey?: string;
}

/** What is drawn from: a {@link CertificateStore}, or what the secrets mode leaves of it. */
export type DrawableStore = ReadonlyMap<string, DrawableCertificate>;
