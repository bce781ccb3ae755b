/** Unbroken runs of certain characters, found without looking at most of the text. */

/** Behind the first and the last character. */
export type Bounds = readonly [start: number, end: number];

/** A table of 256, one where the character belongs to a run. */
export function toTable(characters: string): Uint8Array {
  const table = new Uint8Array(256);
  for (const character of characters) table[character.charCodeAt(0)] = 1;
  return table;
}

/**
 * The first run of at least `shortest` characters of `table` that begins at or behind `from`. Looks at every `shortest`-th
 * character, and from there at its neighbours.
 */
export function nextRun(text: string, table: Uint8Array, shortest: number, from: number): Bounds | undefined {
  const length = text.length;
  let floor = from;
  let probe = from + shortest - 1;
  while (probe < length) {
    if (table[text.charCodeAt(probe)] !== 1) {
      probe += shortest;
      continue;
    }
    let start = probe;
    while (start > floor && table[text.charCodeAt(start - 1)] === 1) start--;
    const end = endOfRun(text, table, probe);
    if (end - start >= shortest) return [start, end];
    floor = end;
    probe = end + shortest;
  }
  return undefined;
}

export function endOfRun(text: string, table: Uint8Array, from: number): number {
  let end = from;
  while (end < text.length && table[text.charCodeAt(end)] === 1) end++;
  return end;
}
