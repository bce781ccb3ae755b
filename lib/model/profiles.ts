/** What each kind of certificate may be used for (RFC 5280 §4.2.1.3, .9, .12). */
import type { CertificateProfile } from './certificate';

export type KeyUsage = 'digitalSignature' | 'keyCertSign' | 'cRLSign';
export type ExtendedKeyUsage = 'serverAuth' | 'clientAuth';

export interface Profile {
  /** How many authorities may stand between it and a leaf; absent in certificates that sign nothing. */
  readonly pathLength?: number;
  readonly keyUsages: readonly KeyUsage[];
  /** Empty means any use, as a root has it. */
  readonly extendedKeyUsages: readonly ExtendedKeyUsage[];
  /** Who may sign it; absent in those that sign themselves. */
  readonly signedBy?: CertificateProfile;
}

const signs = { keyUsages: ['keyCertSign', 'cRLSign'] } as const;
const bothEnds = { extendedKeyUsages: ['serverAuth', 'clientAuth'] } as const;

export const profiles: Readonly<Record<CertificateProfile, Profile>> = {
  root: { pathLength: 1, ...signs, extendedKeyUsages: [] },
  authority: { pathLength: 0, ...signs, ...bothEnds, signedBy: 'root' },
  twin: { pathLength: 0, ...signs, ...bothEnds },
  identity: { keyUsages: ['digitalSignature'], ...bothEnds, signedBy: 'authority' },
  guest: { keyUsages: ['digitalSignature'], extendedKeyUsages: ['clientAuth'], signedBy: 'authority' },
  public: { keyUsages: ['digitalSignature'], extendedKeyUsages: ['serverAuth'], signedBy: 'authority' },
};
