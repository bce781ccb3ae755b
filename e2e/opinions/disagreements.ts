/** Who is asked, and where each is known to judge otherwise than the table of expected faults. */
import type { Anchor, Program, Purpose, Question } from './question';
import type { Verdict, VagueWord } from './verdict-of';

export const TITLES: Readonly<Record<Program, string>> = {
  openssl: 'OpenSSL `verify -x509_strict`',
  go: 'Go crypto/x509',
  'java-path': 'Java CertPathBuilder and CertPathValidator',
  'java-trust': 'Java’s TLS trust manager',
  node: 'Node.js, live',
  nginx: 'nginx pairs, live',
};

/** Words that a program may use for whatever fault a chain has, and why that is all that one learns from it. */
export const VAGUE: readonly { readonly program: Program; readonly word: VagueWord; readonly because: string }[] = [
  {
    program: 'go',
    word: 'critical',
    because:
      'it stops at the authority’s directory constraint before it looks further; chains without the authority show the rest',
  },
  { program: 'java-path', word: 'target', because: 'it says in one word that use or host is not the one asked for' },
  { program: 'node', word: 'unsaid', because: 'a server of Node has no code for some of OpenSSL’s faults' },
];

/** Where a program accepts what it should not, or the other way round. */
export interface Disagreement {
  readonly programs: readonly Program[];
  /** Cases, or all that should be accepted. */
  readonly cases: readonly string[] | 'good';
  readonly anchors: readonly Anchor[];
  readonly purposes: readonly Purpose[];
  readonly says: Verdict;
  readonly because: string;
}

const BOTH = ['server', 'client'] as const;

export const DISAGREEMENTS: readonly Disagreement[] = [
  {
    programs: ['go'],
    cases: 'good',
    anchors: ['root'],
    purposes: BOTH,
    says: 'critical',
    because:
      'it does not know directory constraints and refuses what it cannot check: Go programs are given the twin (decision 0008)',
  },
  {
    programs: ['java-path', 'java-trust'],
    cases: ['authority-below', 'authority-named'],
    anchors: ['acme'],
    purposes: BOTH,
    says: 'yes',
    because:
      'it does not hold a path length against the trusted certificate itself (RFC 5280 §6.1 leaves that open); only acme’s own programs are concerned',
  },
  {
    programs: ['go'],
    cases: ['twin-itself'],
    anchors: ['acme'],
    purposes: ['client'],
    says: 'yes',
    because:
      'it accepts a trusted certificate as such, for any key usage; whoever has its key can sign any leaf besides, and no allow-list has its subject',
  },
  {
    programs: ['java-trust'],
    cases: ['twin-itself'],
    anchors: ['acme'],
    purposes: BOTH,
    says: 'yes',
    because: 'the same, and it is not told the host',
  },
  {
    programs: ['openssl'],
    cases: ['last-second'],
    anchors: ['acme', 'root'],
    purposes: BOTH,
    says: 'expired',
    because: 'it counts the last second out',
  },
  {
    programs: ['java-trust'],
    cases: ['other-app'],
    anchors: ['acme', 'root'],
    purposes: ['server'],
    says: 'yes',
    because:
      'it is not told the host: what a Java client has to ask for (`setEndpointIdentificationAlgorithm("HTTPS")`)',
  },
  {
    programs: ['java-trust'],
    cases: ['dns-dot', 'cn-only'],
    anchors: ['acme'],
    purposes: ['server'],
    says: 'yes',
    because: 'the same',
  },
  {
    programs: ['java-path'],
    cases: ['dns-wild', 'dns-wild-all'],
    anchors: ['acme'],
    purposes: ['server'],
    says: 'target',
    because: 'it compares the host letter by letter and knows no wildcards',
  },
  {
    programs: ['openssl', 'nginx', 'node'],
    cases: ['cn-only'],
    anchors: ['acme'],
    purposes: ['server'],
    says: 'yes',
    because:
      'it takes the common name where there is no DNS name; towards the root it holds the constraint against it too',
  },
  {
    programs: ['node'],
    cases: ['dns-dot'],
    anchors: ['acme'],
    purposes: ['server'],
    says: 'yes',
    because: 'it does not mind a dot at the end',
  },
];

/** The disagreement that is known of this program and question, if any. */
export function disagreementOn(program: Program, question: Question, isGood: boolean): Disagreement | undefined {
  return DISAGREEMENTS.find(
    ({ programs, cases, anchors, purposes }) =>
      programs.includes(program) &&
      (cases === 'good' ? isGood : cases.includes(question.case)) &&
      anchors.includes(question.anchor) &&
      purposes.includes(question.purpose),
  );
}
