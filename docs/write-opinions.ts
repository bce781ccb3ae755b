/** `npm run opinions-page`: writes docs/second-opinions.md from what the run of second opinions expects. That run tells when it is stale. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { chainCasesOf } from '../e2e/opinions/chain-cases';
import { renderOpinionsPage } from '../e2e/opinions/render-opinions-page';
import { makeTodaysPki } from '../e2e/opinions/todays-pki';

writeFileSync(path.join(__dirname, 'second-opinions.md'), renderOpinionsPage(chainCasesOf(makeTodaysPki())));
