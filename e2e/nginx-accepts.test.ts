/** The real program reads every configuration that is rendered for it, with the certificates that it would find. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { askNginx, configurationOf, spoilt, type Subject } from './configuration-bench';
import { copyFleet, removeCopy, synthesize } from './fleet-copy';
import { KEEP } from './environment';
import { removeEverything } from './installation';
import { nginxSubjectsOf } from './nginx-subjects';
import { startNames } from './outside-names';
import { NGINX_BENCH, startPlainPods } from './plain-pods';

/** Ends TLS, or begins it: a gate whose hosts all end theirs in sidecars names its key and never reads it. */
const USES_A_KEY = /^ *ssl_certificate_key |^ *proxy_ssl on;/m;

describe('nginx itself', () => {
  beforeAll(async () => {
    await removeEverything();
    await startPlainPods(NGINX_BENCH);
    // fleets/outwards has a DNS of its own, and nginx looks its name up at the start.
    await startNames();
  });

  afterAll(async () => {
    if (!KEEP) await removeEverything();
  });

  describe.each(['fleet', ...readdirSync(join(__dirname, 'fleets')).map((name) => `e2e/fleets/${name}`)])(
    'from %s',
    (folder) => {
      const copy = copyFleet(folder);
      let subjects: readonly Subject[] = [];

      beforeAll(async () => {
        await synthesize(copy, '--secrets', 'plain');
        subjects = nginxSubjectsOf(copy);
      });

      afterAll(() => {
        removeCopy(copy);
      });

      it('accepts every configuration, in version 1.30 or later, without a warning', async () => {
        const { version, verdicts } = await askNginx(subjects);
        expect(version).toMatch(/nginx\/1\.(3[0-9]|[4-9][0-9])\./);
        expect(verdicts.length).toBeGreaterThan(2);
        expect(verdicts.filter(({ accepted, said }) => !accepted || said.includes('[warn]'))).toEqual([]);
        console.info(`${verdicts.length} configurations of ${folder} accepted by ${version.trim()}`);
      });

      it('refuses each of them with a word it does not know, or without its certificates: so it has read them', async () => {
        const unknown = subjects.map((subject) =>
          spoilt(subject, (text) => text.replace(/^stream \{/m, 'stream {\nnonsense on;')),
        );
        const keyless = subjects
          .filter((subject) => USES_A_KEY.test(configurationOf(subject)))
          .map((subject) => ({
            ...subject,
            files: Object.fromEntries(Object.entries(subject.files).filter(([path]) => !path.endsWith('.key'))),
          }));
        const { verdicts } = await askNginx([...unknown, ...keyless]);
        expect(keyless.length).toBeGreaterThan(1);
        expect(verdicts.filter(({ accepted }) => accepted).map(({ name }) => name)).toEqual([]);
      });
    },
  );
});
