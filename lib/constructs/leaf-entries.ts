/** The `data` of a Secret that holds leaves: base64, never `stringData` (Argo CD cannot take removed stringData keys away). */
import type { CertificateStore } from '../model/certificate';
import { certificateOf, chainPem } from '../model/certificate-chain';

export interface NamedLeaf {
  /** File name without .crt and .key. */
  readonly name: string;
  /** Certificate id. */
  readonly id: string;
}

/** `<name>.crt` (leaf, then its tenant's authority as the root signed it) and `<name>.key` of each leaf. */
export function leafEntries(certificates: CertificateStore, leaves: readonly NamedLeaf[]): Record<string, string> {
  return Object.fromEntries(
    leaves.flatMap(({ name, id }) => [
      [`${name}.crt`, toBase64(chainPem(certificates, id))],
      [`${name}.key`, toBase64(certificateOf(certificates, id).keyPem)],
    ]),
  );
}

function toBase64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}
