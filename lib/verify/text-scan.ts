/** One walk over all text of an object, for every rule that looks at all of it. */
import { hasPrivateKey, SHORTEST_KEY_TEXT } from './private-key-text';
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
  addFields(scan, object, true, unwatched);
  return scan;
}

type Scan = { -readonly [field in keyof TextScan]: TextScan[field] };

function addTo(scan: Scan, value: unknown, isWatched: boolean): void {
  if (typeof value === 'string') {
    scan.characters += value.length + 3;
    if (isWatched && value.length >= SHORTEST_KEY_TEXT && hasPrivateKey(value)) scan.hasKey = true;
  } else if (typeof value !== 'object' || value === null) {
    scan.characters += 26;
  } else if (Array.isArray(value)) {
    scan.characters += 3;
    for (const item of value) addTo(scan, item, isWatched);
  } else {
    scan.characters += 3;
    addFields(scan, value, isWatched);
  }
}

function addFields(scan: Scan, fields: object, isWatched: boolean, unwatched?: string): void {
  for (const key in fields) {
    scan.characters += key.length + 4;
    if (isWatched && key.length >= SHORTEST_KEY_TEXT && isKeyInName(key)) scan.hasKey = true;
    addTo(scan, (fields as Record<string, unknown>)[key], isWatched && key !== unwatched);
  }
}
