/** What ClientHellos say, by extension. Sources: RFC 6066 §3, RFC 8446 §4.2, RFC 8701 (GREASE), RFC 9849 (ECH). */
import { counted, filler, TLS_12, TLS_13, u16, u8, type Extension } from './client-hello';

const SERVER_NAME = 0;
const X25519 = 0x001d;
const P256 = 0x0017;
/** A group of elliptic curve and ML-KEM-768 together (draft-ietf-tls-ecdhe-mlkem). */
const X25519_MLKEM768 = 0x11ec;
const GREASE = 0x3a3a;

/** Names of type host_name in one list, a byte for each character. */
export function serverNames(...names: readonly string[]): Extension {
  const entries = names.map((name) => Buffer.concat([u8(0), counted(u16, Buffer.from(name, 'latin1'))]));
  return { type: SERVER_NAME, body: counted(u16, ...entries) };
}

/** A name of a type that nobody has defined. */
export function oddName(name: string): Extension {
  return { type: SERVER_NAME, body: counted(u16, u8(7), counted(u16, Buffer.from(name))) };
}

export function versions(...list: readonly number[]): Extension {
  return { type: 43, body: counted(u8, ...list.map(u16)) };
}

export function groups(...list: readonly number[]): Extension {
  return { type: 10, body: counted(u16, ...list.map(u16)) };
}

/** An encapsulation key that passes FIPS 203 §7.2's check: every coefficient, of 12 bits, is below 3329. */
function mlkemKey(): Buffer {
  return Buffer.concat([Buffer.alloc(1152, Buffer.from([0x23, 0x31, 0x12])), filler(32, 5)]);
}

function keyShare(...shares: readonly (readonly [number, Buffer])[]): Extension {
  const entries = shares.map(([group, key]) => Buffer.concat([u16(group), counted(u16, key)]));
  return { type: 51, body: counted(u16, ...entries) };
}

const SIGNATURES: Extension = { type: 13, body: counted(u16, ...[0x0403, 0x0804, 0x0401, 0x0503, 0x0805].map(u16)) };
const ALPN: Extension = {
  type: 16,
  body: counted(u16, ...['h2', 'http/1.1'].map((name) => counted(u8, Buffer.from(name)))),
};
const POINT_FORMATS: Extension = { type: 11, body: counted(u8, u8(0)) };
const EXTENDED_SECRET: Extension = { type: 23, body: Buffer.alloc(0) };
const RENEGOTIATION: Extension = { type: 0xff01, body: u8(0) };
const PSK_MODES: Extension = { type: 45, body: counted(u8, u8(1)) };

/** What a client says that knows TLS 1.2 and nothing newer, but for the name. */
export const CLASSICAL_12: readonly Extension[] = [
  groups(X25519, P256),
  POINT_FORMATS,
  SIGNATURES,
  ALPN,
  EXTENDED_SECRET,
  RENEGOTIATION,
];

export const CLASSICAL_13: readonly Extension[] = [
  ...CLASSICAL_12,
  versions(TLS_13, TLS_12),
  PSK_MODES,
  keyShare([X25519, filler(32, 3)]),
];

/** As OpenSSL 3.5 says by default: more than one TCP segment holds. */
export const POST_QUANTUM: readonly Extension[] = [
  groups(X25519_MLKEM768, X25519, P256, 0x001e, 0x0018, 0x0019),
  POINT_FORMATS,
  {
    type: 13,
    body: counted(
      u16,
      ...[0x0905, 0x0906, 0x0904, 0x0403, 0x0503, 0x0603, 0x0807, 0x0808, 0x081a, 0x081b, 0x081c, 0x0809].map(u16),
      ...[0x080a, 0x080b, 0x0804, 0x0805, 0x0806, 0x0401, 0x0501, 0x0601, 0x0303, 0x0301, 0x0302, 0x0402].map(u16),
    ),
  },
  ALPN,
  { type: 35, body: Buffer.alloc(0) },
  { type: 22, body: Buffer.alloc(0) },
  EXTENDED_SECRET,
  RENEGOTIATION,
  versions(TLS_13, TLS_12),
  PSK_MODES,
  keyShare([X25519_MLKEM768, Buffer.concat([mlkemKey(), filler(32, 3)])], [X25519, filler(32, 3)]),
];

/** Its cipher suites. */
export const POST_QUANTUM_SUITES: readonly number[] = [
  ...[0x1302, 0x1303, 0x1301, 0xc02c, 0xc030, 0x009f, 0xcca9, 0xcca8, 0xccaa, 0xc02b, 0xc02f, 0x009e, 0xc024, 0xc028],
  ...[0x006b, 0xc023, 0xc027, 0x0067, 0xc00a, 0xc014, 0x0039, 0xc009, 0xc013, 0x0033, 0x009d, 0x009c, 0x003d, 0x003c],
  ...[0x0035, 0x002f, 0x00ff],
];

/** Reserved values, which everybody must ignore, wherever one may stand. */
export const GREASED: readonly Extension[] = [
  { type: GREASE, body: Buffer.alloc(0) },
  groups(GREASE, X25519, P256),
  SIGNATURES,
  ALPN,
  versions(GREASE, TLS_13, TLS_12),
  PSK_MODES,
  keyShare([GREASE, u8(0)], [X25519, filler(32, 3)]),
  { type: 0x8a8a, body: u8(0) },
];

/** An encrypted inner hello, under the outer name that stands beside it; nobody here has the key. */
export const ENCRYPTED_HELLO: Extension = {
  type: 0xfe0d,
  body: Buffer.concat([u8(0), u16(1), u16(1), u8(42), counted(u16, filler(32, 9)), counted(u16, filler(208, 13))]),
};

export function padding(bytes: number): Extension {
  return { type: 21, body: Buffer.alloc(bytes) };
}
