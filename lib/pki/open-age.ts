/** What an age file holds, for whoever has a key to it: armored text in, bytes out. */
import { fault, type Place, type Result } from '../model/issue';

export interface AgeKeys {
  /** `AGE-SECRET-KEY-1…`, as in the lines of an identity file. */
  readonly identities: readonly string[];
  readonly passphrase?: string;
}

const FIRST_LINE = '-----BEGIN AGE ENCRYPTED FILE-----';
const LAST_LINE = '-----END AGE ENCRYPTED FILE-----';
const RESTORE = 'restore the file from Git or from a backup';
/** What age-encryption says when every key was tried; all else that it throws means a file that is not as it was written. */
const NO_KEY_FITS = "no identity matched any of the file's recipients";

/**
 * `where` is the file's place. Whatever the text is, there are bytes or one issue, never with anything of a key in it: messages of the
 * age library, which may repeat one, are not passed on.
 */
export async function openAge(text: string, keys: AgeKeys, where: Place): Promise<Result<Uint8Array>> {
  const refuse = (message: string, fix = RESTORE): Result<never> => ({
    ok: false,
    issues: [fault('age-file', where, message, fix)],
  });
  // Loaded when needed: it takes longer than a small synth.
  const { armor, Decrypter } = await import('age-encryption');
  const misshapen = checkShape(text);
  if (misshapen !== undefined) return refuse(misshapen);
  let file: Uint8Array;
  try {
    file = armor.decode(text);
  } catch {
    return refuse('the age file was altered: its lines are not as age writes them');
  }
  const needsPassphrase = isForPassphrase(file);
  const unfit = checkKeys(keys, needsPassphrase);
  if (unfit !== undefined) return refuse(...unfit);

  const decrypter = new Decrypter();
  if (needsPassphrase) decrypter.addPassphrase(keys.passphrase ?? '');
  else {
    for (const [index, identity] of keys.identities.entries()) {
      try {
        decrypter.addIdentity(identity);
      } catch {
        const message = `identity ${index + 1} of the file that GATEHOUSE_AGE_IDENTITY names has a typing error`;
        return refuse(message, 'restore that file, or remove the identity from it');
      }
    }
  }
  try {
    return { ok: true, value: await decrypter.decrypt(file) };
  } catch (error) {
    if (!(error instanceof Error) || error.message !== NO_KEY_FITS) {
      return refuse('the age file was altered or cut off: what it holds does not fit its seal');
    }
    return refuse(...noKeyFits(needsPassphrase));
  }
}

function checkShape(text: string): string | undefined {
  const shape = text.trim();
  if (shape === '') return 'the age file is empty';
  if (!shape.startsWith(FIRST_LINE)) return `this is no age file as text: it does not begin with ${FIRST_LINE}`;
  return shape.endsWith(LAST_LINE) ? undefined : `the age file is cut off: it does not end with ${LAST_LINE}`;
}

/** The header is text, one line for each who can open the file: `-> scrypt …` is a passphrase, and then the only one. */
function isForPassphrase(file: Uint8Array): boolean {
  return /^[^\n]*\n-> scrypt /.test(Buffer.from(file).toString('latin1'));
}

type Refusal = readonly [message: string, fix: string];

function checkKeys({ identities, passphrase }: AgeKeys, needsPassphrase: boolean): Refusal | undefined {
  if (needsPassphrase && passphrase === undefined) {
    return [
      'the age file is encrypted with a passphrase, and GATEHOUSE_AGE_PASSPHRASE is not set',
      'set it to the passphrase',
    ];
  }
  if (needsPassphrase || identities.length > 0) return undefined;
  return [
    'the age file is encrypted to recipients, and GATEHOUSE_AGE_IDENTITY is not set',
    'set it to the path of a file with the identity of one of them',
  ];
}

function noKeyFits(needsPassphrase: boolean): Refusal {
  if (needsPassphrase) {
    return [
      'the passphrase in GATEHOUSE_AGE_PASSPHRASE does not open the age file',
      `set the one that it was encrypted with, or, if the file was altered, ${RESTORE}`,
    ];
  }
  return [
    'no identity of the file that GATEHOUSE_AGE_IDENTITY names opens the age file',
    `name the file of one of its recipients, or, if the age file was altered, ${RESTORE}`,
  ];
}
