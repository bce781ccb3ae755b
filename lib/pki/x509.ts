/** Certificates as bytes: RFC 5280 v3, P-256, ecdsa-with-SHA256. The one file that knows node-forge, which only lays out ASN.1 here. */
import { createHash, createHmac, type KeyObject } from 'node:crypto';
import forge from 'node-forge';
import type { CertificatePlan, CertificateProfile, Subject } from '../model/certificate';
import { toSpkiDer, type KeyPair } from './keys';
import { toPermittedSubtrees, type Subtree } from './name-constraints';
import { toPem } from './pem';
import { profiles, type ExtendedKeyUsage, type KeyUsage, type Profile } from '../model/profiles';
import { signMessage } from './sign-message';

/** Who signs, and what all its signatures have in common, laid out once. */
export interface Issuer {
  readonly key: KeyPair;
  /** Keys the hash that serial numbers are made of, so that nobody can tell them beforehand. */
  readonly serialKey: KeyObject;
  readonly name: Der;
  readonly keyIdentifier: Uint8Array;
}

export function toIssuer(subject: Subject, key: KeyPair, serialKey: KeyObject): Issuer {
  return { key, serialKey, name: nameOf(subject), keyIdentifier: toKeyIdentifier(key.publicPoint) };
}

/**
 * The plan as a PEM certificate for `publicPoint`, signed by `issuer`. The same arguments give the same bytes.
 * Whether the issuer may sign it is not asked here (see `issueCertificates`). Throws a plain Error where X.509 has no way to say it.
 */
export function renderCertificate(plan: CertificatePlan, publicPoint: Uint8Array, issuer: Issuer): string {
  const version = context(0, integer(Uint8Array.of(2)));
  const rest =
    algorithm +
    issuer.name +
    sequence(timeOf(plan.notBefore), timeOf(plan.notAfter)) +
    nameOf(plan.subject) +
    fromBytes(toSpkiDer(publicPoint)) +
    context(3, sequence(...extensionsOf(plan, publicPoint, issuer)));
  const toBeSigned = (serial: Uint8Array): Uint8Array => toBytes(sequence(version, integer(serial), rest));
  const tbs = toBeSigned(serialOf(issuer.serialKey, toBeSigned(new Uint8Array(serialBytes))));
  return toPem('CERTIFICATE', toBytes(sequence(fromBytes(tbs), algorithm, bitString(signMessage(issuer.key, tbs), 0))));
}

const serialBytes = 16;

/**
 * A keyed hash of all that the certificate says (its TBS with a zero serial), so that one issuer never gives two contents one number.
 * Positive, not zero, always 16 octets (RFC 5280 §4.1.2.2): the topmost bits are 01.
 */
function serialOf(serialKey: KeyObject, tbs: Uint8Array): Uint8Array {
  const serial = createHmac('sha256', serialKey).update(tbs).digest().subarray(0, serialBytes);
  serial.writeUInt8((serial.readUInt8(0) & 0x3f) | 0x40, 0);
  return serial;
}

/** RFC 7093 §2 method 1: the leftmost 160 bits of SHA-256 over the content of the public key's BIT STRING. */
function toKeyIdentifier(publicPoint: Uint8Array): Uint8Array {
  return createHash('sha256').update(publicPoint).digest().subarray(0, 20);
}

const attributeOids = { organization: '2.5.4.10', unit: '2.5.4.11', commonName: '2.5.4.3' } as const;

/**
 * O, OU, CN in this order, one attribute to an RDN, all UTF8String: a directory constraint `O=<tenant>` written by this same function
 * is then a prefix of every subject of that tenant, also for programs that compare bytes (RFC 5280 §7.1).
 */
function nameOf(subject: Subject): Der {
  const attributes = (['organization', 'unit', 'commonName'] as const).flatMap((attribute) => {
    const value = subject[attribute];
    if (value === undefined) return [];
    // RFC 5280 appendix A: ub-organization-name, ub-organizational-unit-name, ub-common-name.
    if (value === '' || value.length > 64) throw new Error(`${attribute} "${value}" must have 1 to 64 characters`);
    return [
      tlv(
        Type.SET | constructed,
        sequence(oid(attributeOids[attribute]), tlv(Type.UTF8, fromBytes(Buffer.from(value)))),
      ),
    ];
  });
  return sequence(...attributes);
}

/** UTCTime through 2049, GeneralizedTime after (RFC 5280 §4.1.2.5). */
function timeOf(date: Date): Der {
  const year = date.getUTCFullYear();
  // Also catches an invalid date, whose year is NaN.
  if (!(year >= 1950 && year <= 9999)) throw new Error(`a certificate cannot tell the year ${year}`);
  if (date.getTime() % 1000 !== 0) throw new Error(`a certificate tells whole seconds, not ${date.toISOString()}`);
  return year < 2050
    ? tlv(Type.UTCTIME, asn1.dateToUtcTime(date))
    : tlv(Type.GENERALIZEDTIME, asn1.dateToGeneralizedTime(date));
}

function extensionsOf(plan: CertificatePlan, publicPoint: Uint8Array, issuer: Issuer): Der[] {
  const alternativeNames = [...plan.dnsNames.map((name) => ia5(2, name)), ...plan.uris.map((uri) => ia5(6, uri))];
  const extensions = [
    extension('2.5.29.14', false, octets(fromBytes(toKeyIdentifier(publicPoint)))),
    extension('2.5.29.35', false, sequence(contextText(0, fromBytes(issuer.keyIdentifier)))),
    usagesByProfile[plan.profile],
  ];
  if (alternativeNames.length > 0) extensions.push(extension('2.5.29.17', false, sequence(...alternativeNames)));
  if (plan.constraints !== undefined) {
    const permitted = toPermittedSubtrees(plan.constraints).map((subtree) => sequence(subtreeBaseOf(subtree)));
    extensions.push(extension('2.5.29.30', true, sequence(context(0, ...permitted))));
  }
  return extensions;
}

