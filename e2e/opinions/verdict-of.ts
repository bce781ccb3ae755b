/** The many words of six programs in few: what a program holds against a chain. */
import type { Answer } from './question';

/** Faults of a chain. A chain may have several, of which a program names one. */
export const FAULTS = {
  issuer: 'no way from it to the certificate that is trusted',
  signature: 'a signature is not of the key that it should be of',
  name: 'a name is outside what the authority is permitted',
  depth: 'an authority below an authority that may have none',
  'no-ca': 'signed by a certificate that may not sign',
  usage: 'not for this use',
  host: 'not for the host asked for',
  expired: 'no longer valid',
  early: 'not valid yet',
} as const;
export type Fault = keyof typeof FAULTS;

/** Words that stand for more than one fault, see `VAGUE` in disagreements.ts. */
export type VagueWord = 'critical' | 'target' | 'unsaid';

export type Verdict = 'yes' | Fault | VagueWord;

/** In this order: what is more particular comes first. */
const WORDS: readonly (readonly [Verdict, RegExp])[] = [
  ['signature', /signature failure|SIGNATURE_FAILURE|signature check failed|ECDSA verification failure/],
  ['no-ca', /invalid CA certificate|certificate signing|parent certificate cannot sign|keyCertSign/],
  ['critical', /unhandled critical extension/],
  ['name', /permitted subtree violation|name constraints check failed/],
  ['depth', /path length constraint|PATH_LENGTH_EXCEEDED|pathLenConstraint/],
  ['target', /target certificate constraints/],
  ['usage', /certificate purpose|INVALID_PURPOSE|incompatible key usage|usage does not permit|KeyUsage does not allow/],
  ['host', /hostname mismatch|does not match|is valid for|not valid for any|legacy Common Name/],
  ['expired', /certificate has expired\)?$|CERT_HAS_EXPIRED|is after|CertificateExpiredException/],
  ['early', /is not yet valid\)?$|CERT_NOT_YET_VALID|is before|CertificateNotYetValidException/],
  ['issuer', /issuer cert|ISSUER_CERT|self-signed|SELF_SIGNED|first certificate|VERIFY_LEAF_SIGNATURE/],
  ['issuer', /unknown authority|does not chain with|unable to find valid certification path/],
  ['unsaid', /^UNSPECIFIED$/],
];

/** @throws Error where the program said something new. */
export function verdictOf({ said, ...question }: Answer): Verdict {
  if (said === '') return 'yes';
  const word = WORDS.find(([, pattern]) => pattern.test(said))?.[0];
  if (word === undefined) throw new Error(`no word for what is said of ${JSON.stringify(question)}: ${said}`);
  return word;
}
