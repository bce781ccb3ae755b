/** The two files that a TLS program reads besides its key: the chain that it shows, and the trust that it checks others against. */
import type { DrawableCertificate, DrawableStore } from './certificate';

/** The certificate and whoever signed it, up to but without the one that signed itself: a root is known or it is worth nothing (RFC 8446 §4.4.2). */
export function chainPem(store: DrawableStore, id: string): string {
  const { plan } = certificateOf(store, id);
  const certificatePem = certificatePemOf(store, id);
  if (plan.issuerId === id) throw new Error(`${id} signed itself: it is trusted, not shown`);
  const issuer = certificateOf(store, plan.issuerId);
  return issuer.plan.issuerId === issuer.plan.id ? certificatePem : certificatePem + chainPem(store, plan.issuerId);
}

/**
 * Certificates to trust, in the order given. Each must have signed itself: Node and nginx do not end a chain at any other
 * (docs/decisions/0008-trust.md).
 */
export function trustPem(store: DrawableStore, ...ids: readonly string[]): string {
  return ids
    .map((id) => {
      const { plan } = certificateOf(store, id);
      if (plan.issuerId !== id) throw new Error(`${id} did not sign itself: programs would not end a chain at it`);
      return certificatePemOf(store, id);
    })
    .join('');
}

function certificatePemOf(store: DrawableStore, id: string): string {
  const { certificatePem } = certificateOf(store, id);
  if (certificatePem === undefined) throw new Error(`${id} is not issued here`);
  return certificatePem;
}

/** The certificate of that id; a missing one is our own mistake, since plan and drawing read the same model. */
export function certificateOf<T extends DrawableCertificate>(store: ReadonlyMap<string, T>, id: string): T {
  const certificate = store.get(id);
  if (certificate === undefined) throw new Error(`no certificate is called ${id}`);
  return certificate;
}
