/** The place of an issue that is about a whole file or folder. */
import type { Place } from '../model/issue';

export function filePlace(file: string): Place {
  return { file, line: 1, column: 1 };
}
