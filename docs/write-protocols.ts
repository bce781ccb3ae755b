/** `npm run protocols`: writes docs/protocols/ from the table. A test tells when it is stale. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { renderProtocolPages } from '../lib/kits/protocol-page';

const folder = path.join(__dirname, 'protocols');
mkdirSync(folder, { recursive: true });
for (const [file, text] of renderProtocolPages()) writeFileSync(path.join(folder, file), text);
