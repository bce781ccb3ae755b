/** An age file (age-encryption.org/v1) as armored text, which `age` opens too. Other bytes each time: age draws fresh keys. */
import { fault, type Issue, type Place, type Result } from '../model/issue';

/** Who can open it: age knows several recipients or one passphrase, not both. */
export type AgeLock = { readonly recipients: readonly string[] } | { readonly passphrase: string };

const SHORTEST_PASSPHRASE = 12;

/** `where` is the place of the file to be. Issues show a recipient only where it looks like one. */
export async function encryptAge(content: Uint8Array | string, lock: AgeLock, where: Place): Promise<Result<string>> {
  const { armor, Encrypter } = await import('age-encryption');
  const encrypter = new Encrypter();
  const issues: Issue[] = [];
  if ('passphrase' in lock) {
    const length = Array.from(lock.passphrase).length;
    if (length < SHORTEST_PASSPHRASE) issues.push(tooShort(length, where));
    encrypter.setPassphrase(lock.passphrase);
  } else {
    lock.recipients.forEach((recipient, index) => {
      try {
        encrypter.addRecipient(recipient);
      } catch {
        issues.push(noRecipient(recipient, index, where));
      }
    });
  }
  if (issues.length > 0) return { ok: false, issues };
  return { ok: true, value: armor.encode(await encrypter.encrypt(content)) };
}

function tooShort(length: number, where: Place): Issue {
  const message = `the passphrase in GATEHOUSE_AGE_PASSPHRASE has ${length} characters, it must have ${SHORTEST_PASSPHRASE}`;
  return fault('age-passphrase', where, message, 'choose a longer one, such as five words drawn at random');
}

function noRecipient(recipient: string, index: number, where: Place): Issue {
  const isShown = /^age1[a-z0-9]{0,120}$/.test(recipient);
  const shown = isShown ? `"${recipient}"` : `number ${index + 1}`;
  const isSecret = /^AGE-SECRET-KEY/i.test(recipient);
  const message = isSecret
    ? `recipient ${shown} is a secret identity, which belongs on no command line`
    : `recipient ${shown} is no age recipient`;
  const fix = isSecret ? 'make a new identity, and give its' : "give an identity's";
  return fault('age-recipient', where, message, `${fix} public key, age1…, which \`age-keygen -y FILE\` prints`);
}
