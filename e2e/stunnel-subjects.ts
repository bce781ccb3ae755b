/** Every stunnel of a synthesized fleet's client kits, with the files of its folder. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Subject } from './configuration-bench';
import type { FleetCopy } from './fleet-copy';

const CONFIGURATION = 'stunnel.conf';
const AUTHORITY = 'ca.crt';

/** Their names are those of the folders: `<tenant>/<app>/<endpoint>`. */
export function stunnelSubjectsOf({ output }: FleetCopy): Subject[] {
  const clients = join(output, 'clients');
  if (!existsSync(clients)) return [];
  const folders = readdirSync(clients, { recursive: true, withFileTypes: true })
    .filter(({ name }) => name === CONFIGURATION)
    .map(({ parentPath }) => parentPath);
  // Who has a certificate of somebody else's brings that one's authority.
  const anyAuthority = folders.map((folder) => join(folder, AUTHORITY)).find((file) => existsSync(file));
  return folders.map((folder) => {
    const own = join(folder, AUTHORITY);
    const authority = existsSync(own) ? own : (anyAuthority ?? '');
    const files = {
      [CONFIGURATION]: readFileSync(join(folder, CONFIGURATION), 'utf8'),
      [AUTHORITY]: readFileSync(authority, 'utf8'),
    };
    return { name: folder.slice(clients.length + 1), files, configuration: CONFIGURATION };
  });
}
