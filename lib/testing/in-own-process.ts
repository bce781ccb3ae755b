/** Code in a Node.js process of its own: scrypt takes ten times as long in one in which other tests have run. */
import { execFileSync } from 'node:child_process';

/** @param code is given what `words` hold as `words`, and prints what comes back; it may use require from the top of the checkout. */
export function inOwnProcess(code: string, ...words: readonly string[]): string {
  const script = `const words = process.argv.slice(1); ${code}`;
  return execFileSync(process.execPath, ['-r', '@swc-node/register', '-e', script, '--', ...words], {
    encoding: 'utf8',
  });
}
