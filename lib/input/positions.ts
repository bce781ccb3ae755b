/** Where each value of a document is written: kept as offsets, turned into lines and columns only when somebody asks. */
import type { Place } from '../model/issue';
import type { Source, ValuePath } from '../model/source';

/** A value that is written down, in characters from the beginning of the text. */
export interface Position {
  readonly offset: number;
  /** Of the key that names it, where it has one. */
  readonly keyOffset?: number;
  readonly children?: ReadonlyMap<string | number, Position>;
}

/** `toPlace` turns an offset into a place of the same file. */
export function toSource(file: string, root: Position, toPlace: (offset: number) => Place): Source {
  return {
    file,
    placeOf: (path) => toPlace(nearest(root, path).position.offset),
    placeOfKey: (path) => {
      const { position, isExact } = nearest(root, path);
      return toPlace(isExact ? (position.keyOffset ?? position.offset) : position.offset);
    },
  };
}

/** The value at `path`, or its nearest ancestor that is written down. */
function nearest(root: Position, path: ValuePath): { readonly position: Position; readonly isExact: boolean } {
  let position = root;
  for (const step of path) {
    const child = position.children?.get(step);
    if (child === undefined) return { position, isExact: false };
    position = child;
  }
  return { position, isExact: true };
}
