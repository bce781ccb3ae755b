/** What network policies alone keep out: a competitor's pod, and a pod of the same tenant that declared nothing. */
import { attemptInside, httpRequest } from '../attempt';
import { eventually, must } from '../eventually';
import type { FleetCopy } from '../fleet-copy';
import { applyAll } from '../installation';
import { addressOf, kubectl, list, podOf, type Service } from '../kubectl';
import { PLAIN_NAMESPACE, PLAIN_PORT, PLAIN_SERVER, startPlainPods } from '../plain-pods';
import { doorsOf, shopMesh } from '../targets';
import { ACME, GLOBEX, identityOf } from '../two-tenants';

export function describeStrangersByPolicy(copy: FleetCopy): void {
  describe('with the network policies in force', () => {
    beforeAll(() => startPlainPods(PLAIN_SERVER));
    afterAll(() => applyAll(copy));

    it('the declared caller reaches the mesh listener with its own certificate: the same program as the attackers below', async () => {
      const [outcome] = await attemptInside(ACME, 'till', [await shopMesh(identityOf(copy, ACME, 'till'))]);
      expect(outcome).toMatchObject({ opened: true, handshake: true });
      expect(outcome?.received).toMatch(/^HTTP\/1.1 200 .*"path": "\/attempt"/s);
    });

    it("a neighbour's pod opens no connection to any door of the tenant, by pod address, Service name, cluster address or node port", async () => {
      expect(await openedDoors(copy, GLOBEX, 'till')).toEqual([]);
    });

    it('a pod of the same tenant that declared no egress opens none either', async () => {
      expect(await openedDoors(copy, ACME, 'loner')).toEqual([]);
    });

    it('no Service of a tenant has a node port', async () => {
      for (const tenant of [ACME, GLOBEX]) {
        const services = await list<Service>(tenant, 'services');
        expect(services.map(({ spec }) => spec.type)).toEqual(services.map(() => 'ClusterIP'));
        expect(services.flatMap(({ spec }) => (spec.ports ?? []).flatMap(({ nodePort }) => nodePort ?? []))).toEqual(
          [],
        );
      }
    });

    it("the victim's own policies suffice: a neighbour who is rid of his own still opens no door, though he reaches others", async () => {
      await kubectl('-n', GLOBEX, 'delete', 'networkpolicies', '--all');
      const host = addressOf(await podOf(PLAIN_NAMESPACE, PLAIN_SERVER));
      await eventually('the neighbour may speak to whom he likes', 30, async () => {
        const [free] = await attemptInside(GLOBEX, 'till', [{ host, port: PLAIN_PORT, send: httpRequest(host, '/') }]);
        must(free?.received.includes('200 OK') === true, JSON.stringify(free));
      });
      // The front's node port is as public as the front.
      expect(await openedDoors(copy, GLOBEX, 'till')).toEqual(['node port of the front']);
    });
  });
}

/** Names of the doors that took a connection. */
async function openedDoors(copy: FleetCopy, tenant: string, app: string): Promise<string[]> {
  const doors = await doorsOf(identityOf(copy, tenant, app));
  const outcomes = await attemptInside(tenant, app, doors);
  expect(outcomes).toHaveLength(doors.length);
  return doors.flatMap(({ name }, i) => (outcomes[i]?.opened === false ? [] : [name]));
}