/** Basic constraints, key usage and, unless it is empty, extended key usage. */
function usagesOf({ extendedKeyUsages, keyUsages, ...profile }: Profile): Der {
  const extended = sequence(...extendedKeyUsages.map((usage) => oid(usageOids[usage])));
  return (
    extension('2.5.29.19', true, basicConstraintsOf(profile)) +
    extension('2.5.29.15', true, keyUsageOf(keyUsages)) +
    (extendedKeyUsages.length > 0 ? extension('2.5.29.37', false, extended) : '')
  );
}

/** RFC 5280 §4.2.1.9; DER leaves out `cA FALSE`, the default. */
function basicConstraintsOf(profile: Pick<Profile, 'pathLength'>): Der {
  return profile.pathLength === undefined ? sequence() : sequence(derTrue, integer(Uint8Array.of(profile.pathLength)));
}

/** RFC 5280 §4.2.1.3, whose bits count from the left; DER drops zero bits at the end. All of ours fit the first octet. */
function keyUsageOf(usages: readonly KeyUsage[]): Der {
  const bits = usages.reduce((sum, usage) => sum | (0x80 >> usageBits[usage]), 0);
  return bitString(Uint8Array.of(bits), 7 - Math.max(...usages.map((usage) => usageBits[usage])));
}

const usageBits: Readonly<Record<KeyUsage, number>> = { digitalSignature: 0, keyCertSign: 5, cRLSign: 6 };
const usageOids: Readonly<Record<ExtendedKeyUsage, string>> = {
  serverAuth: '1.3.6.1.5.5.7.3.1',
  clientAuth: '1.3.6.1.5.5.7.3.2',
};

/** GeneralName (RFC 5280 §4.2.1.6); a directoryName is tagged explicitly, since Name is a CHOICE. */
function subtreeBaseOf(subtree: Subtree): Der {
  switch (subtree.kind) {
    case 'dns':
      return ia5(2, subtree.text);
    case 'uri':
      return ia5(6, subtree.text);
    case 'ip':
      return contextText(7, fromBytes(subtree.addressAndMask));
    case 'directory':
      return context(4, nameOf({ organization: subtree.organization }));
  }
}

function extension(id: string, isCritical: boolean, value: Der): Der {
  return sequence(oid(id), isCritical ? derTrue : '', octets(value));
}

// What follows is ASN.1's vocabulary over forge.

/** DER bytes as forge holds them: one character a byte. Pieces are laid out innermost first and put together as text. */
type Der = string;

const { asn1 } = forge;
const { Class, Type } = asn1;

/** forge's types know universal tags only; its code takes any number. */
interface Layout {
  create(tagClass: number, tag: number, isConstructed: boolean, content: Der): forge.asn1.Asn1;
}
const layout: Layout = asn1;

/** Bit 6 of the tag byte (X.690 §8.1.2.5). forge sets it over lists only, and ours are text already, so it goes with the tag. */
const constructed = 0x20;

function tlv(tag: number, content: Der, tagClass: number = Class.UNIVERSAL): Der {
  return asn1.toDer(layout.create(tagClass, tag, false, content)).getBytes();
}

function sequence(...parts: readonly Der[]): Der {
  return tlv(Type.SEQUENCE | constructed, parts.join(''));
}

/** `[tag]` round whole values. */
function context(tag: number, ...parts: readonly Der[]): Der {
  return tlv(tag | constructed, parts.join(''), Class.CONTEXT_SPECIFIC);
}

/** `[tag] IMPLICIT` in place of a string's own tag. */
function contextText(tag: number, content: Der): Der {
  return tlv(tag, content, Class.CONTEXT_SPECIFIC);
}

/** A GeneralName that is an IA5String. */
function ia5(tag: number, text: string): Der {
  if (!/^[\x21-\x7e]+$/.test(text)) throw new Error(`"${text}" in a certificate must be ASCII without blanks`);
  return contextText(tag, text);
}

function integer(bigEndian: Uint8Array): Der {
  return tlv(Type.INTEGER, fromBytes(bigEndian));
}

function octets(content: Der): Der {
  return tlv(Type.OCTETSTRING, content);
}

function bitString(content: Uint8Array, unusedBits: number): Der {
  return tlv(Type.BITSTRING, String.fromCharCode(unusedBits) + fromBytes(content));
}

function oid(dotted: string): Der {
  return tlv(Type.OID, asn1.oidToDer(dotted).getBytes());
}

function fromBytes(bytes: Uint8Array): Der {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

function toBytes(der: Der): Uint8Array {
  return Buffer.from(der, 'latin1');
}

const derTrue = tlv(Type.BOOLEAN, '\u00ff');
/** ecdsa-with-SHA256; its parameters are absent, not NULL (RFC 5758 §3.2). */
const algorithm = sequence(oid('1.2.840.10045.4.3.2'));
/** The part of the extensions that only the profile decides, laid out once. */
const usagesByProfile: Readonly<Record<CertificateProfile, Der>> = {
  root: usagesOf(profiles.root),
  authority: usagesOf(profiles.authority),
  twin: usagesOf(profiles.twin),
  identity: usagesOf(profiles.identity),
  public: usagesOf(profiles.public),
  guest: usagesOf(profiles.guest),
};
