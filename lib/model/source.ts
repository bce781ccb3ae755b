/** Where a document came from: lets any value of the model be led back to the line that the user wrote. */
import type { Place } from './issue';

export type ValuePath = readonly (string | number)[];

export interface Source {
  /** Relative to the fleet folder, with `/`. */
  readonly file: string;
  /** The place of the value at `path`, or of its nearest ancestor that is written down (defaults are not). */
  readonly placeOf: (path: ValuePath) => Place;
  /** The place of the key that names the value at `path`, where that key is written down; else as `placeOf`. */
  readonly placeOfKey: (path: ValuePath) => Place;
}

/** A parsed document: its name, what it specifies, and where that was written. */
export interface Sourced<Spec> {
  readonly name: string;
  readonly spec: Spec;
  readonly source: Source;
}
