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
 * The first run of at least `shortest` characters of `table` that begins at or behind `from`. Looks at the last character
 * that such a run would have and backwards from there: behind the first that is none of them, the next may begin.
 */
export function nextRun(text: string, table: Uint8Array, shortest: number, from: number): Bounds | undefined {
  let start = from;
  for (let end = start + shortest; end <= text.length; end = start + shortest) {
    let at = end - 1;
    while (at >= start && table[text.charCodeAt(at)] === 1) at--;
    if (at < start) return [start, endOfRun(text, table, end)];
    start = at + 1;
  }
  return undefined;
}

export function endOfRun(text: string, table: Uint8Array, from: number): number {
  let end = from;
  while (end < text.length && table[text.charCodeAt(end)] === 1) end++;
  return end;
}
