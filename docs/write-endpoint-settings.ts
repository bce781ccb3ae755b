/** `npm run settings-page`: puts the table of the settings into docs/endpoint-settings.md, from the schema. A test tells when it is stale. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { renderSettingsTable } from '../lib/input/render-settings-table';

const page = path.join(__dirname, 'endpoint-settings.md');
const text = readFileSync(page, 'utf8');
writeFileSync(
  page,
  text.replace(/<!-- settings -->[^]*<!-- \/settings -->/, () =>
    ['<!-- settings -->', '', renderSettingsTable(), '<!-- /settings -->'].join('\n'),
  ),
);
