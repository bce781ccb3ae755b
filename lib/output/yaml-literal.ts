/** Text of several lines as a literal block, so that a reviewer reads an nginx configuration or a PEM as it is. */

// In order: characters that YAML forbids, normalises or hides (line feed and tab are judged by the rest); a blank at
// the start, where a reader would guess the indentation; blanks at the end of a line, which editors strip; a tab where
// a reader may expect indentation. Nothing but line feeds needs quotes too, for there is no indentation to guess from.
const UNSAFE =
  // eslint-disable-next-line no-control-regex -- that is what is looked for
  /[\u0000-\u0008\u000b-\u001f\u007f-\u00a0\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff]|^[ \t\n]|[ \t]\n|[ \t]$|\n *\t/;

/**
 * @param indent of the block's lines: at least one blank more than the node that holds the block.
 * @returns `|`, `|-` or `|+` and the indented lines, ending in a line feed, or undefined where only quotes are provably
 * safe. Empty lines get no indentation.
 */
export function renderLiteral(text: string, indent: string): string | undefined {
  if (!text.includes('\n') || UNSAFE.test(text)) return undefined;
  const body = indent + text.replace(/\n(?=[^\n])/g, `\n${indent}`);
  if (!text.endsWith('\n')) return `|-\n${body}\n`;
  return text.endsWith('\n\n') ? `|+\n${body}` : `|\n${body}`;
}
