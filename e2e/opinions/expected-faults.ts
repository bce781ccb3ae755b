/** What is to be held against each chain of the corpus, by whom one trusts: nothing, or one of the faults named. */
import type { Purpose, Question } from './question';
import type { Fault } from './verdict-of';

/** Faults of a chain shown as that; none means that it is to be accepted. */
type Cell = Readonly<Record<Purpose, readonly Fault[]>>;

type Row = Readonly<Record<Question['anchor'], Cell>>;

const both = (...faults: Fault[]): Cell => ({ server: faults, client: faults });
const each = (server: readonly Fault[], client: readonly Fault[]): Cell => ({ server, client });

const yes = both();
/** What a good chain of acme meets. */
const GOOD = { acme: yes, globex: both('issuer'), root: yes };
/** What acme signs under names that are not its own: only its own programs believe it. */
const OUTSIDE = { acme: yes, globex: both('issuer', 'name'), root: both('name') };
/** A fault that everybody sees. */
const flawed = (...faults: Fault[]): Row => ({
  acme: both(...faults),
  globex: both(...new Set<Fault>(['issuer', ...faults])),
  root: both(...faults),
});

const SERVER_ONLY: Row = {
  acme: each([], ['usage']),
  globex: each(['issuer'], ['issuer', 'usage']),
  root: each([], ['usage']),
};
const CLIENT_ONLY: Row = {
  acme: each(['usage'], []),
  globex: each(['issuer', 'usage'], ['issuer']),
  root: each(['usage'], []),
};
const ALONE: Row = { acme: yes, globex: both('issuer'), root: both('issuer') };
const NEIGHBOUR: Row = { acme: both('issuer'), globex: yes, root: yes };

export const EXPECTED: Readonly<Record<string, Row>> = {
  app: GOOD,
  'app-alone': ALONE,
  gate: GOOD,
  'public-host': SERVER_ONLY,
  'other-app': { acme: each(['host'], []), globex: each(['issuer', 'host'], ['issuer']), root: each(['host'], []) },
  neighbour: NEIGHBOUR,
  'neighbour-and-root': NEIGHBOUR,
  localhost: GOOD,
  'dns-below': GOOD,
  loopback: GOOD,
  'dns-service': OUTSIDE,
  'dns-service-alone': ALONE,
  'dns-full': OUTSIDE,
  'dns-public': OUTSIDE,
  'dns-beside': OUTSIDE,
  'dns-alike': OUTSIDE,
  'dns-short': OUTSIDE,
  'dns-upper': OUTSIDE,
  'dns-wild': OUTSIDE,
  'dns-wild-all': OUTSIDE,
  'dns-dot': unnamed(),
  'cn-only': unnamed(),
  'uri-other': OUTSIDE,
  'uri-beside': OUTSIDE,
  'uri-above': OUTSIDE,
  'uri-below': OUTSIDE,
  'ip-four': OUTSIDE,
  'ip-six': OUTSIDE,
  'directory-other': OUTSIDE,
  'directory-alike': OUTSIDE,
  'authority-below': flawed('depth'),
  'authority-named': { acme: both('depth'), globex: both('issuer', 'depth', 'name'), root: both('depth', 'name') },
  'leaf-signs': flawed('no-ca'),
  'authority-itself': { acme: both('issuer', 'usage'), globex: both('issuer', 'usage'), root: both('usage') },
  'twin-itself': {
    acme: each(['usage', 'host'], ['usage']),
    globex: each(['issuer', 'usage', 'host'], ['issuer', 'usage']),
    root: each(['issuer', 'usage', 'host'], ['issuer', 'usage']),
  },
  expired: flawed('expired'),
  'not-yet': flawed('early'),
  'authority-expired': { acme: yes, globex: both('issuer', 'expired'), root: both('expired') },
  'second-before': flawed('early'),
  'first-second': GOOD,
  // RFC 5280 §4.1.2.5 counts the last second in.
  'last-second': GOOD,
  'second-after': flawed('expired'),
  'server-only': SERVER_ONLY,
  'client-only': CLIENT_ONLY,
  'wrong-key': flawed('issuer', 'signature'),
  'wrong-key-hidden': flawed('signature'),
  'wrong-twin': flawed('issuer', 'signature'),
  'self-signed': flawed('issuer'),
  altered: flawed('signature'),
};

/** Has a name in which nobody is found: RFC 9525 knows neither common names nor a dot at the end of a certificate's name. */
function unnamed(): Row {
  return {
    acme: each(['host'], []),
    globex: each(['issuer', 'name', 'host'], ['issuer', 'name']),
    root: each(['name', 'host'], ['name']),
  };
}

/** @throws Error for a case that is not in the table. */
export function expectedFaults({ case: id, anchor, purpose }: Question): readonly Fault[] {
  const row = EXPECTED[id];
  if (row === undefined) throw new Error(`the table of expected faults has no row "${id}"`);
  return row[anchor][purpose];
}
