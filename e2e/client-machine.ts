/**
 * A machine on the Internet with the programs of the tools image, which are newer than a host's may be (psql 18, OpenSSL 3.6):
 * the image's files as the root of commands that run in the client's network. It knows the fleet's hosts and has the client kits.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run, start, tryRun, type Ended, type Running } from './command';
import { CLIENT_PREFIX, IMAGE, PUBLIC_ADDRESS } from './environment';
import { eventually } from './eventually';

export interface ClientMachine {
  /** Runs a command in the folder of a kit, relative to `clients/`. */
  readonly tryIn: (kit: string, words: readonly string[], input?: string) => Promise<Ended>;
  readonly runIn: (kit: string, words: readonly string[], input?: string) => Promise<string>;
  readonly startIn: (kit: string, words: readonly string[]) => Running;
  readonly close: () => Promise<void>;
}

/** Only this command sees what is mounted: the mounts end with it. */
const WITHIN = `
mount --bind "$2" "$1/etc/hosts" && mount --bind "$3" "$1/mnt" && mount --bind /dev "$1/dev" && mount -t proc proc "$1/proc" || exit 1
root=$1 folder=/mnt/$4; shift 4
exec chroot "$root" sh -c 'cd "$0" && exec "$@"' "$folder" "$@"
`;

/** @param kits the folder \`clients\` of an output. */
export async function openClientMachine(kits: string, hosts: readonly string[]): Promise<ClientMachine> {
  const scratch = mkdtempSync(join(tmpdir(), 'gatehouse-client-'));
  const [root, names] = [join(scratch, 'root'), join(scratch, 'hosts')];
  writeFileSync(names, `127.0.0.1 localhost\n${hosts.map((host) => `${PUBLIC_ADDRESS} ${host}\n`).join('')}`);
  await run(['mkdir', root]);
  await run(['ctr', '--namespace', 'k8s.io', 'images', 'mount', IMAGE, root]);
  const within = (kit: string, words: readonly string[]): string[] => [
    ...CLIENT_PREFIX,
    ...['unshare', '--mount', 'sh', '-c', WITHIN, 'sh', root, names, kits, kit],
    ...words,
  ];
  return {
    tryIn: (kit, words, input) => tryRun(within(kit, words), input),
    runIn: (kit, words, input) => run(within(kit, words), input),
    startIn: (kit, words) => start(within(kit, words)),
    close: async () => {
      await run(['ctr', '--namespace', 'k8s.io', 'images', 'unmount', '--rm', root]);
      rmSync(scratch, { recursive: true, force: true });
    },
  };
}

/** Runs the kit's stunnel, as its README says, while `use` lasts. */
export async function throughKit<T>(
  machine: ClientMachine,
  kit: string,
  use: (port: string) => Promise<T>,
): Promise<T> {
  const stunnel = machine.startIn(kit, ['stunnel', 'stunnel.conf']);
  try {
    const port = await machine.runIn(kit, ['sed', '-n', 's/^accept = 127.0.0.1://p', 'stunnel.conf']);
    await eventually(`the wrapper of ${kit} listens`, 10, () =>
      machine.runIn(kit, ['bash', '-c', `exec 3<>/dev/tcp/127.0.0.1/${port.trim()}`]),
    );
    return await use(port.trim());
  } finally {
    stunnel.kill();
    await stunnel.finish();
  }
}
