/** docs/rules.md, made from the rules themselves. */
import { RULES } from './rules';

const HEAD = `# What is checked in the finished manifests

<!-- Made by \`npm run rules\`. -->

Before anything is written, these rules read all objects once more, as a second opinion that shares no code with what drew them. One fault and nothing is
written. The proof of who reaches whom is not among them yet.
`;

/** Markdown, with a last line feed. */
export function renderRulesPage(): string {
  const rows = RULES.map(({ id, summary }) => `- \`${id}\`: ${summary}`);
  return [HEAD, ...rows, ''].join('\n');
}
