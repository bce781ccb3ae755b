/** From what certificates are to say to signed certificates with their keys: a pure function of the plans and the seed. */
import type { CertificatePlan, CertificateStore, IssuedCertificate } from '../model/certificate';
import { deriveScopeSeed, deriveSecret, scopeOf } from './derive';
import { deriveKeyPair, toPkcs8Pem, type KeyPair } from './keys';
import { profiles } from '../model/profiles';
import type { Seed } from './seed';
import { openTextCache, type TextCache } from './text-cache';
import { renderCertificate, toIssuer } from './x509';

/** Under what certificates stand in the cache. */
export const CERTIFICATES = 'certificate';

/**
 * Signs every plan, or takes from `cache` what was signed before. The store keeps the order of the plans, which may be any: issuers need not come first. What a certificate
 * says and its bytes depend on the seed, its own plan and its issuer's subject and keyId, on nothing else in the list.
 * Throws a plain Error (plans are ours, not the user's) where an id is used twice, an issuer is unknown or may not sign this profile,
 * or validity does not nest in the issuer's.
 */
export function issueCertificates(
  plans: readonly CertificatePlan[],
  seed: Seed,
  cache: TextCache = openTextCache({ seed }),
): CertificateStore {
  const planById = indexPlans(plans);
  const keyOf = rememberKeys(seed);
  const issuerOf = remember((id: string) => {
    const { subject, keyId } = planOf(planById, id);
    const { keyPair, scopeSeed } = keyOf(keyId);
    return toIssuer(subject, keyPair, deriveSecret(scopeSeed, `serials ${keyId}`));
  });
  const store = new Map<string, IssuedCertificate>();
  for (const plan of plans) {
    const issuer = planOf(planById, plan.issuerId);
    checkIssuer(plan, issuer);
    const certificatePem = cache.text(scopeOf(issuer.keyId), CERTIFICATES, contentOf(plan, issuer), () =>
      renderCertificate(plan, keyOf(plan.keyId).keyPair.publicPoint, issuerOf(plan.issuerId)),
    );
    store.set(plan.id, toIssued(plan, certificatePem, keyOf));
  }
  return store;
}

function indexPlans(plans: readonly CertificatePlan[]): ReadonlyMap<string, CertificatePlan> {
  const planById = new Map<string, CertificatePlan>();
  for (const plan of plans) {
    if (planById.has(plan.id)) throw new Error(`two certificates are called ${plan.id}`);
    planById.set(plan.id, plan);
  }
  return planById;
}

function planOf(planById: ReadonlyMap<string, CertificatePlan>, id: string): CertificatePlan {
  const plan = planById.get(id);
  if (plan === undefined) throw new Error(`no certificate is called ${id}, which should sign others`);
  return plan;
}

/** Says what is unlawful between a certificate and its issuer. The signer of each profile is fixed, so signatures make no circles. */
function checkIssuer(plan: CertificatePlan, issuer: CertificatePlan): void {
  const { signedBy } = profiles[plan.profile];
  const isLawful = signedBy === undefined ? issuer.id === plan.id : issuer.profile === signedBy;
  if (!isLawful) {
    throw new Error(
      `${plan.id} (${plan.profile}) must be signed by ${signedBy ?? 'itself'}, not ${issuer.id} (${issuer.profile})`,
    );
  }
  if (!(plan.notBefore < plan.notAfter)) throw new Error(`${plan.id} ends before it begins`);
  if (plan.notBefore < issuer.notBefore || plan.notAfter > issuer.notAfter) {
    throw new Error(`${plan.id} must be valid only while ${issuer.id} is`);
  }
}

/** All that the bytes depend on besides the seed; keys are named by their keyId. */
function contentOf(plan: CertificatePlan, issuer: CertificatePlan): string {
  return JSON.stringify([plan, issuer.subject, issuer.keyId]);
}

/** The key is made readable when it is asked for: authorities' never are, and a remembered certificate needs none. */
function toIssued(plan: CertificatePlan, certificatePem: string, keyOf: (keyId: string) => Key): IssuedCertificate {
  return {
    plan,
    certificatePem,
    get keyPem() {
      return toPkcs8Pem(keyOf(plan.keyId).keyPair);
    },
  };
}

interface Key {
  readonly scopeSeed: Seed;
  readonly keyPair: KeyPair;
}

/** Authority and twin share a key, and a tenant's keys share a seed: each is made once. */
function rememberKeys(seed: Seed): (keyId: string) => Key {
  const scopeSeedOf = remember((scope: string | undefined) => deriveScopeSeed(seed, scope));
  return remember((keyId: string) => {
    const scopeSeed = scopeSeedOf(scopeOf(keyId));
    return { scopeSeed, keyPair: deriveKeyPair(scopeSeed, keyId) };
  });
}

function remember<K, V>(make: (name: K) => V): (name: K) => V {
  const made = new Map<K, V>();
  return (name) => {
    const known = made.get(name);
    if (known !== undefined) return known;
    const value = make(name);
    made.set(name, value);
    return value;
  };
}
