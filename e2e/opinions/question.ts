/** What is asked of every program, and in which words it may answer. */

/** Whom the program trusts: the twin of one tenant or the other, or the platform's root. */
export const ANCHORS = ['acme', 'globex', 'root'] as const;
export type Anchor = (typeof ANCHORS)[number];

/** What the certificate is shown as. A server is asked for by the name of a host, a client by none. */
export const PURPOSES = ['server', 'client'] as const;
export type Purpose = (typeof PURPOSES)[number];

/** One chain of the corpus. */
export interface ChainCase {
  /** File name and key in the table of what is expected. */
  readonly id: string;
  /** What it is, for people. */
  readonly about: string;
  readonly leafPem: string;
  readonly keyPem: string;
  /** PEM of what is sent after the leaf, in order. */
  readonly sent: readonly string[];
  /** Whom the client of this server wants to speak to. */
  readonly host: string;
  /** When programs look at it; live programs can look now only. @default now */
  readonly at?: Date;
}

export interface Question {
  readonly case: string;
  readonly anchor: Anchor;
  readonly purpose: Purpose;
}

/** `said` is empty where the chain was accepted, otherwise the program's own words. */
export interface Answer extends Question {
  readonly said: string;
}

export function questionsOf(id: string): Question[] {
  return ANCHORS.flatMap((anchor) => PURPOSES.map((purpose) => ({ case: id, anchor, purpose })));
}

export const PROGRAMS = ['openssl', 'go', 'java-path', 'java-trust', 'node', 'nginx'] as const;
export type Program = (typeof PROGRAMS)[number];
