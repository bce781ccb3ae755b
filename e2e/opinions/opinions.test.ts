/** Six programs on a corpus of good and bad chains. What they should say stands in expected-faults.ts and disagreements.ts. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { askNginx } from './ask-nginx';
import { askNode } from './ask-node';
import { askOpenssl } from './ask-openssl';
import { askGo, askJava } from './ask-program';
import { chainCasesOf } from './chain-cases';
import { EXPECTED, expectedFaults } from './expected-faults';
import { judgeAnswer } from './judge-answer';
import { DISAGREEMENTS, TITLES } from './disagreements';
import { PROGRAMS, questionsOf, type Answer, type Program } from './question';
import { renderOpinionsPage } from './render-opinions-page';
import { makeTodaysPki } from './todays-pki';
import { verdictOf } from './verdict-of';
import { writeCorpus, type Corpus } from './write-corpus';

const pki = makeTodaysPki();
const folder = mkdtempSync(join(tmpdir(), 'gh-opinions-'));
const corpus: Corpus = writeCorpus(folder, pki);
const LIVE: readonly Program[] = ['node', 'nginx'];
let answers: Readonly<Record<Program, readonly Answer[]>>;

beforeAll(async () => {
  const others = Promise.all([askGo(corpus), askJava(corpus)]);
  const [openssl, nginx] = [await askOpenssl(corpus), await askNginx(corpus)];
  const node = await askNode(corpus);
  const [go, java] = await others;
  answers = { openssl, go, 'java-path': java.path, 'java-trust': java.trustManager, node, nginx };
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

test('the table has a row for each chain of the corpus and no other', () => {
  expect(Object.keys(EXPECTED)).toEqual(corpus.cases.map(({ id }) => id));
});

test.each(PROGRAMS)('%s answers every question once', (program) => {
  const cases = corpus.cases.filter(({ isLive }) => isLive || !LIVE.includes(program));
  const key = ({ case: id, anchor, purpose }: Omit<Answer, 'said'>): string => `${id} ${anchor} ${purpose}`;
  expect(answers[program].map(key).sort()).toEqual(cases.flatMap(({ id }) => questionsOf(id).map(key)).sort());
});

test.each(PROGRAMS)('%s says what is expected of each chain, and no more than is known otherwise', (program) => {
  const wrong = answers[program].flatMap((answer) => judgeAnswer(program, answer).wrong ?? []);
  expect(wrong).toEqual([]);
  const accepted = answers[program].filter((answer) => verdictOf(answer) === 'yes').length;
  console.info(`${TITLES[program]}: ${accepted} accepted, ${answers[program].length - accepted} refused`);
});

test('no program lets acme pass where globex’s twin is trusted, whatever acme signs', () => {
  const isAcmes = ({ case: id, anchor }: Answer): boolean => anchor === 'globex' && !id.startsWith('neighbour');
  for (const program of PROGRAMS) {
    const attacks = answers[program].filter(isAcmes);
    expect(attacks.length).toBeGreaterThan(80);
    expect(attacks.filter(({ said }) => said === '')).toEqual([]);
  }
});

test('each disagreement that is told does exist, in every program that it is told of', () => {
  const confirmed = new Set<string>();
  for (const program of PROGRAMS) {
    for (const answer of answers[program]) {
      const { confirms } = judgeAnswer(program, answer);
      const isAccepted = verdictOf(answer) === 'yes';
      // Were both the same, there would be nothing to tell.
      if (confirms !== undefined && isAccepted !== (expectedFaults(answer).length === 0)) {
        confirmed.add(`${DISAGREEMENTS.indexOf(confirms)} ${program}`);
      }
    }
  }
  expect([...confirmed].sort()).toEqual(
    DISAGREEMENTS.flatMap(({ programs }, index) => programs.map((program) => `${index} ${program}`)).sort(),
  );
});

test('the page tells what was run', () => {
  // Stale? `npm run opinions-page`.
  expect(readFileSync('docs/second-opinions.md', 'utf8')).toBe(renderOpinionsPage(chainCasesOf(pki)));
});
