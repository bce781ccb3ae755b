/** Two competing tenants on a real cluster: the chapters follow one another on one installation. */
import { describeCallsWithinATenant } from './chapters/calls-within-a-tenant';
import { describeChangesUnderLoad } from './chapters/changes-under-load';
import { describeManifests } from './chapters/manifests';
import { describePublicHosts } from './chapters/public-hosts';
import { describeRotation } from './chapters/rotation';
import { describeStrangersByIdentity } from './chapters/strangers-by-identity';
import { describeStrangersByPolicy } from './chapters/strangers-by-policy';
import { KEEP } from './environment';
import { copyFleet, removeCopy, synthesize } from './fleet-copy';
import { claimNamespaces, install, namespacesOf, removeEverything } from './installation';

describe('two competing tenants on a real cluster', () => {
  const copy = copyFleet('e2e/fleets/two-tenants');

  beforeAll(async () => {
    await removeEverything();
    await synthesize(copy);
    // Before anything else: no test may touch what somebody else runs on this cluster.
    await claimNamespaces(...namespacesOf(copy));
  });

  afterAll(async () => {
    if (!KEEP) await removeEverything();
    removeCopy(copy);
  });

  describeManifests(copy);

  describe('once installed', () => {
    beforeAll(() => install(copy));

    describePublicHosts(copy);
    describeCallsWithinATenant(copy);
    describeStrangersByPolicy(copy);
    describeStrangersByIdentity(copy);
    describeChangesUnderLoad(copy);
    describeRotation(copy);
  });
});
