/** The rules as a table of docs/rules.md. */
import { RULES } from './rules';

/** Markdown, with a last line feed. */
export function renderRuleTable(): string {
  const rows = RULES.map(({ id, summary }) => `| \`${id}\` | ${summary.replaceAll('|', '\\|')} |`);
  return ['| rule | what holds when it is silent |', '| --- | --- |', ...rows, ''].join('\n');
}
