/** For whom keys are sealed: the cluster's sealing certificate, as it is committed in the fleet's pki/ folder. */
import { X509Certificate, type KeyObject } from 'node:crypto';
import type { Fleet } from '../model/fleet';
import { fault, type Issue, type Result } from '../model/issue';
import { PKI_FILES } from '../model/pki-folder';
import { DAY_MILLISECONDS } from '../model/renewal';

export interface SealingRecipient {
  /** RSA, 2048 bits or more. */
  readonly publicKey: KeyObject;
  /** SHA-256 of the certificate's DER, 64 hexadecimal digits. */
  readonly fingerprint: string;
}

const FILE = PKI_FILES.sealing;
const SHORTEST_BITS = 2048;
const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;

/**
 * The recipient, or every fault of the certificate. It must be valid at some time of the platform's day `asOf`: nothing here reads a
 * clock. Whether the private key is the cluster's nobody can tell from here.
 */
export function parseSealingRecipient({ platform, pki }: Pick<Fleet, 'platform' | 'pki'>): Result<SealingRecipient> {
  if (pki?.sealing === undefined) {
    return refuse([
      sealingFault(`secrets mode "sealed" needs the cluster's sealing certificate, and ${FILE} is not there`),
    ]);
  }
  const certificate = parseOne(pki.sealing);
  if (typeof certificate === 'string') return refuse([sealingFault(certificate)]);
  const { publicKey, fingerprint256 } = certificate;
  const issues = [...checkKey(publicKey), ...checkDates(certificate, platform.spec.pki.asOf)];
  if (issues.length > 0) return refuse(issues);
  return { ok: true, value: { publicKey, fingerprint: fingerprint256.replaceAll(':', '').toLowerCase() } };
}

/** The only certificate in the text, or what is wrong with the text, which is not repeated. */
function parseOne(text: string): X509Certificate | string {
  if (/PRIVATE KEY/.test(text))
    return 'a private key lies in this file, which only a certificate may (it is not shown here)';
  const [pem, ...others] = text.match(CERTIFICATE) ?? [];
  if (pem === undefined) return 'this is no certificate in PEM';
  if (others.length > 0) return `here are ${others.length + 1} certificates; keys are sealed for one`;
  try {
    return new X509Certificate(pem);
  } catch {
    return 'this certificate cannot be read';
  }
}

function checkKey({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): Issue[] {
  const bits = asymmetricKeyDetails?.modulusLength ?? 0;
  if (asymmetricKeyType !== 'rsa') {
    return [
      sealingFault(`the key of the sealing certificate is of type "${asymmetricKeyType ?? 'unknown'}"; allowed: RSA`),
    ];
  }
  if (bits >= SHORTEST_BITS) return [];
  return [
    sealingFault(`the RSA key of the sealing certificate has ${bits} bits, at least ${SHORTEST_BITS} are needed`),
  ];
}

function checkDates({ validFrom, validTo }: X509Certificate, asOf: string): Issue[] {
  const day = Date.parse(`${asOf}T00:00:00Z`);
  const [from, to] = [Date.parse(validFrom), Date.parse(validTo)];
  if (from >= day + DAY_MILLISECONDS) {
    const message = `the sealing certificate is valid from ${dayOf(from)}, after asOf ${asOf}`;
    return [sealingFault(message, `move asOf in platform.yaml to ${dayOf(from)} or later, or fetch another: ${FETCH}`)];
  }
  if (to >= day) return [];
  return [sealingFault(`the sealing certificate expired on ${dayOf(to)}, before asOf ${asOf}`)];
}

function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

const FETCH = `kubeseal --fetch-cert > fleet/${FILE}`;

/** At the beginning of the certificate's file, there or not. */
export function sealingFault(message: string, fix = `fetch your cluster's: ${FETCH}`): Issue {
  return fault('sealing-certificate', { file: FILE, line: 1, column: 1 }, message, fix);
}

function refuse(issues: readonly Issue[]): Result<never> {
  return { ok: false, issues };
}
