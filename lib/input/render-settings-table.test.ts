import { readFileSync } from 'node:fs';
import { renderSettingsTable } from './render-settings-table';

/** What prettier does to a table is of no matter. */
function cellsOf(text: string): string[] {
  const lines = text.split('\n').filter((line) => line.startsWith('|') && !/^\|[ -]*-/.test(line));
  return lines.map((line) => line.replaceAll(/ +/g, ' '));
}

test('the page of the settings has the table that the schema gives; npm run settings-page writes it anew', () => {
  const [, table = ''] =
    /<!-- settings -->([^]*)<!-- \/settings -->/.exec(readFileSync('docs/endpoint-settings.md', 'utf8')) ?? [];
  expect(cellsOf(table)).toEqual(cellsOf(renderSettingsTable()));
});

test('a setting of HTTP is told as one', () => {
  const rows = cellsOf(renderSettingsTable());
  const rowOf = (name: string): string | undefined => rows.find((row) => row.startsWith(`| \`${name}\` |`));
  expect(rowOf('limits.requests.burst')).toBe(
    '| `limits.requests.burst` | a whole number from 0 to 100000 | http, grpc | Requests beyond that which are let through at once before more are refused. |',
  );
  expect(rowOf('allowFrom')).toContain('| all |');
});
