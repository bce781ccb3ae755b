import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createFile } from './create-file';
import { replaceFile } from './replace-file';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'gatehouse-files-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});
const at = (name: string): string => path.join(folder, name);

test('a file that is replaced keeps its permissions, and nothing is left beside it', () => {
  writeFileSync(at('platform.yaml'), 'old');
  chmodSync(at('platform.yaml'), 0o664);
  const { ino } = statSync(at('platform.yaml'));
  replaceFile(at('platform.yaml'), 'new');
  expect(readFileSync(at('platform.yaml'), 'utf8')).toBe('new');
  expect(statSync(at('platform.yaml')).mode & 0o777).toBe(0o664);
  expect(statSync(at('platform.yaml')).ino).not.toBe(ino);
  expect(readdirSync(folder)).toEqual(['platform.yaml']);
});

test('a link to a file stays a link', () => {
  mkdirSync(at('elsewhere'));
  writeFileSync(at('elsewhere/real.yaml'), 'old');
  symlinkSync('elsewhere/real.yaml', at('platform.yaml'));
  replaceFile(at('platform.yaml'), 'new');
  expect(lstatSync(at('platform.yaml')).isSymbolicLink()).toBe(true);
  expect(readFileSync(at('elsewhere/real.yaml'), 'utf8')).toBe('new');
});

test('what cannot be replaced is left, with nothing beside it', () => {
  mkdirSync(at('platform.yaml'));
  expect(() => {
    replaceFile(at('platform.yaml'), 'new');
  }).toThrow(/EISDIR/);
  expect(readdirSync(folder)).toEqual(['platform.yaml']);
  expect(() => {
    replaceFile(at('gone.yaml'), 'new');
  }).toThrow(/ENOENT/);
});

test('a file is created with its folder, for its owner, and never a second time', () => {
  createFile(at('pki/seed.age'), 'one');
  expect(statSync(at('pki/seed.age')).mode & 0o777).toBe(0o600);
  expect(() => {
    createFile(at('pki/seed.age'), 'two');
  }).toThrow(/EEXIST/);
  expect(readFileSync(at('pki/seed.age'), 'utf8')).toBe('one');
  symlinkSync('nowhere', at('pki/link'));
  expect(() => {
    createFile(at('pki/link'), 'two');
  }).toThrow(/EEXIST/);
});
