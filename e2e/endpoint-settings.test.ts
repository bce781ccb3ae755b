/** Every setting of an endpoint on a real cluster, each with somebody who wants to get round it. */
import { run, tryRun } from './command';
import { describeClientLimits } from './chapters/client-limits';
import { describeClientNetworks } from './chapters/client-networks';
import { describeHostsAndPaths } from './chapters/hosts-and-paths';
import { describePlainHttp } from './chapters/plain-http';
import { DESK } from './desk';
import { CLIENT_ADDRESS, KEEP } from './environment';
import { eventually } from './eventually';
import { copyFleet, edit, findObject, removeCopy, synthesize } from './fleet-copy';
import { claimNamespaces, install, namespacesOf, removeEverything } from './installation';
import { get } from './kubectl';
import { NGINX_BENCH, startPlainPods } from './plain-pods';

const CRD = 'imports/crds/externaldns.k8s.io_dnsendpoints.yaml';
const CRD_NAME = 'dnsendpoints.externaldns.k8s.io';

describe('settings of endpoints', () => {
  const copy = copyFleet('e2e/fleets/endpoint-settings');
  let hadCrd = true;

  beforeAll(async () => {
    edit(copy, `tenants/${DESK}/desk.yaml`, '203.0.113.10/32', `${CLIENT_ADDRESS}/32`);
    await removeEverything();
    await synthesize(copy);
    await claimNamespaces(...namespacesOf(copy));
    hadCrd = (await tryRun(['kubectl', 'get', 'crd', CRD_NAME])).code === 0;
    if (!hadCrd) await run(['kubectl', 'apply', '--server-side', '-f', CRD]);
    await eventually('DNSEndpoints are served', 30, () => run(['kubectl', 'get', 'dnsendpoints', '-A']));
    await install(copy);
    await startPlainPods(NGINX_BENCH);
  });

  afterAll(async () => {
    if (!KEEP) {
      await removeEverything();
      if (!hadCrd) await run(['kubectl', 'delete', '--wait=false', 'crd', CRD_NAME]);
    }
    removeCopy(copy);
  });

  describeHostsAndPaths(copy);
  describeClientLimits(copy);
  describePlainHttp();
  describeClientNetworks();

  it('the API server takes the DNS records as external-dns defines them, and loses none of their fields', async () => {
    const drawn = findObject(copy, 'DNSEndpoint', DESK, 'public-hosts');
    const kept = await get<{ spec: unknown }>(DESK, 'dnsendpoint', 'public-hosts');
    expect(kept.spec).toEqual(drawn.spec);
  });
});
