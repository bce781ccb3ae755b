/** Text of several lines as a literal block, so that a reviewer reads an nginx configuration or a PEM as it is. */

/** Printable ASCII and what text is laid out with: nearly all text has nothing else, and one look says so. */
const BEYOND_ASCII = /[^\t\n\x20-\x7e]/;

/** What YAML forbids, normalises or hides, line feed and tab apart. */
const HIDDEN =
  // eslint-disable-next-line no-control-regex -- that is what is looked for
  /[\u0000-\u0008\u000b-\u001f\u007f-\u00a0\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff]/;

/**
 * @param indent of the block's lines: at least one blank more than the node that holds the block.
 * @returns `|`, `|-` or `|+` and the indented lines, ending in a line feed, or undefined where only quotes are provably
 * safe. Empty lines get no indentation.
 */
export function renderLiteral(text: string, indent: string): string | undefined {
  if (!text.includes('\n') || isLaidOutUnsafely(text)) return undefined;
  if (BEYOND_ASCII.test(text) && HIDDEN.test(text)) return undefined;
  const body = indent + indented(text, indent);
  if (!text.endsWith('\n')) return `|-\n${body}\n`;
  return text.endsWith('\n\n') ? `|+\n${body}` : `|\n${body}`;
}

/**
 * A blank or line feed at the start, where a reader would guess the indentation from it (text of nothing but line feeds has
 * none to guess from); blanks at the end of a line, which editors strip; a tab where a reader may expect indentation.
 */
function isLaidOutUnsafely(text: string): boolean {
  if (/^[ \t\n]/.test(text) || text.endsWith(' ') || text.endsWith('\t') || text.includes(' \n')) return true;
  return text.includes('\t') && /\t\n|\n *\t/.test(text);
}

function indented(text: string, indent: string): string {
  const last = text.endsWith('\n') ? text.length - 1 : text.length;
  // An empty line is rare, and so is the care that it needs.
  if (text.includes('\n\n')) return text.replace(/\n(?=[^\n])/g, `\n${indent}`);
  return text.slice(0, last).replaceAll('\n', `\n${indent}`) + text.slice(last);
}
