/** What stays the same of an nginx configuration whatever its names and values are: which directives it has, where, and how long. */
import type { Directive } from './parse-nginx';

/** Their entries are values: a host, and where it leads. */
const TABLES = ['map', 'geo'];
/** What an entry of a table may begin with and not be a value. */
const TABLE_WORDS = ['default', 'hostnames', 'volatile', 'include', 'ranges', 'delete', 'proxy', 'proxy_recursive'];

/** For each directive the blocks around it, its name and the number of its words: `http/server/location(3)`; sorted. */
export function shapeOf(directives: readonly Directive[]): string[] {
  return within('', false, directives).sort();
}

function within(path: string, isTable: boolean, directives: readonly Directive[]): string[] {
  return directives.flatMap(({ words, body = [] }) => {
    const [first] = words;
    const isEntry = isTable && (first?.isQuoted === true || !TABLE_WORDS.includes(first?.text ?? ''));
    const name = isEntry ? '*' : (first?.text ?? '');
    return [`${path}${name}(${words.length})`, ...within(`${path}${name}/`, TABLES.includes(name), body)];
  });
}
