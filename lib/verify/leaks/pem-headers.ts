/** PEM private keys by their first line, whatever it is armoured with and whatever follows. */

export interface PemHeader {
  /** `PEM EC PRIVATE KEY`. */
  readonly kind: string;
  readonly start: number;
  /** Behind the last line of the key, or behind the header where that is all. */
  readonly end: number;
}

// PGP ends its label with BLOCK, SSH2 has four dashes. A header without its key trips too: there is no reason to publish one.
const HEADER =
  /----- ?BEGIN ([A-Z0-9 ]{0,40})PRIVATE KEY(?: BLOCK)?-----|---- BEGIN SSH2 ([A-Z ]{0,20})PRIVATE KEY ----/g;

/** A plain search comes first: nearly all text has none. */
export function findPemHeaders(text: string): PemHeader[] {
  if (!text.includes('PRIVATE KEY')) return [];
  return [...text.matchAll(HEADER)].map(({ 0: header, 1: label = 'SSH2 ', index }) => ({
    kind: `PEM ${label}PRIVATE KEY`,
    start: index,
    end: endOf(text, index + header.length),
  }));
}

function endOf(text: string, body: number): number {
  const end = text.indexOf('END ', body);
  const next = text.indexOf('BEGIN ', body);
  return end < 0 || (next >= 0 && next < end) ? body : end;
}
