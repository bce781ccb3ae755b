/** The `data` of a Secret that holds leaves: base64, never `stringData` (Argo CD cannot take removed stringData keys away). */
import type { CertificateStore, IssuedCertificate } from '../model/certificate';
import { certificateIds } from '../model/names';

export interface NamedLeaf {
  /** File name without .crt and .key. */
  readonly name: string;
  /** Certificate id. */
  readonly id: string;
}

/** `<name>.crt` (leaf, then its tenant's authority as the root signed it) and `<name>.key` of each leaf. */
export function leafEntries(
  certificates: CertificateStore,
  tenant: string,
  leaves: readonly NamedLeaf[],
): Record<string, string> {
  const authority = issued(certificates, certificateIds.authority(tenant)).certificatePem;
  return Object.fromEntries(
    leaves.flatMap(({ name, id }) => {
      const { certificatePem, keyPem } = issued(certificates, id);
      return [
        [`${name}.crt`, toBase64(certificatePem + authority)],
        [`${name}.key`, toBase64(keyPem)],
      ];
    }),
  );
}

/** The certificate of that id; a missing one is our own mistake, since plan and drawing read the same model. */
export function issued(certificates: CertificateStore, id: string): IssuedCertificate {
  const certificate = certificates.get(id);
  if (certificate === undefined) throw new Error(`no certificate ${id} was issued`);
  return certificate;
}

function toBase64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}
