/** The keys to age files that the user has: an identity file, a passphrase, or both. */
import { readSecret } from '../input/read-secret';
import type { Place, Result } from '../model/issue';
import type { AgeKeys } from '../pki/open-age';
import { parseIdentities } from '../pki/parse-identities';
import type { Environment } from './given-seed';

/** Undefined where neither GATEHOUSE_AGE_IDENTITY nor GATEHOUSE_AGE_PASSPHRASE is set. `where` is the place of issues. */
export function loadAgeKeys(environment: Environment, where: Place): Result<AgeKeys> | undefined {
  const path = environment['GATEHOUSE_AGE_IDENTITY'];
  const passphrase = environment['GATEHOUSE_AGE_PASSPHRASE'];
  const given = passphrase === undefined || passphrase === '' ? {} : { passphrase };
  if (path === undefined || path === '') {
    return 'passphrase' in given ? { ok: true, value: { identities: [], ...given } } : undefined;
  }
  const name = `the file that GATEHOUSE_AGE_IDENTITY names`;
  const text = readSecret(path, name, where);
  const identities = text.ok ? parseIdentities(text.value, name, where) : text;
  return identities.ok ? { ok: true, value: { identities: identities.value, ...given } } : identities;
}
