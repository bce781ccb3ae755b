import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { OutputRefused } from './output-refused';
import { swapFolder } from './swap-folder';
import { writeTree } from './write-tree';

const MARKER = '.gatehouse-output';
let parent: string;
let folder: string;

beforeEach(() => {
  parent = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'write-tree-')));
  folder = path.join(parent, 'dist');
});

afterEach(() => {
  jest.restoreAllMocks();
  fs.rmSync(parent, { recursive: true, force: true });
});

function tree(files: Record<string, string>): ReadonlyMap<string, string> {
  return new Map(Object.entries(files));
}

/** Text by relative path, without the marker. */
function read(root: string): Record<string, string> {
  const entries = fs.readdirSync(root, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile());
  const files = entries.map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)));
  const names = files.filter((file) => file !== MARKER);
  return Object.fromEntries(names.map((name) => [name, fs.readFileSync(path.join(root, name), 'utf8')]));
}

function identity(file: string): unknown {
  const { ino, mtimeNs } = fs.statSync(path.join(folder, file), { bigint: true });
  return { ino, mtimeNs };
}

function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: as the test wants`), { code });
}

describe('the new tree', () => {
  test('is made with its parents and nothing beside it', () => {
    const deep = path.join(folder, 'x', 'y');
    expect(writeTree(deep, tree({ 'a.yaml': 'a\n', 'b/c.yaml': 'é\n' }))).toEqual({
      written: 2,
      unchanged: 0,
      removed: 0,
    });
    expect(read(deep)).toEqual({ 'a.yaml': 'a\n', 'b/c.yaml': 'é\n' });
    expect(fs.readdirSync(path.dirname(deep))).toEqual(['y']);
  });

  test('has the new files, lacks the old ones and counts both', () => {
    writeTree(folder, tree({ same: '1', changed: '1', 'gone/x': '1', 'gone/y': '1', kind: '1' }));
    const report = writeTree(folder, tree({ same: '1', changed: '2', 'new/x': '1', 'kind/now-a-folder': '1' }));
    expect(report).toEqual({ written: 3, unchanged: 1, removed: 3 });
    expect(read(folder)).toEqual({ same: '1', changed: '2', 'new/x': '1', 'kind/now-a-folder': '1' });
    expect(fs.existsSync(path.join(folder, 'gone'))).toBe(false);
    expect(fs.readdirSync(parent)).toEqual(['dist']);
  });

  test('keeps inode and time of unchanged files, and the permissions of the folder', () => {
    writeTree(folder, tree({ 'a/same': 'same', changed: 'old' }));
    fs.utimesSync(path.join(folder, 'a/same'), 1_000_000, 1_000_000);
    fs.chmodSync(folder, 0o771);
    const before = [identity('a/same'), identity(MARKER)];
    const changed = identity('changed');
    writeTree(folder, tree({ 'a/same': 'same', changed: 'new' }));
    expect([identity('a/same'), identity(MARKER)]).toEqual(before);
    expect(identity('changed')).not.toEqual(changed);
    expect(fs.statSync(folder).mode & 0o777).toBe(0o771);
  });

  test('keeps the time of unchanged files where the file system has no links', () => {
    writeTree(folder, tree({ same: 'same', changed: 'old' }));
    fs.utimesSync(path.join(folder, 'same'), 1_000_000, 1_000_000);
    jest.spyOn(fs, 'linkSync').mockImplementation(() => {
      throw systemError('EPERM');
    });
    expect(writeTree(folder, tree({ same: 'same', changed: 'new' }))).toEqual({ written: 1, unchanged: 1, removed: 0 });
    expect(fs.statSync(path.join(folder, 'same')).mtimeMs).toBe(1_000_000_000);
    expect(read(folder)).toEqual({ same: 'same', changed: 'new' });
  });

  test('never has a file that another run put there between the look and the link', () => {
    writeTree(folder, tree({ a: 'old' }));
    const link = fs.linkSync;
    jest.spyOn(fs, 'linkSync').mockImplementation((from, to) => {
      fs.writeFileSync(from, 'odd');
      link(from, to);
    });
    expect(writeTree(folder, tree({ a: 'old' }))).toEqual({ written: 1, unchanged: 0, removed: 0 });
    expect(read(folder)).toEqual({ a: 'old' });
  });

  test('may take the place of an empty folder', () => {
    fs.mkdirSync(folder);
    writeTree(folder, tree({ a: '1' }));
    expect(read(folder)).toEqual({ a: '1' });
  });
});

describe('a run that fails', () => {
  const old = { a: '1', b: '1', 'c/d': '1' };
  beforeEach(() => {
    writeTree(folder, tree(old));
  });

  test('in the middle of its files leaves the old tree whole and nothing beside it', () => {
    const write = fs.writeFileSync;
    let calls = 0;
    jest.spyOn(fs, 'writeFileSync').mockImplementation((...args: Parameters<typeof write>) => {
      if (++calls === 2) throw systemError('ENOSPC');
      write(...args);
    });
    expect(() => writeTree(folder, tree({ a: '2', b: '2' }))).toThrow(
      /dist cannot be written: ENOSPC.*; name a folder/,
    );
    expect(calls).toBe(2);
    expect(read(folder)).toEqual(old);
    expect(fs.readdirSync(parent)).toEqual(['dist']);
  });

  test('between the two renames puts the old tree back', () => {
    expect(() => {
      swapFolder(path.join(parent, 'missing'), folder, () => {
        throw systemError('EINVAL');
      });
    }).toThrow(/ENOENT/);
    expect(read(folder)).toEqual(old);
    expect(fs.readdirSync(parent)).toEqual(['dist']);
  });

  test('as its paths are no tree touches nothing', () => {
    for (const bad of ['', '/a', '../a', 'a/../b', './a', 'a//b', 'a/', 'a\\b', 'C:a', 'a\0b']) {
      expect(() => writeTree(folder, tree({ [bad]: '2' }))).toThrow(/^not a path within a tree/);
    }
    expect(() => writeTree(folder, tree({ 'a/b/c': '2', a: '2' }))).toThrow('"a" is a file and the folder of "a/b/c"');
    expect(read(folder)).toEqual(old);
  });
});

describe('where the file system cannot exchange folders', () => {
  test('two renames do it', () => {
    writeTree(folder, tree({ a: '1' }));
    fs.mkdirSync(path.join(parent, 'fresh'));
    fs.writeFileSync(path.join(parent, 'fresh', 'b'), '2');
    swapFolder(path.join(parent, 'fresh'), folder, () => {
      throw systemError('EINVAL');
    });
    expect(read(folder)).toEqual({ b: '2' });
    expect(fs.readdirSync(parent)).toEqual(['dist']);
  });

  test('the next run puts back what one killed between the renames had set aside', () => {
    writeTree(folder, tree({ a: '1', b: '1' }));
    fs.renameSync(folder, path.join(parent, `.dist.gatehouse-${deadPid()}-0123456789ab-old`));
    expect(writeTree(folder, tree({ a: '1', b: '2' }))).toEqual({ written: 1, unchanged: 1, removed: 0 });
    expect(fs.readdirSync(parent)).toEqual(['dist']);
  });
});

describe('what is left beside the folder', () => {
  test('by killed runs is removed, by live ones and other programs is not', () => {
    const live = `.dist.gatehouse-${process.ppid}-0123456789ab`;
    const others = ['.dist.gatehouse-notes', `.other.gatehouse-${deadPid()}-0123456789ab`];
    for (const name of [`.dist.gatehouse-${deadPid()}-0123456789ab`, live, ...others]) {
      fs.mkdirSync(path.join(parent, name, 'sub'), { recursive: true });
    }
    writeTree(folder, tree({ a: '1' }));
    expect(fs.readdirSync(parent).sort()).toEqual([live, ...others, 'dist'].sort());
  });
});

function deadPid(): number {
  return spawnSync(process.execPath, ['-e', '']).pid;
}

describe('the user is refused', () => {
  function expectRefused(target: string, reason: RegExp): void {
    const before = fs.readdirSync(parent).sort();
    const attempt = (): unknown => writeTree(target, tree({ a: '1' }));
    expect(attempt).toThrow(OutputRefused);
    expect(attempt).toThrow(reason);
    expect(fs.readdirSync(parent).sort()).toEqual(before);
  }

  test('the current folder, those above it and the root', () => {
    for (const target of ['.', '..', '', '/', process.cwd(), path.dirname(process.cwd())]) {
      expectRefused(target, /is or holds the current folder; name/);
    }
  });

  test('the current folder under another name', () => {
    const link = path.join(parent, 'link');
    fs.symlinkSync(path.dirname(process.cwd()), link);
    expectRefused(path.join(link, path.basename(process.cwd())), /is or holds the current folder; name/);
  });

  test('a folder that Gatehouse did not write, even if all its files are YAML', () => {
    fs.mkdirSync(folder);
    fs.writeFileSync(path.join(folder, 'platform.yaml'), 'kind: Platform\n');
    expectRefused(folder, /dist holds platform\.yaml and no \.gatehouse-output.*; name a new or empty folder/);
    expect(read(folder)).toEqual({ 'platform.yaml': 'kind: Platform\n' });
  });

  test('a git repository, even if Gatehouse wrote it', () => {
    writeTree(folder, tree({ a: '1' }));
    fs.mkdirSync(path.join(folder, '.git'));
    expectRefused(folder, /is a git repository; name a folder within it/);
  });

  test('a file and a symbolic link', () => {
    fs.writeFileSync(folder, 'precious');
    expectRefused(folder, /is not a folder; name/);
    expectRefused(path.join(folder, 'below'), /cannot be written: E(NOTDIR|EXIST).*; name a folder/);
    fs.symlinkSync(parent, path.join(parent, 'link'));
    expectRefused(path.join(parent, 'link'), /is a symbolic link; name the folder/);
    fs.symlinkSync('/nowhere', path.join(parent, 'dangling'));
    expectRefused(path.join(parent, 'dangling'), /is a symbolic link; name the folder/);
  });

  test('a folder whose parent is not theirs to write', () => {
    fs.mkdirSync(path.join(parent, 'locked'));
    fs.chmodSync(parent, 0o755);
    fs.chmodSync(path.join(parent, 'locked'), 0o555);
    // The root of a container may write anywhere.
    const isRoot = process.geteuid?.() === 0;
    if (isRoot) process.seteuid?.(65_534);
    try {
      expectRefused(
        path.join(parent, 'locked', 'dist'),
        /cannot be written: EACCES.*; name a folder that you may write/,
      );
    } finally {
      if (isRoot) process.seteuid?.(0);
    }
  });

  test('a mount point', () => {
    jest.spyOn(fs, 'renameSync').mockImplementation(() => {
      throw systemError('EBUSY');
    });
    expectRefused(folder, /cannot be written: EBUSY.*; name a folder within it/);
  });
});
