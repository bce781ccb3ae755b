/** Readable keys must not be committed by accident: whether Git would take up what is written to a folder. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fault, type Issue, type Place } from '../model/issue';

/**
 * An issue where `folder` lies in a Git work tree that does not ignore it, or where that cannot be found out. The folder
 * need not exist yet. `where` is the line that asked for readable keys. Sources: git-check-ignore(1), git-ls-files(1).
 */
export function checkGitIgnored(folder: string, where: Place): Issue[] {
  const workTree = workTreeAbove(path.resolve(folder));
  if (workTree === undefined) return [];
  const file = path.join(path.resolve(folder), 'tenants', 'any', 'secret.k8s.yaml');
  const asked = spawnSync('git', ['-C', workTree, 'check-ignore', '--quiet', '--no-index', file], { encoding: 'utf8' });
  if (asked.status === 0 && !isTracked(workTree, folder)) return [];
  const reason =
    asked.status === 0
      ? 'has files of it, whatever it ignores'
      : asked.status === 1
        ? 'does not ignore it'
        : 'could not be asked whether it ignores it';
  return [
    fault(
      'plain-in-git',
      where,
      `secrets mode "plain" writes readable keys, and "${folder}" lies in a Git work tree that ${reason}`,
      `write elsewhere with --output, or add "${path.relative(workTree, path.resolve(folder))}/" to ${path.join(path.relative('.', workTree), '.gitignore')}`,
    ),
  ];
}

/** Files that Git has already taken up it goes on taking up, ignored or not. */
function isTracked(workTree: string, folder: string): boolean {
  const listed = spawnSync('git', ['-C', workTree, 'ls-files', '--', path.resolve(folder)], { encoding: 'utf8' });
  return listed.status !== 0 || listed.stdout !== '';
}

function workTreeAbove(folder: string): string | undefined {
  if (existsSync(path.join(folder, '.git'))) return folder;
  const parent = path.dirname(folder);
  return parent === folder ? undefined : workTreeAbove(parent);
}
