import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { checkGitIgnored } from './check-git-ignored';

const where = { file: 'platform.yaml', line: 12, column: 11 };

describe('checkGitIgnored', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'gatehouse-git-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('is content outside of any work tree', () => {
    expect(checkGitIgnored(path.join(folder, 'dist'), where)).toEqual([]);
  });

  it('is content where Git ignores the folder, which need not exist', () => {
    execFileSync('git', ['init', '-q', folder]);
    writeFileSync(path.join(folder, '.gitignore'), 'dist/\n');
    expect(checkGitIgnored(path.join(folder, 'dist'), where)).toEqual([]);
  });

  it('refuses a folder that would be committed, and says what to add', () => {
    execFileSync('git', ['init', '-q', folder]);
    const [issue, ...more] = checkGitIgnored(path.join(folder, 'dist'), where);
    expect(more).toEqual([]);
    expect(issue).toMatchObject({ rule: 'plain-in-git', where });
    expect(issue?.message).toContain('lies in a Git work tree that does not ignore it');
    expect(issue?.fix).toContain('add "dist/" to ');
  });

  it('refuses where the rule ignores some other file only', () => {
    execFileSync('git', ['init', '-q', folder]);
    writeFileSync(path.join(folder, '.gitignore'), 'dist/*.txt\n');
    expect(checkGitIgnored(path.join(folder, 'dist'), where)).toHaveLength(1);
  });

  it('refuses a folder that Git ignores but has already taken up', () => {
    execFileSync('git', ['init', '-q', folder]);
    mkdirSync(path.join(folder, 'dist'));
    writeFileSync(path.join(folder, 'dist', 'a.yaml'), '');
    execFileSync('git', ['-C', folder, 'add', 'dist']);
    writeFileSync(path.join(folder, '.gitignore'), 'dist/\n');
    const [issue] = checkGitIgnored(path.join(folder, 'dist'), where);
    expect(issue?.message).toContain('lies in a Git work tree that has files of it, whatever it ignores');
  });
});
