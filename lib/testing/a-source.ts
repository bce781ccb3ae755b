/** A source whose places are those of `document` printed as YAML, as though somebody had written it so. */
import { dump } from 'js-yaml';
import { parseDocument } from '../input/document';
import type { Source } from '../model/source';

export function aSource(file: string, document: unknown): Source {
  let printed: Source | undefined;
  const source = (): Source =>
    (printed ??= parseDocument(file, dump(document, { noRefs: true, skipInvalid: true, lineWidth: -1 })).source);
  return {
    file,
    placeOf: (path) => source().placeOf(path),
    placeOfKey: (path) => source().placeOfKey(path),
  };
}
