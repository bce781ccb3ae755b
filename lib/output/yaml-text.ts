/**
 * One line of YAML for a piece of text: what stands in every key and in every value that is not a literal block.
 *
 * Text stays plain only where its shape proves that no reader takes it for anything else. The shapes that readers do
 * take are the union of the YAML 1.1 and 1.2 tag repositories and of what Go yaml, js-yaml, `yaml` and PyYAML
 * implement: `0o7`, `1_000`, `1:30:00`, dates, `yes`, even `e3` (a float to `yaml` 2 in its 1.1 mode).
 */

// Neither `: ` nor ` #` can be written with these, and no indicator can come first.
const WORD = '[A-Za-z0-9_./@=+,*-]';
const STARTS_WITH_LETTER = new RegExp(`^(?:[A-Za-z/]|--[A-Za-z])${WORD}*(?:[: ]${WORD}+)*$`);
const STARTS_WITH_DIGIT = new RegExp(`^[0-9]${WORD}*$`);
// No number, date or sexagesimal of any reader has one of these: they use 0-9 a-f o p t x z and punctuation.
const NOT_IN_NUMBERS = /[/g-nq-su-wyG-NQ-SU-WY]/;
const WORD_WITH_MEANING = /^(?:y|n|yes|no|on|off|true|false|null|nan|inf|infinity|e[-+]?[0-9]+)$/i;

// What JSON leaves raw though YAML forbids it, a reader may normalise it, or a reviewer cannot see it.
const LEFT_RAW_BY_JSON =
  /[\u007f-\u00a0\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff]/g;

/**
 * @returns plain or double-quoted text without line breaks, never folded; the escapes are those of JSON, so each reader
 * of JSON or YAML knows them. Characters beyond U+FFFF stay raw, since YAML has no surrogate escapes.
 * Well-formed text is the caller's duty: see `renderYaml`.
 */
export function renderText(text: string): string {
  return isPlain(text) ? text : JSON.stringify(text).replace(LEFT_RAW_BY_JSON, escape);
}

function isPlain(text: string): boolean {
  if (STARTS_WITH_LETTER.test(text)) return !WORD_WITH_MEANING.test(text);
  return STARTS_WITH_DIGIT.test(text) && NOT_IN_NUMBERS.test(text);
}

function escape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
