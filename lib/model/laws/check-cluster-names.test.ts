import { renderIssue } from '../issue';
import { aFleet, type FleetChanges } from '../../testing/a-fleet';
import { checkClusterNames } from './check-cluster-names';
import { checkFleet } from './check-fleet';

function faultsOf(changes: FleetChanges): string[] {
  return checkClusterNames(aFleet(changes)).map(renderIssue);
}

test.each([
  ['globex.svc', 'svc'],
  ['shop.globex.svc', 'svc'],
  ['svc.cluster.local', 'cluster.local'],
  ['globex.svc.cluster.local', 'cluster.local'],
  ['cluster.local', 'cluster.local'],
  ['shop.localhost', 'localhost'],
])('a tenant cannot own %s', (domain, ending) => {
  const message = `domain "${domain}" overlaps "${ending}", which are names inside the cluster; choose a domain that DNS on the Internet leads to the front`;
  expect(faultsOf({ tenants: [{ domains: [domain] }] })).toEqual([`tenants/acme/tenant.yaml:7:7 ${message}`]);
  expect(faultsOf({ platform: { domain } })).toEqual([`platform.yaml:6:11 ${message}`]);
});

test('a tenant cannot own a domain around the cluster’s', () => {
  const changes = { platform: { clusterDomain: 'k8s.example.org' }, tenants: [{ domains: ['example.org'] }] };
  expect(faultsOf(changes)).toEqual([
    'tenants/acme/tenant.yaml:7:7 domain "example.org" overlaps "k8s.example.org", which are names inside the cluster; choose a domain that DNS on the Internet leads to the front',
  ]);
});

test('a platform’s domain may lie around the cluster’s, since no tenant can have its labels for a name', () => {
  const platform = { domain: 'example.org', clusterDomain: 'k8s.example.org' };
  expect(faultsOf({ platform })).toEqual([]);
  for (const name of ['k8s', 'example', 'org'])
    expect(checkFleet(aFleet({ platform, tenants: [{ name }] })).map(({ rule }) => rule)).toEqual(['reserved-name']);
});

test('names that only look alike are fine', () => {
  const domains = ['svc.example', 'mysvc.example', 'localhost.example', 'mycluster.local', 'x-svc.org'];
  expect(faultsOf({ tenants: [{ domains }] })).toEqual([]);
});
