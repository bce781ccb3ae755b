/** docs/rules.md, made from the rules themselves. */
import { RULES } from './rules';

const HEAD = `# What is checked in the finished manifests

<!-- Made by \`npm run rules\`. -->

Before anything is written, these rules read all objects once more, as a second opinion that shares no code with what drew them. One fault and nothing is
written. The proof of who reaches whom is not among them yet.
`;

const GUARD = `
Last, the leak guard reads the very text that is about to be written (\`no-leaks\`): private keys in PEM, DER, PKCS#12, OpenSSH, JWK and age, as they are, in
hexadecimal or in up to three layers of base64, and random values in ordinary Secrets. Mode \`plain\` allows the \`.key\` entries of leaf Secrets, the other
modes nothing.`;

/** Markdown, with a last line feed. */
export function renderRulesPage(): string {
  const rows = RULES.map(({ id, summary }) => `- \`${id}\`: ${summary}`);
  return [HEAD, ...rows, GUARD, ''].join('\n');
}
