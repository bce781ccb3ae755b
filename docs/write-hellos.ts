/** `npm run hellos-page`: writes docs/client-hellos.md from what e2e/client-hellos.test.ts expects. That run tells when it is stale. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { renderHellosPage } from '../e2e/hellos/render-hellos-page';

writeFileSync(path.join(__dirname, 'client-hellos.md'), renderHellosPage());
