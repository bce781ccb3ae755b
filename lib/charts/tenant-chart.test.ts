/** What a reviewer sees of each tenant of the sample fleet: every file, with certificates told and keys left out. */
import { issueSampleCertificates, loadSampleFleet } from '../testing/sample-fleet';
import { renderYamlSnapshot } from '../testing/yaml-snapshot';
import { drawManifests } from './draw-manifests';

const fleet = loadSampleFleet();
const manifests = drawManifests(fleet, issueSampleCertificates(fleet));

function filesOf(tenant: string): string {
  return renderYamlSnapshot(manifests.filter(({ path }) => path.startsWith(`tenants/${tenant}/`)));
}

test('acme, a shop: web, an API below the same host, a session store and a nightly report', () => {
  expect(filesOf('acme')).toMatchSnapshot();
});

test('globex, a bank: a web front, a ledger that only its own may call, and a migration', () => {
  expect(filesOf('globex')).toMatchSnapshot();
});

test('initech, a broadcaster: a domain of its own, and a public protocol other than HTTP', () => {
  expect(filesOf('initech')).toMatchSnapshot();
});

test('there are no other tenants in the sample fleet', () => {
  expect(fleet.tenants.map(({ name }) => name)).toEqual(['acme', 'globex', 'initech']);
});
