import { execFileSync, spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packsIn } from './pack-folder';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gatehouse-packs-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const file = (name: string): string => join(folder, `${name}.gatehouse-pack`);

/** Keeps these and takes away all others. */
function keep(texts: Record<string, string>, names = Object.keys(texts)): void {
  packsIn(folder).replace(new Map(Object.entries(texts)), new Set(names));
}

test('what was kept is read, and the folder is made', () => {
  folder = join(folder, '..', `${folder.split('/').at(-1) ?? ''}-new`, 'deep');
  expect(packsIn(folder).read('a')).toBeUndefined();
  keep({ a: 'text ü\n', b: '' });
  expect(packsIn(folder).read('a')).toBe('text ü\n');
  expect(packsIn(folder).read('b')).toBe('');
  folder = join(folder, '..');
});

test('packs that are not named go, those that are stay, and other files are nobody’s business', () => {
  keep({ a: '1', b: '2', c: '3' });
  writeFileSync(join(folder, 'notes.txt'), 'mine');
  keep({ b: '4' }, ['b', 'c']);
  expect(readdirSync(folder).sort()).toEqual(['b.gatehouse-pack', 'c.gatehouse-pack', 'notes.txt']);
  expect(packsIn(folder).read('c')).toBe('3');
});

test('a folder, a link, a pipe, and more than we ever write are no packs', () => {
  writeFileSync(join(folder, 'secret'), 'of somebody');
  mkdirSync(file('folder'));
  symlinkSync(join(folder, 'secret'), file('link'));
  execFileSync('mkfifo', [file('pipe')]);
  writeFileSync(file('large'), '');
  truncateSync(file('large'), 65 * 1024 * 1024);
  for (const name of ['folder', 'link', 'pipe', 'large']) expect(packsIn(folder).read(name)).toBeUndefined();
});

test('a link in the place of a pack is replaced, and what it points to stays', () => {
  writeFileSync(join(folder, 'secret'), 'of somebody');
  symlinkSync(join(folder, 'secret'), file('link'));
  keep({ link: 'text' });
  expect(packsIn(folder).read('link')).toBe('text');
  expect(readFileSync(join(folder, 'secret'), 'utf8')).toBe('of somebody');
});

test('where a pack cannot be written the system’s error comes through, and nothing is left lying about', () => {
  mkdirSync(file('a'));
  writeFileSync(join(file('a'), 'x'), '');
  expect(() => {
    keep({ a: '1' });
  }).toThrow(/EISDIR|ENOTEMPTY|EEXIST/);
  expect(readdirSync(folder)).toEqual(['a.gatehouse-pack']);
});

test('what killed runs left is swept, what others are writing is not', () => {
  const dead = spawnSync(process.execPath, ['-e', 'process.stdout.write(String(process.pid))'], {
    encoding: 'utf8',
  }).stdout;
  const left = `.gatehouse-pack-${dead}-0123456789ab`;
  const live = `.gatehouse-pack-${process.ppid}-0123456789ab`;
  writeFileSync(join(folder, left), '');
  writeFileSync(join(folder, live), '');
  keep({ a: '1' });
  expect(readdirSync(folder).sort()).toEqual([live, 'a.gatehouse-pack']);
});

test('a name that could be a path is our mistake', () => {
  expect(() => packsIn(folder).read('../a')).toThrow('"../a" is no name of a pack');
});
