/** Where texts are kept from one synth to the next, some of each scope together: a cache's shelf. Losing it costs time and nothing else. */

export interface Packs {
  /** What was last put under this name, or whatever else lies there by now: who reads must check it. Nothing where it cannot be read. */
  read(name: string): string | undefined;
  /** Puts each text in the place of what its name had, and takes away every pack whose name is not in `names`. */
  replace(texts: ReadonlyMap<string, string>, names: ReadonlySet<string>): void;
}
