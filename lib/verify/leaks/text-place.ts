/** Where something stands in YAML text, for people: line and column, and the fields that lead there. */

export interface TextPlace {
  readonly line: number;
  readonly column: number;
  /** `spec.template.spec.containers`; a name that is long or odd is shown as `…`. Empty where there is none. */
  readonly path: string;
}

const KEY = /^(?:- )*(?:"([^"]*)"|([^\s"':{[][^:]*)):(?: |$)/;
const SHOWN = /^[\w./-]{1,40}$/;

export function placeInText(text: string, offset: number): TextPlace {
  const end = text.indexOf('\n', offset);
  const lines = text.slice(0, end < 0 ? text.length : end).split('\n');
  const column = offset - text.lastIndexOf('\n', offset - 1);
  return { line: lines.length, column, path: pathOf(lines) };
}

/** From the last line upwards: each line that is indented less than all below it, and names a field, is a step. */
function pathOf(lines: readonly string[]): string {
  const steps: string[] = [];
  let indent = Infinity;
  for (const line of lines.toReversed()) {
    const content = line.replace(/^ +/, '');
    const own = line.length - content.length;
    if (content === '' || own >= indent) continue;
    const key = KEY.exec(content);
    // In a list, a field stands behind the dash as deep as its brothers below.
    const isItem = content.startsWith('- ');
    const depth = isItem ? own + 2 : own;
    if (key !== null && depth < indent) steps.push(showStep(key[1] ?? key[2] ?? ''));
    indent = isItem ? own + 1 : own;
    if (own === 0 && !isItem) break;
  }
  return steps.reverse().join('.');
}

function showStep(name: string): string {
  return SHOWN.test(name) ? name : '…';
}
