/** Values, keys and paths of a document as messages show them: short, on one line, and unable to deceive a terminal. */
import type { ValuePath } from '../model/source';

const LONGEST = 80;

/** Control, formatting (bidirectional, zero-width) and separator characters, and halves of characters. */
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu;

/** Text in quotes, numbers and the like as written, collections by their kind. */
export function showValue(value: unknown): string {
  if (typeof value === 'string') return showText(value);
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object') return Object.keys(value).length === 0 ? 'an empty mapping' : 'a mapping';
  return typeof value === 'number' ? String(value) : JSON.stringify(value);
}

/** In quotes; what lies beyond 80 characters is left out. */
export function showText(text: string): string {
  const shown = Array.from(text.slice(0, 2 * LONGEST + 2))
    .slice(0, LONGEST)
    .join('');
  const quoted = JSON.stringify(shown).replace(invisible, (character) => toEscape(character));
  return shown.length < text.length ? `${quoted.slice(0, -1)}…"` : quoted;
}

function toEscape(character: string): string {
  return Array.from({ length: character.length }, (_, i) => {
    const code = character.charCodeAt(i).toString(16).padStart(4, '0');
    return `\\u${code}`;
  }).join('');
}

/** `spec.endpoints[0].port`; `the document` for the whole of it. */
export function showPath(path: ValuePath): string {
  if (path.length === 0) return 'the document';
  const shown = path.map((step) => {
    if (typeof step === 'number') return `[${step}]`;
    return /^[A-Za-z0-9_-]{1,80}$/.test(step) ? `.${step}` : `[${showText(step)}]`;
  });
  return shown.join('').replace(/^\./, '');
}
