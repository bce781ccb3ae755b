/** Servers on the Internet, with certificates of authorities of their own. */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run, start, tryRun, type Running } from './command';
import { CLIENT_PREFIX } from './environment';
import { eventually, must } from './eventually';

/** Further addresses of the machine outside: what clouds have at the first, and a network of somebody's own. */
export const METADATA_ADDRESS = '169.254.169.254';
export const PRIVATE_ADDRESS = '192.168.77.7';

const PROGRAM = join(__dirname, 'programs', 'outside_servers.py');
const DAY = 86_400_000;

/** Name of the file, and the name that the certificate is for where it is another. */
const LEAVES: Readonly<Record<string, string>> = {
  'api.outside.test': 'api.outside.test',
  'mail.outside.test': 'mail.outside.test',
  'other.outside.test': 'other.outside.test',
  'members.outside.test': 'members.outside.test',
  'any.s3.outside.test': '*.s3.outside.test',
  'misnamed.outside.test': 'somebody-else.outside.test',
  'expired.outside.test': 'expired.outside.test',
  member: 'member',
};

const SETTINGS = `
[ca]
default_ca = own
[own]
dir = .
database = index.txt
new_certs_dir = .
certificate = ca.crt
private_key = ca.key
rand_serial = yes
unique_subject = no
default_md = sha256
policy = any
copy_extensions = copy
[any]
commonName = supplied
`;

/** An authority with its leaves, and another authority, as PEM files in `folder`. */
export async function makeOutsideCertificates(folder: string): Promise<void> {
  mkdirSync(folder);
  writeFileSync(join(folder, 'index.txt'), '');
  writeFileSync(join(folder, 'ca.cnf'), SETTINGS);
  const openssl = (...words: string[]): Promise<string> =>
    run(['sh', '-c', 'cd "$0" && exec openssl "$@"', folder, ...words]);
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-noenc'];
  for (const name of ['ca', 'other'])
    await openssl(
      'req',
      '-x509',
      ...key,
      '-days',
      '3',
      '-subj',
      `/CN=outside ${name}`,
      '-keyout',
      `${name}.key`,
      '-out',
      `${name}.crt`,
    );
  for (const [file, name] of Object.entries(LEAVES)) {
    const names = ['-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name}`];
    await openssl('req', '-new', ...key, ...names, '-keyout', `${file}.key`, '-out', `${file}.csr`);
    const validity = file.startsWith('expired')
      ? ['20200101000000Z', '20200201000000Z']
      : [stamp(-DAY), stamp(2 * DAY)];
    const dates = ['-startdate', validity[0] ?? '', '-enddate', validity[1] ?? ''];
    await openssl(
      'ca',
      '-batch',
      '-notext',
      '-config',
      'ca.cnf',
      '-in',
      `${file}.csr`,
      '-out',
      `${file}.crt`,
      ...dates,
    );
  }
}

/** As OpenSSL takes it: YYYYMMDDHHMMSSZ. */
function stamp(offset: number): string {
  return new Date(Date.now() + offset).toISOString().replace(/[-:T]|\.\d+/g, '');
}

export function readOutside(folder: string, file: string): string {
  return readFileSync(join(folder, file), 'utf8');
}

/** With the further addresses, which `kill` leaves behind and {@link dropAddresses} takes away. */
export async function startOutsideServers(folder: string): Promise<Running> {
  for (const address of [METADATA_ADDRESS, PRIVATE_ADDRESS])
    await tryRun([...CLIENT_PREFIX, 'ip', 'address', 'add', `${address}/32`, 'dev', 'lo']);
  await tryRun([...CLIENT_PREFIX, 'ip', 'link', 'set', 'lo', 'up']);
  const servers = start([...CLIENT_PREFIX, 'python3', PROGRAM, folder]);
  await eventually('the servers outside answer', 20, async () => {
    const { code, stderr } = await tryRun([
      ...CLIENT_PREFIX,
      'python3',
      '-c',
      'import socket; socket.create_connection(("127.0.0.1", 7446), 2)',
    ]);
    must(code === 0, stderr);
  });
  return servers;
}

export async function dropAddresses(): Promise<void> {
  for (const address of [METADATA_ADDRESS, PRIVATE_ADDRESS])
    await tryRun([...CLIENT_PREFIX, 'ip', 'address', 'del', `${address}/32`, 'dev', 'lo']);
}

/** Somewhere in the cluster where TLS is spoken, on the port of the servers outside. */
export const TLS_SERVER =
  'openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -days 2 -subj /CN=pod -keyout /tmp/k -out /tmp/c && exec openssl s_server -quiet -accept 7443 -key /tmp/k -cert /tmp/c';

/** SHA-256 of what programs/outside_servers.py sends. */
export function digestOfSent(mebibytes: number): string {
  const block = 'gatehouse-'.repeat(6553) + '123456';
  return createHash('sha256')
    .update(block.repeat((mebibytes * 1_048_576) / block.length))
    .digest('hex');
}

/** What tenants have put into their namespaces themselves. */
export function ownObjects(namespace: string, files: string): unknown[] {
  const base64 = (file: string): string => Buffer.from(readOutside(files, file)).toString('base64');
  const metadata = (name: string): object => ({ name, namespace });
  const data = { 'ca.crt': readOutside(files, 'ca.crt'), 'other.crt': readOutside(files, 'other.crt') };
  return [
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: metadata('authorities'), data },
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: metadata('member'),
      type: 'kubernetes.io/tls',
      data: { 'tls.crt': base64('member.crt'), 'tls.key': base64('member.key') },
    },
  ];
}
