/** What a reviewer sees of the front of the sample fleet. */
import { issueSampleCertificates, loadSampleFleet } from '../testing/sample-fleet';
import { renderYamlSnapshot } from '../testing/yaml-snapshot';
import { drawManifests } from './draw-manifests';

test('the front of the sample fleet', () => {
  const fleet = loadSampleFleet();
  const manifests = drawManifests(fleet, issueSampleCertificates(fleet));
  expect(renderYamlSnapshot(manifests.filter(({ path }) => path.startsWith('front/')))).toMatchSnapshot();
});
