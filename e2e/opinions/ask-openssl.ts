/** OpenSSL's `verify`, strictly by RFC 5280. */
import { tryRun } from '../command';
import { questionsOf, type Answer, type Question } from './question';
import type { Corpus, CorpusCase } from './write-corpus';

export async function askOpenssl(corpus: Corpus): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (const chain of corpus.cases) {
    for (const question of questionsOf(chain.id))
      answers.push({ ...question, said: await verify(corpus, chain, question) });
  }
  return answers;
}

async function verify(corpus: Corpus, chain: CorpusCase, { anchor, purpose }: Question): Promise<string> {
  const untrusted = chain.sentFile === undefined ? [] : ['-untrusted', chain.sentFile];
  const host = purpose === 'server' ? ['-verify_hostname', chain.host] : [];
  const { code, stdout, stderr } = await tryRun([
    ...['openssl', 'verify', '-x509_strict', '-no-CApath', '-no-CAstore', '-purpose', `ssl${purpose}`],
    ...['-attime', String(chain.at), ...host, '-CAfile', corpus.anchorFiles[anchor], ...untrusted, chain.leafFile],
  ]);
  const error = /^error \d+ at .*$/m.exec(stderr)?.[0] ?? '';
  if ((code === 0) !== (error === '')) throw new Error(`openssl said neither yes nor why not: ${stdout}${stderr}`);
  return error;
}
