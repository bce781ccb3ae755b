/** The text of an age identity file to its identities: a secret key in each line, `#` begins a comment. */
import { fault, type Place, type Result } from '../model/issue';

const identity = /^AGE-SECRET-KEY-(?:PQ-)?1[02-9AC-HJ-NP-Z]{58}$/;

/** `file` is what messages call it. They tell a line's number, never what stands there. */
export function parseIdentities(text: string, file: string, where: Place): Result<readonly string[]> {
  const refuse = (message: string): Result<never> => {
    const fix = 'name a file with lines AGE-SECRET-KEY-1…, as `age-keygen` writes it';
    return { ok: false, issues: [fault('age-identity', where, `${file} ${message}`, fix)] };
  };
  if (/^(?:-----BEGIN AGE ENCRYPTED FILE-----|age-encryption\.org\/)/.test(text)) return refuse('is itself encrypted');
  const lines = text.split('\n').map((line) => line.trim());
  const isWritten = (line: string): boolean => line !== '' && !line.startsWith('#');
  const odd = lines.findIndex((line) => isWritten(line) && !identity.test(line));
  if (odd >= 0) return refuse(`has no age identity in line ${odd + 1}`);
  const identities = lines.filter(isWritten);
  return identities.length > 0 ? { ok: true, value: identities } : refuse('has no age identity in it');
}
