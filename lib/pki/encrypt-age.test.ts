/** Our age files and those of the `age` program (Debian package age) are the same: each opens the other's. */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { renderIssue, type Result } from '../model/issue';
import { inOwnProcess } from '../testing/in-own-process';
import { encryptAge } from './encrypt-age';
import { openAge } from './open-age';

const WHERE = { file: 'pki/seed.age', line: 1, column: 1 };
const CONTENT = `${'0123456789abcdef'.repeat(4)}\n`;
const PASSPHRASE = 'correct horse battery staple';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'gatehouse-age-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});
const at = (name: string): string => path.join(folder, name);

function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.issues.map(renderIssue).join('\n'));
  return result.value;
}

/** An identity file that `age-keygen` writes, and its public key. */
function keygen(name: string): { readonly file: string; readonly recipient: string } {
  execFileSync('age-keygen', ['-o', at(name)], { stdio: 'pipe' });
  return { file: at(name), recipient: execFileSync('age-keygen', ['-y', at(name)], { encoding: 'utf8' }).trim() };
}

/** The secret line of an identity file. */
function identityOf(file: string): string {
  return (
    readFileSync(file, 'utf8')
      .split('\n')
      .find((line) => line.startsWith('AGE-SECRET-KEY-1')) ?? ''
  );
}

/** Runs `age` on a terminal of its own, since it reads passphrases from nowhere else, and answers every question with `answer`. */
async function onTerminal(command: string, answer: string): Promise<void> {
  const child = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], { cwd: folder });
  let answered = 0;
  let seen = '';
  child.stdout.on('data', (data: Buffer) => {
    seen += data.toString();
    const questions = seen.match(/(?:Enter|Confirm) passphrase[^:]*:/g)?.length ?? 0;
    for (; answered < questions; answered++) child.stdin.write(`${answer}\n`);
  });
  const code = await new Promise((resolve) => child.on('close', resolve));
  child.stdin.destroy();
  expect({ code, seen }).toMatchObject({ code: 0 });
}

test('age opens what is encrypted to recipients, each of them, and nobody else does', async () => {
  const [one, two, stranger] = ['one', 'two', 'stranger'].map(keygen);
  if (one === undefined || two === undefined || stranger === undefined) throw new Error('three keys');
  writeFileSync(
    at('ours.age'),
    valueOf(await encryptAge(CONTENT, { recipients: [one.recipient, two.recipient] }, WHERE)),
  );
  for (const { file } of [one, two])
    expect(execFileSync('age', ['--decrypt', '-i', file, at('ours.age')], { encoding: 'utf8' })).toBe(CONTENT);
  expect(() => execFileSync('age', ['--decrypt', '-i', stranger.file, at('ours.age')], { stdio: 'pipe' })).toThrow(
    /no identity matched/,
  );
});

test('what age encrypts to a recipient is opened', async () => {
  const { file, recipient } = keygen('theirs');
  const text = execFileSync('age', ['--armor', '-r', recipient], { input: CONTENT, encoding: 'utf8' });
  expect(String(Buffer.from(valueOf(await openAge(text, { identities: [identityOf(file)] }, WHERE))))).toBe(CONTENT);
});

const ENCRYPT = `require('./lib/pki/encrypt-age')
  .encryptAge(words[0], { passphrase: words[1] }, {}).then(({ value }) => process.stdout.write(value))`;
const OPEN = `require('./lib/pki/open-age')
  .openAge(words[0], { identities: [], passphrase: words[1] }, {}).then(({ value }) => process.stdout.write(value))`;

test('age opens what is encrypted with a passphrase, at full strength', async () => {
  const text = inOwnProcess(ENCRYPT, CONTENT, PASSPHRASE);
  writeFileSync(at('passphrase.age'), text);
  const header = Buffer.from(text.split('\n').slice(1, -2).join(''), 'base64').toString('latin1');
  // 2^18, the least that age itself takes for good.
  expect(header).toMatch(/^age-encryption\.org\/v1\n-> scrypt \S+ 18\n/);
  await onTerminal('age --decrypt -o opened passphrase.age', PASSPHRASE);
  expect(readFileSync(at('opened'), 'utf8')).toBe(CONTENT);
}, 180_000);

test('what age encrypts with a passphrase is opened', async () => {
  writeFileSync(at('content'), CONTENT);
  await onTerminal('age --armor --passphrase -o passphrase-theirs.age content', PASSPHRASE);
  expect(inOwnProcess(OPEN, readFileSync(at('passphrase-theirs.age'), 'utf8'), PASSPHRASE)).toBe(CONTENT);
}, 180_000);

test('what cannot be encrypted to is told, and a secret is not repeated', async () => {
  const { file, recipient } = keygen('mine');
  const secret = identityOf(file);
  const recipients = [recipient, `${recipient.slice(0, -1)}b`, secret, 'ssh-ed25519 AAAA', 'age1'];
  const result = await encryptAge(CONTENT, { recipients }, WHERE);
  const prints = 'public key, age1…, which `age-keygen -y FILE` prints';
  expect(result.ok ? [] : result.issues.map(renderIssue)).toEqual([
    `pki/seed.age:1:1 recipient "${recipient.slice(0, -1)}b" is no age recipient; give an identity's ${prints}`,
    `pki/seed.age:1:1 recipient number 3 is a secret identity, which belongs on no command line; make a new identity, and give its ${prints}`,
    `pki/seed.age:1:1 recipient number 4 is no age recipient; give an identity's ${prints}`,
    `pki/seed.age:1:1 recipient "age1" is no age recipient; give an identity's ${prints}`,
  ]);
  expect(JSON.stringify(result)).not.toContain(secret.slice(0, 24));
});

test('a passphrase that is quickly guessed is refused, and not repeated', async () => {
  const result = await encryptAge(CONTENT, { passphrase: 'äöü45678901' }, WHERE);
  expect(result.ok ? [] : result.issues.map(renderIssue)).toEqual([
    'pki/seed.age:1:1 the passphrase in GATEHOUSE_AGE_PASSPHRASE has 11 characters, it must have 12; choose a longer one, such as five words drawn at random',
  ]);
});
