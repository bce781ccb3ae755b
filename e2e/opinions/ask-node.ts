/** Node's TLS, both ends live. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { connect, createServer, type Server, type TLSSocket } from 'node:tls';
import { questionsOf, type Answer, type Question } from './question';
import type { Corpus, CorpusCase } from './write-corpus';

const WELCOME = 'welcome';

export async function askNode(corpus: Corpus): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (const chain of corpus.cases.filter(({ isLive }) => isLive)) {
    for (const question of questionsOf(chain.id))
      answers.push({ ...question, said: await meet(corpus, chain, question) });
  }
  return answers;
}

/** What the side that checks says of the other; the server is talkative and tells its client. */
async function meet(
  { genuine, anchorFiles }: Corpus,
  chain: CorpusCase,
  { anchor, purpose }: Question,
): Promise<string> {
  const [serverCase, clientCase] = purpose === 'server' ? [chain, genuine] : [genuine, chain];
  const [serverTrust, clientTrust] =
    purpose === 'server' ? [anchorFiles.acme, anchorFiles[anchor]] : [anchorFiles[anchor], anchorFiles.acme];
  const server = createServer(
    { ...credentialsOf(serverCase), ca: readFileSync(serverTrust), requestCert: true, rejectUnauthorized: false },
    (socket: TLSSocket) => socket.end(socket.authorized ? WELCOME : String(socket.authorizationError)),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const to = { host: '127.0.0.1', port: addressOf(server).port, servername: serverCase.host };
  const client = connect({ ...to, ...credentialsOf(clientCase), ca: readFileSync(clientTrust) });
  try {
    return await new Promise((resolve, reject) => {
      client.on('data', (data: Buffer) => {
        resolve(data.toString() === WELCOME ? '' : data.toString());
      });
      client.on('error', (error: NodeJS.ErrnoException) => {
        resolve(error.message === error.code ? error.message : `${error.code ?? ''} ${error.message}`);
      });
      client.on('close', () => {
        reject(new Error(`${chain.id}: Node hung up without a word`));
      });
    });
  } finally {
    client.destroy();
    server.close();
  }
}

function credentialsOf({ chainFile, keyFile }: CorpusCase): { cert: Buffer; key: Buffer } {
  return { cert: readFileSync(chainFile), key: readFileSync(keyFile) };
}

/** Border: a server that listens on a port has an address of this kind. */
function addressOf(server: Server): AddressInfo {
  return server.address() as AddressInfo;
}
