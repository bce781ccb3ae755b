/**
 * The last look before anything is written: no private key stands in the output but where the secrets mode puts it. Reads the
 * very text that goes into the files, knows nothing of what drew it, and shows nothing of what it finds.
 */
import type { Fleet } from '../../model/fleet';
import { fault, type Issue } from '../../model/issue';
import { findLeaks, type Leak } from './find-leaks';
import { isHighEntropy } from './is-high-entropy';
import { leafSecretsOf } from './leaf-secrets';
import { readSecret, type SecretEntry } from './secret-entries';
import { placeInText } from './text-place';

export const NO_LEAKS = 'no-leaks';

const LEAF_KEY = /\.key$/;
/** One private key as mode `plain` writes it, and nothing besides. */
const ONE_KEY = /^-----BEGIN PRIVATE KEY-----\n[A-Za-z0-9+/=\n]+-----END PRIVATE KEY-----\n$/;
const LONGEST_KEY = 8000;

/** What is wrong with the text of one file, as it is about to be written. Line and column of an issue are those of that text. */
export type LeakGuard = (file: string, text: string) => Issue[];

/** To be made once for a fleet: to tell where keys may stand takes a look at each of its apps. */
export function leakGuard(fleet: Fleet): LeakGuard {
  const leafSecrets = leafSecretsOf(fleet);
  const { mode } = fleet.platform.spec.secrets;
  return (file, text) => leaksOf(text, leafSecrets).map((leak) => toIssue(leak, file, text, mode));
}

/** @param files text by path: see `LeakGuard`. */
export function checkLeaks(files: ReadonlyMap<string, string>, fleet: Fleet): Issue[] {
  const guard = leakGuard(fleet);
  return Array.from(files).flatMap(([file, text]) => guard(file, text));
}

function leaksOf(text: string, leafSecrets: ReadonlySet<string>): Leak[] {
  const secret = readSecret(text);
  if (secret === undefined) return findLeaks(text);
  const mayHoldKeys = leafSecrets.has(secret.id);
  const allowed = secret.entries.filter((entry) => mayHoldKeys && isLeafKey(entry));
  const found = findLeaks(text, (start, end) => allowed.some((entry) => isWithin({ start, end }, entry)));
  const others = secret.entries.filter((entry) => !allowed.includes(entry));
  const random = others.filter((entry) => !found.some((leak) => isWithin(leak, entry)) && isRandom(entry));
  return [...found, ...random.map(({ start, end }) => ({ kind: 'value of high entropy', start, end }))];
}

function isLeafKey({ field, name, value }: SecretEntry): boolean {
  if (field !== 'data' || !LEAF_KEY.test(name)) return false;
  const bytes = Buffer.from(value, 'base64');
  // Decoding passes over whatever is no base64: what was passed over is missing from what is encoded again.
  return bytes.length <= LONGEST_KEY && bytes.toString('base64') === value && ONE_KEY.test(bytes.toString('latin1'));
}

function isRandom({ field, value }: SecretEntry): boolean {
  return isHighEntropy(field === 'data' ? fromBase64(value) : value);
}

function fromBase64(value: string): string {
  return Buffer.from(value, 'base64').toString('latin1');
}

function isWithin({ start, end }: Omit<Leak, 'kind'>, entry: SecretEntry): boolean {
  return start >= entry.start && end <= entry.end;
}

function toIssue({ kind, start, end }: Leak, file: string, text: string, mode: string): Issue {
  const { line, column, path } = placeInText(text, start);
  const allowance =
    mode === 'plain'
      ? 'in secrets mode "plain" only the .key entries of leaf Secrets are readable keys'
      : `in secrets mode "${mode}" no output holds a readable key`;
  const message = `${kind} (${end - start} characters, not shown here)${path === '' ? '' : ` at ${path}`}: ${allowance}`;
  return fault(
    NO_LEAKS,
    { file, line, column },
    message,
    'take it out of the document that it comes from, and replace it if that was ever committed',
  );
}
