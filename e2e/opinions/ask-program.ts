/** Go's crypto/x509 and Java's CertPathValidator: programs that read the corpus and print their answers as JSON. */
import { join } from 'node:path';
import { run } from '../command';
import type { Answer } from './question';
import type { Corpus } from './write-corpus';

const PROGRAMS = join(__dirname, 'programs');

/** Standard library only: neither network nor another toolchain. */
export async function askGo(corpus: Corpus): Promise<Answer[]> {
  const offline = ['CGO_ENABLED=0', 'GOTOOLCHAIN=local', 'GOPROXY=off', 'GOWORK=off'];
  return JSON.parse(await run(['env', '-C', PROGRAMS, ...offline, 'go', 'run', '.', corpus.folder])) as Answer[];
}

export interface JavaAnswers {
  /** CertPathBuilder and CertPathValidator. */
  readonly path: readonly Answer[];
  /** The X509TrustManager that TLS connections ask; it is not told whom one wants to speak to. */
  readonly trustManager: readonly Answer[];
}

export async function askJava(corpus: Corpus): Promise<JavaAnswers> {
  return JSON.parse(await run(['java', join(PROGRAMS, 'Verify.java'), corpus.folder])) as JavaAnswers;
}
