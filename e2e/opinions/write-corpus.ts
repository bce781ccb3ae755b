/** The corpus as files that programs of other languages read: PEM, and `manifest.json` that says what is to be asked. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { trustPem } from '../../lib/model/certificate-chain';
import { certificateIds } from '../../lib/model/names';
import { chainCasesOf } from './chain-cases';
import { ANCHORS, type Anchor, type ChainCase } from './question';
import type { TodaysPki } from './todays-pki';

/** A case with its files instead of their text, absolute paths. */
export interface CorpusCase {
  readonly id: string;
  readonly about: string;
  readonly leafFile: string;
  readonly keyFile: string;
  /** Leaf and what is sent after it. */
  readonly chainFile: string;
  /** What is sent after the leaf, where anything is. */
  readonly sentFile?: string;
  readonly host: string;
  /** Seconds since 1970. */
  readonly at: number;
  /** Whether it is to be looked at now, so that live programs can. */
  readonly isLive: boolean;
}

export interface Corpus {
  readonly folder: string;
  readonly anchorFiles: Readonly<Record<Anchor, string>>;
  /** What acme's genuine app shows: the other side of live handshakes. */
  readonly genuine: CorpusCase;
  readonly cases: readonly CorpusCase[];
}

/** @param folder is there and empty. Its files hold keys of the demo seed, which everybody knows. */
export function writeCorpus(folder: string, pki: TodaysPki): Corpus {
  const write = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const trustOf = (anchor: Anchor): string =>
    anchor === 'root' ? certificateIds.root(1) : certificateIds.twin(anchor, 1);
  const anchorFiles = Object.fromEntries(
    ANCHORS.map((anchor) => [anchor, write(`anchor-${anchor}.pem`, trustPem(pki.store, trustOf(anchor)))]),
  ) as Record<Anchor, string>;
  const cases = chainCasesOf(pki).map((chain) => writeCase(chain, pki.now, write));
  const genuine = cases.find(({ id }) => id === 'app');
  if (genuine === undefined) throw new Error('the corpus has no case "app"');
  write('manifest.json', JSON.stringify({ anchorFiles, cases }, undefined, 1));
  return { folder, anchorFiles, genuine, cases };
}

function writeCase(chain: ChainCase, now: Date, write: (name: string, text: string) => string): CorpusCase {
  const { id, about, leafPem, keyPem, sent, host, at = now } = chain;
  return {
    id,
    about,
    leafFile: write(`${id}.leaf.pem`, leafPem),
    keyFile: write(`${id}.key`, keyPem),
    chainFile: write(`${id}.chain.pem`, [leafPem, ...sent].join('')),
    ...(sent.length === 0 ? {} : { sentFile: write(`${id}.sent.pem`, sent.join('')) }),
    host,
    at: at.getTime() / 1000,
    isLive: chain.at === undefined,
  };
}
