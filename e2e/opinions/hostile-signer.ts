/** What somebody can sign who has an authority's key in hand: anything. Of the checks of pki/issue.ts none stands between. */
import { sign as signWithNode, X509Certificate } from 'node:crypto';
import type { CertificatePlan, Subject } from '../../lib/model/certificate';
import { deriveScopeSeed, scopeOf } from '../../lib/pki/derive';
import { deriveKeyPair, toPkcs8Pem, type KeyPair } from '../../lib/pki/keys';
import { toPem } from '../../lib/pki/pem';
import { demoSeed } from '../../lib/pki/seed';
import { renderCertificate, toIssuer } from '../../lib/pki/x509';

export interface Signer {
  /** The name that it signs under. */
  readonly subject: Subject;
  readonly keyId: string;
  /** Whose key its certificates say that they were signed with. @default its own */
  readonly claimedKeyId?: string;
}

export function sign(plan: CertificatePlan, signer: Signer): string {
  const own = toIssuer(signer.subject, keyOf(signer.keyId), demoSeed);
  const claimed = toIssuer(signer.subject, keyOf(signer.claimedKeyId ?? signer.keyId), demoSeed);
  const issuer = { ...own, keyIdentifier: claimed.keyIdentifier };
  return renderCertificate(plan, keyOf(plan.keyId).publicPoint, issuer);
}

/** The certificate with some bytes replaced by as many others, and signed anew: what no plan can ask for. */
export function signAltered(pem: string, from: Uint8Array, to: Uint8Array, signer: Signer): string {
  const tbs = tbsOf(alter(pem, from, to));
  const signature = signWithNode('sha256', tbs, keyPemOf(signer.keyId));
  const body = Buffer.concat([tbs, ECDSA_WITH_SHA256, Buffer.from([3, signature.length + 1, 0]), signature]);
  return toPem('CERTIFICATE', Buffer.concat([Buffer.from([0x30, 0x82, body.length >> 8, body.length & 0xff]), body]));
}

/** The certificate with some bytes replaced by as many others under the old signature. */
export function alter(pem: string, from: Uint8Array, to: Uint8Array): string {
  const der = Buffer.from(new X509Certificate(pem).raw);
  const at = der.lastIndexOf(from);
  if (at < 0 || from.length !== to.length)
    throw new Error('the certificate does not have those bytes, or they differ in number');
  der.set(to, at);
  return toPem('CERTIFICATE', der);
}

export function keyPemOf(keyId: string): string {
  return toPkcs8Pem(keyOf(keyId));
}

function keyOf(keyId: string): KeyPair {
  return deriveKeyPair(deriveScopeSeed(demoSeed, scopeOf(keyId)), keyId);
}

/** Certificates here are 256 bytes to 64 KiB, as is what is signed of them: both begin with 30 82 and two bytes of length. */
function tbsOf(pem: string): Buffer {
  const der = new X509Certificate(pem).raw;
  return der.subarray(4, 8 + der.readUInt16BE(6));
}

/** AlgorithmIdentifier (RFC 5758 §3.2). */
const ECDSA_WITH_SHA256 = Buffer.from('300a06082a8648ce3d040302', 'hex');
