/** docs/protocols is made from the table, and nobody has to remember to make it again. */
import { readdirSync, readFileSync } from 'node:fs';
import { renderProtocolPages } from './protocol-page';

const pages = renderProtocolPages();

test('there is a page for each protocol, and no other', () => {
  expect(readdirSync('docs/protocols').sort()).toEqual([...pages.keys()].sort());
});

test.each([...pages])('docs/protocols/%s is up to date; if not: npm run protocols', (file, text) => {
  expect(readFileSync(`docs/protocols/${file}`, 'utf8')).toBe(text);
});
