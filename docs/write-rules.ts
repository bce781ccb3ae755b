/** `npm run rules`: writes docs/rules.md from the rules themselves. A test tells when it is stale. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { renderRulesPage } from '../lib/verify/render-rules-page';

writeFileSync(path.join(__dirname, 'rules.md'), renderRulesPage());
