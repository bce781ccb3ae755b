/**
 * What comes of each hello with each front engine, and what the gate behind it says. The run of client-hellos.test.ts fails
 * where it is otherwise, and docs/client-hellos.md is made from it.
 */
import type { Hello } from './hello';

/** `routed`: all of it reached its owner. `at once`: closed within a second. `in time`: closed when the time for a hello is over. */
export type Outcome = 'routed' | 'at once' | 'in time';

export interface Expected {
  readonly front: Outcome;
  /** What the client gets that comes the whole way. */
  readonly answer: string;
}

const NOTHING = 'nothing';

/** Improper hellos that the front hands to the one tenant that they name, and what that one's gate answers. */
const LEFT_TO_THE_GATE: Readonly<Record<string, string>> = {
  dot: 'ServerHello',
  'leading-dot': 'unrecognized_name',
  domain: 'unrecognized_name',
  'unknown-host': 'unrecognized_name',
  'long-253': 'unrecognized_name',
  'tls-1.1': 'protocol_version',
  'two-names': 'decode_error',
  'two-lists': 'illegal_parameter',
  'empty-records': 'unexpected_message',
};

/** Those that are waited for. */
const UNFINISHED = ['silent', 'one-byte', 'half', 'half-quantum', 'slow'];

export function expectedOfNginx({ id, isProper }: Hello): Expected {
  const left = LEFT_TO_THE_GATE[id];
  if (isProper) return { front: 'routed', answer: 'ServerHello' };
  if (left !== undefined) return { front: 'routed', answer: left };
  return { front: UNFINISHED.includes(id) ? 'in time' : 'at once', answer: NOTHING };
}

/** `itself`: the router answered on its own account, with a certificate or a page that is nobody's. */
export type TraefikOutcome = 'routed' | 'at once' | 'never' | 'itself';

/** Not in order, and handed to the tenant that they name. */
const TRAEFIK_ROUTES = ['tls-1.1', 'too-big', 'too-big-first'];

const TRAEFIK_CLOSES = [
  ...['dot', 'dots', 'empty', 'no-names', 'two-names', 'two-lists', 'lying-name', 'records-endless', 'empty-records'],
  ...['long-record', 'server-hello', 'ssl-2', 'half-ended', 'ended'],
];

/** Traefik 3.7 with its defaults, as a Gateway; seen by e2e/traefik.test.ts. `never`: not within the quarter of a minute that is waited. */
export function expectedOfTraefik({ id, isProper }: Hello): TraefikOutcome {
  if (isProper || TRAEFIK_ROUTES.includes(id)) return 'routed';
  if (TRAEFIK_CLOSES.includes(id)) return 'at once';
  return UNFINISHED.includes(id) ? 'never' : 'itself';
}
