/**
 * The pieces that all three tiers' nginx configurations share. Values written into them have passed model/schema.ts, which
 * lets nothing through that nginx could read as anything but a word; `word` checks that once more at the last moment.
 */
import type { Platform } from '../model/platform';
import { HEALTH_PORT } from '../model/ports';

/** Where the three things that change in place are mounted; nginx-container.ts watches these folders. */
export const CONFIG_FOLDER = '/etc/gatehouse/config';
export const LEAF_FOLDER = '/etc/gatehouse/leaf';
export const TRUST_FOLDER = '/etc/gatehouse/trust';
export const CONFIG_FILE = 'nginx.conf';
export const TRUST_FILE = 'ca.crt';

const HARMLESS = /^[A-Za-z0-9._~:/=,+@?&%\-[\]]+$/;

/** The text itself, when nginx can read it as nothing but one word; an error of ours otherwise. */
export function word(text: string | number): string {
  const value = String(text);
  if (!HARMLESS.test(value)) throw new Error(`not a plain word for an nginx configuration: ${JSON.stringify(value)}`);
  return value;
}

/** A variable's name for a DNS label: labels have no underscore, so two labels never share one. */
export function variable(prefix: string, label: string): string {
  return `$${prefix}_${word(label).replaceAll('-', '_')}`;
}

/**
 * `name {`, the lines one level in, `}`: one text, which what is around it moves in as a whole. Long lists of lines that are drawn for
 * every app end in `flat()` instead of spreads: V8 compiles each spread into a loop of its own, and all of them anew whenever one meets
 * another kind of array (renderSidecarConfig was compiled five times, 0.5 s in a synth of 2,000 apps).
 */
export function block(head: string, lines: readonly string[]): string {
  return `${[`${head} {`].concat(lines).join('\n').replaceAll('\n', '\n  ')}\n}`;
}

export interface MainProps {
  readonly platform: Platform;
  readonly workers: number;
  readonly connections: number;
}

/** What stands outside of stream and http. */
export function mainContext({ platform, workers, connections }: MainProps): string[] {
  return [
    '# Rendered by Gatehouse. Changes are taken over in place, without a restart.',
    `worker_processes ${workers};`,
    // A container runtime may give 1024 open files and let a process take more.
    `worker_rlimit_nofile ${connections + 512};`,
    `worker_shutdown_timeout ${platform.spec.drain.reloadSeconds}s;`,
    'error_log stderr warn;',
    'pid /tmp/nginx.pid;',
    block('events', [`worker_connections ${connections};`]),
  ];
}

/** Names are looked up again and again, never only at the start: a callee that is missing stops nobody from starting. */
export function resolver(platform: Platform): string[] {
  const { service, namespace } = platform.spec.dns;
  return [
    `resolver ${word(service)}.${word(namespace)}.svc.${word(platform.spec.clusterDomain)} valid=5s;`,
    'resolver_timeout 5s;',
  ];
}

/** Idle connections live on as long as both ends answer TCP keep-alives. */
export function patientStream(silence = '1d'): string[] {
  return ['proxy_connect_timeout 5s;', `proxy_timeout ${word(silence)};`, 'proxy_socket_keepalive on;'];
}

export const PATIENT_STREAM = patientStream();

/** `so_keepalive`: after a minute of silence, every 15 s, four times. */
export const KEEPALIVE = 'so_keepalive=60s:15s:4';

/** http needs its temporary files in the one writable folder. */
export const TEMPORARY_PATHS = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
  (kind) => `${kind}_temp_path /tmp/${kind};`,
);

/** kubelet's plain door: says that nginx is alive, and nothing else unless `more` adds to it. */
export function healthServer(more: readonly string[] = []): string {
  return block('server', [
    `listen ${HEALTH_PORT};`,
    'server_name _;',
    'access_log off;',
    'location = /ready { return 204; }',
    'location / { return 404; }',
    ...more,
  ]);
}

/** Only what was refused or failed is logged: who, where, and what its certificate said. */
export const REFUSALS_LOG = [
  'log_format refused escape=json \'{"time":"$time_iso8601","client":"$remote_addr","port":"$server_port","status":"$status",\'',
  '  \'"sni":"$ssl_preread_server_name$ssl_server_name","verified":"$ssl_client_verify","subject":"$ssl_client_s_dn"}\';',
  'map $status $refused { 200 0; default 1; }',
  'access_log /dev/stdout refused if=$refused;',
];

export const PREREAD = preread(5);

/** The whole hello has so many seconds, however its pieces come (nginx sets this timer once). */
export function preread(seconds: number): string[] {
  return ['ssl_preread on;', 'preread_buffer_size 16k;', `preread_timeout ${seconds}s;`];
}

/**
 * At most so many connections at once with the same key; the refusals' log has the others. The key must be known before the
 * hello is read: with one that is not, such as the name, nginx counts everybody as one and remembers the empty name.
 */
export function connectionLimit(key: '$binary_remote_addr' | '$hostname', limit: number): ConnectionLimit {
  return {
    zone: [`limit_conn_zone ${key} zone=connections:4m;`, 'limit_conn_log_level info;'],
    limit: [`limit_conn connections ${limit};`],
  };
}

export interface ConnectionLimit {
  /** Stands in `stream`. */
  readonly zone: readonly string[];
  /** Stands in each `server`. */
  readonly limit: readonly string[];
}

/** Long names as keys. Must stand before the first map. */
export const LARGE_MAPS = ['map_hash_bucket_size 512;', 'map_hash_max_size 65536;'];

/** Hosts, and variables called after endpoints and apps: nginx's own room ends at 46 characters, and it does not start with longer ones. */
export const LONG_NAMES = ['server_names_hash_bucket_size 512;', 'variables_hash_bucket_size 512;'];

/**
 * No server resumes a session. One resumed would carry on the leaf that was shown when it began, renewed or withdrawn
 * meanwhile: nginx keeps a shared cache over a reload (docs/decisions/0018-no-resumption.md).
 */
export const NO_RESUMPTION = ['ssl_session_tickets off;', 'ssl_session_cache off;'];

/** The certificate that a server shows, by the name of its leaf. */
export function serverLeaf(name: string): string[] {
  return [`ssl_certificate ${LEAF_FOLDER}/${word(name)}.crt;`, `ssl_certificate_key ${LEAF_FOLDER}/${word(name)}.key;`];
}

/** Of a stream server. nginx refuses who offers other names alone, and takes who offers none. */
export function alpnOffer(names: readonly string[]): string[] {
  return names.length === 0 ? [] : [`ssl_alpn ${names.map(word).join(' ')};`];
}
