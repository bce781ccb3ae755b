/** Apps of one tenant speak cleartext to 127.0.0.1 and nothing but TLS leaves their pods. */
import { randomUUID } from 'node:crypto';
import { meshPort } from '../../lib/model/ports';
import { captureWhile, sendInClear } from '../capture';
import type { FleetCopy } from '../fleet-copy';
import { fetchFromInternet, parseAnswer } from '../internet';
import { exec } from '../kubectl';
import { PLAIN_CLIENT, PLAIN_SERVER, startPlainPods, WATCHER } from '../plain-pods';
import { ACME, authorityOf, REDIS_PORT, SHOP_EGRESS, SHOP_PORT, shopHost } from '../two-tenants';

export function describeCallsWithinATenant(copy: FleetCopy): void {
  describe('between the pods of a tenant', () => {
    beforeAll(() => startPlainPods(PLAIN_SERVER, PLAIN_CLIENT, WATCHER));

    it('an app calls another through the sidecars, HTTP and Redis alike', async () => {
      const body = await exec(ACME, 'till', ['curl', '-sS', `http://127.0.0.1:${SHOP_EGRESS}/from-till`]);
      expect(parseAnswer(body)).toMatchObject({ path: '/from-till', forwardedFor: null });
      expect(await exec(ACME, 'till', ['redis-cli', '-p', String(REDIS_PORT), 'ping'])).toBe('PONG\n');
    });

    it('the wire carries a request between two apps as TLS alone, while cleartext between plain pods is seen by the same means', async () => {
      const marker = `secret-${randomUUID()}`;
      const wire = await captureWhile(async () => {
        const url = `http://127.0.0.1:${SHOP_EGRESS}/${marker}`;
        expect(parseAnswer(await exec(ACME, 'till', ['curl', '-sS', url])).path).toBe(`/${marker}`);
      });
      expect(await wire.tlsSegments(meshPort(SHOP_PORT))).toBeGreaterThan(1);
      expect(await wire.count(marker)).toBe(0);
    });

    it('the wire carries a request from the Internet as TLS alone, from the front to the app', async () => {
      const marker = `secret-${randomUUID()}`;
      const wire = await captureWhile(async () => {
        const request = { host: shopHost(ACME), authority: authorityOf(copy, ACME), path: `/${marker}` };
        expect(parseAnswer((await fetchFromInternet(request)).body).path).toBe(`/${marker}`);
      });
      expect(await wire.tlsSegments(meshPort(SHOP_PORT))).toBeGreaterThan(1);
      expect(await wire.count(marker)).toBe(0);
    });

    it('a control experiment: the marker of a cleartext request between plain pods is in the capture, so it would be found', async () => {
      let marker = '';
      const wire = await captureWhile(async () => {
        marker = await sendInClear();
      });
      expect(await wire.count(marker)).toBeGreaterThan(0);
    });
  });
}
