/** One walk over all text of an object, for every rule that looks at all of it. */
import { hasPrivateKey } from './private-key-text';
import { remember } from './remember';

export interface TextScan {
  /** An estimate from above: no fewer than the object has as JSON. */
  readonly characters: number;
  /** Whether a PEM private key stands in a value, or in the key of a mapping. */
  readonly hasKey: boolean;
}

/** Keys of mappings are few and come again and again. */
const isKeyInName = remember(hasPrivateKey);

/** @param unwatched a field in which private keys may stand. */
export function scanText(object: object, unwatched?: string): TextScan {
  const scan = { characters: 3, hasKey: false };
  for (const field of Object.keys(object)) {
    scan.characters += field.length + 4;
    const isWatched = field !== unwatched;
    if (isWatched && isKeyInName(field)) scan.hasKey = true;
    addTo(scan, (object as Record<string, unknown>)[field], isWatched);
  }
  return scan;
}

function addTo(scan: { characters: number; hasKey: boolean }, value: unknown, isWatched: boolean): void {
  if (typeof value === 'string') {
    scan.characters += value.length + 3;
    if (isWatched && hasPrivateKey(value)) scan.hasKey = true;
  } else if (typeof value !== 'object' || value === null) {
    scan.characters += 26;
  } else if (Array.isArray(value)) {
    scan.characters += 3;
    for (const item of value) addTo(scan, item, isWatched);
  } else {
    scan.characters += 3;
    for (const key of Object.keys(value)) {
      scan.characters += key.length + 4;
      if (isWatched && isKeyInName(key)) scan.hasKey = true;
      addTo(scan, (value as Record<string, unknown>)[key], isWatched);
    }
  }
}
