/**
 * Bytes of a ClientHello, put together piece by piece so that each of them can be wrong. Sources: RFC 8446 §4.1.2 and §5.1,
 * RFC 5246 §7.4.1.2, RFC 6066 §3.
 */

/** One extension: its type and what it says. */
export interface Extension {
  readonly type: number;
  readonly body: Buffer;
}

export interface HelloParts {
  readonly extensions: readonly Extension[];
  /** `legacy_version`; TLS 1.2 by default, which TLS 1.3 says too. */
  readonly version?: number;
  readonly suites?: readonly number[];
}

export const TLS_11 = 0x0302;
export const TLS_12 = 0x0303;
export const TLS_13 = 0x0304;

const HANDSHAKE = 22;
const CLIENT_HELLO = 1;
/** The most that a record may hold (RFC 8446 §5.1). */
const RECORD_BYTES = 16384;

const USUAL_SUITES = [0x1301, 0x1302, 0x1303, 0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8];

export function u8(value: number): Buffer {
  return Buffer.from([value]);
}

export function u16(value: number): Buffer {
  return Buffer.from([value >> 8, value & 255]);
}

export function u24(value: number): Buffer {
  return Buffer.concat([u8(value >> 16), u16(value & 0xffff)]);
}

/** The bytes behind their length. */
export function counted(size: (value: number) => Buffer, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([size(body.length), body]);
}

/** Bytes that look like chance and are the same every time. */
export function filler(length: number, start = 1): Buffer {
  let state = start;
  return Buffer.from(Array.from({ length }, () => (state = Math.imul(state, 1103515245) + 12345) >>> 16));
}

/** The handshake message, without a record around it. */
export function clientHello({ extensions, version = TLS_12, suites = USUAL_SUITES }: HelloParts): Buffer {
  const body = Buffer.concat([
    u16(version),
    filler(32, 7),
    counted(u8, filler(32, 11)),
    counted(u16, ...suites.map(u16)),
    counted(u8, u8(0)),
    counted(u16, ...extensions.map(({ type, body: said }) => Buffer.concat([u16(type), counted(u16, said)]))),
  ]);
  return Buffer.concat([u8(CLIENT_HELLO), counted(u24, body)]);
}

/** The message in records of at most so many bytes. */
export function inRecords(message: Buffer, bytes = RECORD_BYTES, version = 0x0301): Buffer {
  return Buffer.concat(cut(message, bytes).map((part) => record(part, HANDSHAKE, version)));
}

export function record(body: Buffer, type = HANDSHAKE, version = 0x0301): Buffer {
  return Buffer.concat([u8(type), u16(version), counted(u16, body)]);
}

/** In pieces of so many bytes. */
export function cut(whole: Buffer, bytes: number): Buffer[] {
  const count = Math.ceil(whole.length / bytes);
  return Array.from({ length: count }, (_, i) => whole.subarray(i * bytes, (i + 1) * bytes));
}
