/** Age files for tests: as `gatehouse pki init` writes them, but for a passphrase in milliseconds instead of a second. */
import { armor, Encrypter } from 'age-encryption';
import type { AgeLock } from '../pki/encrypt-age';

const QUICK_WORK_FACTOR = 8;

export async function anAgeFile(content: string, lock: AgeLock): Promise<string> {
  const encrypter = new Encrypter();
  if ('passphrase' in lock) {
    encrypter.setPassphrase(lock.passphrase);
    encrypter.setScryptWorkFactor(QUICK_WORK_FACTOR);
  } else for (const recipient of lock.recipients) encrypter.addRecipient(recipient);
  return armor.encode(await encrypter.encrypt(content));
}
