/** What a kit's README tells people to type, as it stands there. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { must } from './eventually';

/** The names that the README leaves to its reader. */
export type Answers = Readonly<
  Partial<Record<'USER' | 'PASSWORD' | 'DATABASE' | 'TOPIC' | 'MESSAGE' | 'BASE', string>>
>;

/** The example under that client's name, with the reader's own names put in. */
export function exampleIn(kits: string, kit: string, client: string, answers: Answers = {}): string {
  const readme = readFileSync(join(kits, kit, 'README.md'), 'utf8');
  const at = readme.indexOf(`\n${client} (`);
  must(at >= 0, `the README of ${kit} has no example for ${client}`);
  const [, example = ''] = /```\w+\n([^]*?)\n```/.exec(readme.slice(at)) ?? [];
  return Object.entries(answers).reduce((text, [name, value]) => text.replaceAll(name, value), example);
}
