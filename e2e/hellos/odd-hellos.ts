/** What no proper client sends. Where two tenants are named, neither may be reached by the name that a second look would not see. */
import { clientHello, cut, filler, inRecords, record, TLS_11, u16 } from './client-hello';
import { CLASSICAL_12, CLASSICAL_13, padding, serverNames } from './extensions';
import { ACME, FOREIGN_HOST, HOST, type Hello, type TenantName } from './hello';

function odd(id: string, about: string, bytes: Buffer, owner: TenantName | null = null): Hello {
  return { id, about, segments: [bytes], owner, isProper: false };
}

const NAME = serverNames(HOST);
const usual = clientHello({ extensions: [NAME, ...CLASSICAL_13] });

/** A list that says that it is longer than its extension. */
function lyingName(): Buffer {
  const { type, body } = NAME;
  return clientHello({ extensions: [{ type, body: Buffer.concat([u16(body.length + 400), body.subarray(2)]) }] });
}

function text(...lines: readonly string[]): Buffer {
  return Buffer.from(lines.map((line) => `${line}\r\n`).join(''), 'latin1');
}

export const ODD_HELLOS: readonly Hello[] = [
  odd(
    'tls-1.1',
    'TLS 1.1, which no tier speaks',
    inRecords(clientHello({ extensions: [NAME, ...CLASSICAL_12], version: TLS_11 })),
    ACME,
  ),
  odd(
    'two-names',
    'two names in one list, of two tenants',
    inRecords(clientHello({ extensions: [serverNames(HOST, FOREIGN_HOST), ...CLASSICAL_13] })),
    ACME,
  ),
  odd(
    'two-lists',
    'two lists of names, of two tenants',
    inRecords(clientHello({ extensions: [NAME, serverNames(FOREIGN_HOST), ...CLASSICAL_13] })),
    ACME,
  ),
  odd('lying-name', 'a list of names that says to be longer than it is', inRecords(lyingName())),
  odd(
    'too-big',
    '20 kB, the name last',
    inRecords(clientHello({ extensions: [...CLASSICAL_13, padding(20_000), NAME] })),
    ACME,
  ),
  odd(
    'too-big-first',
    '20 kB, the name first',
    inRecords(clientHello({ extensions: [NAME, ...CLASSICAL_13, padding(20_000)] })),
    ACME,
  ),
  odd(
    'records-endless',
    'two hundred thousand bytes of records of one byte each',
    Buffer.concat(Array.from({ length: 33_000 }, () => record(Buffer.from([1])))),
  ),
  odd(
    'empty-records',
    'a thousand empty records, then a hello',
    Buffer.concat([Buffer.concat(Array.from({ length: 1000 }, () => record(Buffer.alloc(0)))), inRecords(usual)]),
    ACME,
  ),
  odd(
    'long-record',
    'a record that says to hold 65,535 bytes',
    Buffer.concat([Buffer.from([22, 3, 1, 255, 255]), usual, filler(65_535 - usual.length)]),
    ACME,
  ),
  odd(
    'alert-first',
    'an alert, then a hello',
    Buffer.concat([record(Buffer.from([1, 0]), 21), inRecords(usual)]),
    ACME,
  ),
  odd('server-hello', 'the hello of a server', inRecords(Buffer.concat([Buffer.from([2]), usual.subarray(1)]))),
  odd('ssl-2', 'a hello of SSL 2', Buffer.concat([Buffer.from([0x80, 0x2e, 1, 3, 1, 0, 21, 0, 0, 0, 16]), filler(37)])),
  odd(
    'proxy',
    'a PROXY header, forged, then a hello',
    Buffer.concat([text('PROXY TCP4 198.51.100.7 203.0.113.1 4242 443'), inRecords(usual)]),
  ),
  odd('http', 'plain HTTP', text('GET / HTTP/1.1', `Host: ${HOST}`, '')),
  odd('ssh', 'SSH', text('SSH-2.0-OpenSSH_10.0')),
  odd('postgres', 'PostgreSQL’s question whether TLS is spoken', Buffer.from([0, 0, 0, 8, 4, 210, 22, 47])),
  odd('garbage', 'two thousand bytes of nothing', filler(2000, 99)),
  {
    ...odd('http-bytes', 'plain HTTP, each byte a segment', Buffer.alloc(0)),
    segments: cut(text('GET / HTTP/1.1', `Host: ${HOST}`, ''), 1),
  },
];
