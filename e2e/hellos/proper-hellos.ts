/** Hellos as clients send them, however they are cut, ordered and filled: each of them must reach its tenant. */
import { clientHello, cut, filler, inRecords, record, TLS_12, type Extension } from './client-hello';
import {
  CLASSICAL_12,
  CLASSICAL_13,
  ENCRYPTED_HELLO,
  GREASED,
  padding,
  POST_QUANTUM,
  POST_QUANTUM_SUITES,
  serverNames,
} from './extensions';
import { ACME, FOREIGN_HOST, GLOBEX, HOST, type Hello } from './hello';

const NAME = serverNames(HOST);

type Ordered = 'first' | 'middle' | 'last';

function withName(place: Ordered, others: readonly Extension[]): Extension[] {
  const at = { first: 0, middle: Math.ceil(others.length / 2), last: others.length }[place];
  return [...others.slice(0, at), NAME, ...others.slice(at)];
}

function proper(id: string, about: string, segments: readonly Buffer[], more: Partial<Hello> = {}): Hello {
  return { id, about, segments, owner: ACME, isProper: true, ...more };
}

const classical = clientHello({ extensions: withName('first', CLASSICAL_13) });
const quantum = postQuantum('last');

function postQuantum(place: Ordered): Buffer {
  return clientHello({ extensions: withName(place, POST_QUANTUM), suites: POST_QUANTUM_SUITES });
}

/** Padded to so many bytes of message. */
function sized(bytes: number, place: Ordered): Buffer {
  const bare = clientHello({ extensions: [...withName(place, CLASSICAL_13), padding(0)] }).length;
  const stuffed = [...CLASSICAL_13, padding(bytes - bare)];
  return clientHello({ extensions: withName(place, stuffed) });
}

const PLACES = [
  ['first', 'first'],
  ['middle', 'in the middle'],
  ['last', 'last'],
] as const;

export const PROPER_HELLOS: readonly Hello[] = [
  proper('tls-1.2', 'TLS 1.2 alone, 0.2 kB', [inRecords(clientHello({ extensions: withName('first', CLASSICAL_12) }))]),
  proper('tls-1.3', 'TLS 1.3, 0.3 kB', [inRecords(classical)]),
  proper('record-1.2', 'the record says TLS 1.2, as after a retry', [inRecords(classical, undefined, TLS_12)]),
  proper(
    'neighbour',
    'TLS 1.3 for the other tenant',
    [inRecords(clientHello({ extensions: [serverNames(FOREIGN_HOST), ...CLASSICAL_13] }))],
    { owner: GLOBEX },
  ),
  ...PLACES.map(([place, words]) =>
    proper(`classical-${place}`, `TLS 1.3, the name ${words} of the extensions`, [
      inRecords(clientHello({ extensions: withName(place, [...CLASSICAL_13].reverse()) })),
    ]),
  ),
  ...PLACES.map(([place, words]) =>
    proper(`quantum-${place}`, `X25519MLKEM768, 1.6 kB, the name ${words}`, [inRecords(postQuantum(place))]),
  ),
  proper('bytes', 'TLS 1.3, each byte a segment', cut(inRecords(classical), 1)),
  proper('quantum-pieces', 'X25519MLKEM768 in segments of 8 bytes', cut(inRecords(quantum), 8)),
  proper('quantum-two', 'X25519MLKEM768 in two segments, the name in the second', cut(inRecords(quantum), 1200), {
    pauseMilliseconds: 200,
  }),
  proper('name-cut', 'TLS 1.3, cut within the name', cutWithin(inRecords(classical), HOST), { pauseMilliseconds: 200 }),
  proper('header-cut', 'TLS 1.3, cut within the header of the record', cutAt(inRecords(classical), 3), {
    pauseMilliseconds: 200,
  }),
  proper('records-two', 'X25519MLKEM768 in two records', [inRecords(quantum, 1200)]),
  proper('records-small', 'X25519MLKEM768 in records of 200 bytes', [inRecords(quantum, 200)]),
  proper('records-bytes', 'TLS 1.3, each byte a record', [inRecords(classical, 1)]),
  proper(
    'records-bytes-alone',
    'TLS 1.3, each byte a record and each record a segment',
    cut(inRecords(classical, 1), 6),
  ),
  proper('grease', 'reserved values among versions, suites, groups, shares and extensions', [
    inRecords(clientHello({ extensions: withName('middle', GREASED), suites: [0x2a2a, 0x1301, 0x1302, 0xc02b] })),
  ]),
  proper('ech', 'an encrypted inner hello under an outer name of the tenant', [
    inRecords(clientHello({ extensions: [ENCRYPTED_HELLO, ...withName('last', CLASSICAL_13)] })),
  ]),
  proper('early-data', 'TLS 1.3, and another record right behind it', [
    Buffer.concat([inRecords(classical), record(filler(600), 23)]),
  ]),
  proper('no-session', 'TLS 1.3 behind the record that keeps middleboxes calm', [
    Buffer.concat([inRecords(classical), record(Buffer.from([1]), 20)]),
  ]),
  proper('big', '15 kB, the name last', [inRecords(sized(15_000, 'last'))]),
  proper('big-first', '15 kB, the name first', [inRecords(sized(15_000, 'first'))]),
];

function cutAt(whole: Buffer, ...at: readonly number[]): Buffer[] {
  return [0, ...at].map((from, i) => whole.subarray(from, at[i] ?? whole.length));
}

function cutWithin(whole: Buffer, text: string): Buffer[] {
  return cutAt(whole, whole.indexOf(text) + Math.floor(text.length / 2));
}
