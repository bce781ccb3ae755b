/** One fault, with its place and its fix: the only way that input, laws and verify say what is wrong. */

/** A place in a file that the user wrote: line and column count from 1, `file` is relative to the fleet folder. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export interface Issue {
  readonly severity: 'error' | 'warning';
  /** Stable name of what was broken, kebab-case, for people who filter and for documentation. */
  readonly rule: string;
  readonly where: Place;
  /** What is wrong, in the user's words, with the value got and what is allowed. No trailing full stop. */
  readonly message: string;
  /** What to change, as an imperative. No trailing full stop. */
  readonly fix: string;
}

/** A value, or every reason why there is none. */
export type Result<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly issues: readonly Issue[] };

/** An error-severity issue. */
export function fault(rule: string, where: Place, message: string, fix: string): Issue {
  return { severity: 'error', rule, where, message, fix };
}

export function hasErrors(issues: readonly Issue[]): boolean {
  return issues.some((issue) => issue.severity === 'error');
}

/** The same issues with places that lead there from where the user stands: files are relative to `folder`, or are it. */
export function locateIn(folder: string, issues: readonly Issue[]): Issue[] {
  const prefix = folder.replace(/\/+$/, '');
  return issues.map((issue) => {
    const { file } = issue.where;
    return file === folder ? issue : { ...issue, where: { ...issue.where, file: `${prefix}/${file}` } };
  });
}

/** By file, line, column, then text, so that output does not depend on the order of the checks. */
export function sortIssues(issues: readonly Issue[]): Issue[] {
  const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  return [...issues].sort(
    (a, b) =>
      compareText(a.where.file, b.where.file) ||
      a.where.line - b.where.line ||
      a.where.column - b.where.column ||
      compareText(a.message, b.message),
  );
}

/** `file:line:column message; fix`, one line: control characters in the user's words are shown as escapes. */
export function renderIssue(issue: Issue): string {
  const { file, line, column } = issue.where;
  const text = `${file}:${line}:${column} ${issue.severity === 'warning' ? 'warning: ' : ''}${issue.message}; ${issue.fix}`;
  // eslint-disable-next-line no-control-regex -- that is what is looked for
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, (c) =>
    JSON.stringify(c)
      .slice(1, -1)
      .replace(/^([^\\])$/, (raw) => `\\u${raw.charCodeAt(0).toString(16).padStart(4, '0')}`),
  );
}

/** All issues sorted, one a line, and a last line that counts them. Empty text where there are none. */
export function renderIssues(issues: readonly Issue[]): string {
  if (issues.length === 0) return '';
  const count = (severity: Issue['severity'], word: string): string[] => {
    const n = issues.filter((issue) => issue.severity === severity).length;
    return n === 0 ? [] : [`${n} ${word}${n === 1 ? '' : 's'}`];
  };
  const total = [...count('error', 'error'), ...count('warning', 'warning')].join(', ');
  return [...sortIssues(issues).map(renderIssue), total].join('\n') + '\n';
}
