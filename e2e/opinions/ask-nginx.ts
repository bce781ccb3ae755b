/**
 * Pairs of real nginx that meet over TLS, configured as sidecars are: one shows the case's chain, the other checks it. All are stream
 * servers of one process, which listens on sockets in a folder of its own, so that no port can be taken. They differ from sidecars in
 * the depth of chains that they look at: there it is nginx's default of one authority, which would hide what OpenSSL says of longer ones.
 */
import { readFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { start, tryRun } from '../command';
import { eventually } from '../eventually';
import { questionsOf, type Answer, type Question } from './question';
import type { Corpus, CorpusCase } from './write-corpus';

const WELCOME = 'welcome';

export async function askNginx(corpus: Corpus): Promise<Answer[]> {
  const folder = join(corpus.folder, 'nginx');
  mkdirSync(folder);
  const pairs = corpus.cases
    .filter(({ isLive }) => isLive)
    .flatMap((chain) => questionsOf(chain.id).map((question) => ({ chain, question })));
  const servers = pairs.flatMap(({ chain, question }, index) =>
    renderPair(corpus, chain, question, join(folder, String(index))),
  );
  const errors = join(folder, 'error.log');
  const configuration = join(folder, 'nginx.conf');
  writeFileSync(configuration, await renderConfiguration(folder, servers));
  const nginx = start(['nginx', '-c', configuration, '-p', folder, '-e', errors]);
  try {
    await eventually(
      'nginx listens',
      60,
      () => read(join(folder, '0.in')),
      () => Promise.resolve(readFileSync(errors, 'utf8')),
    );
    const answers: Answer[] = [];
    for (const [index, { question }] of pairs.entries()) {
      const heard = await read(join(folder, `${index}.in`));
      answers.push({ ...question, said: heard === WELCOME ? '' : reasonIn(join(folder, `${index}.log`)) });
    }
    return answers;
  } finally {
    nginx.kill();
    await nginx.finish();
  }
}

/** `<socket>.in` leads through the client to the server on `<socket>.tls`. The one that checks logs to `<socket>.log`. */
function renderPair(corpus: Corpus, chain: CorpusCase, { anchor, purpose }: Question, socket: string): string[] {
  const { genuine, anchorFiles } = corpus;
  const log = `error_log ${socket}.log info;`;
  const [server, client] = purpose === 'server' ? [chain, genuine] : [genuine, chain];
  const [serverTrust, clientTrust] =
    purpose === 'server' ? [anchorFiles.acme, anchorFiles[anchor]] : [anchorFiles[anchor], anchorFiles.acme];
  return [
    `server { listen unix:${socket}.tls ssl; ${purpose === 'client' ? log : ''} ssl_certificate ${server.chainFile};`,
    `  ssl_certificate_key ${server.keyFile}; ssl_client_certificate ${serverTrust}; ssl_verify_client on; ssl_verify_depth 5;`,
    `  ssl_protocols TLSv1.3; ssl_session_tickets off; ssl_session_cache off; return ${WELCOME}; }`,
    `server { listen unix:${socket}.in; ${purpose === 'server' ? log : ''} proxy_pass unix:${socket}.tls; proxy_ssl on;`,
    `  proxy_ssl_certificate ${client.chainFile}; proxy_ssl_certificate_key ${client.keyFile};`,
    `  proxy_ssl_trusted_certificate ${clientTrust}; proxy_ssl_verify on; proxy_ssl_verify_depth 5;`,
    `  proxy_ssl_name ${server.host}; proxy_ssl_server_name on; proxy_ssl_session_reuse off; proxy_ssl_protocols TLSv1.3; }`,
  ];
}

async function renderConfiguration(folder: string, servers: readonly string[]): Promise<string> {
  const { stderr: built } = await tryRun(['nginx', '-V']);
  const modules = /--modules-path=(\S+)/.exec(built)?.[1] ?? 'modules';
  return [
    // Debian builds the stream module apart, nginx.org builds it in.
    built.includes('--with-stream=dynamic') ? `load_module ${modules}/ngx_stream_module.so;` : '',
    'daemon off;',
    'master_process off;',
    `pid ${folder}/pid;`,
    'events { worker_connections 2048; }',
    'stream {',
    ...servers,
    '}',
    '',
  ].join('\n');
}

/** All that comes until the other side closes. */
function read(socket: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const connection = connect(socket);
    const heard: Buffer[] = [];
    connection.on('data', (data) => heard.push(data));
    connection.on('error', reject);
    connection.on('close', () => {
      resolve(Buffer.concat(heard).toString());
    });
  });
}

/** Only the side that checks writes there, and it has written before it closes. */
function reasonIn(log: string): string {
  const reason = /(SSL certificate verify error: \([^)]*\)|upstream SSL certificate does not match)/.exec(
    readFileSync(log, 'utf8'),
  );
  if (reason?.[1] === undefined) throw new Error(`nginx refused a certificate and did not say why in ${log}`);
  return reason[1];
}
