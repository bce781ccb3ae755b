/** Grants in a fleet of which a part could not be read: nobody is told that something is missing which may stand there. */
import { renderIssue } from '../model/issue';
import { appText, fleetFolder, tenantText } from '../testing/fleet-folder';
import { loadFleet } from './load-fleet';

const CALL = '  egresses: [{ name: fx, to: { tenant: globex, app: fx, endpoint: api }, localPort: 9444 }]\n';
const GRANT = '  endpoints: [{ name: api, port: 80, protocol: http, grants: [{ tenant: acme, app: shop }] }]\n';

const AGREED = {
  'tenants/acme/shop.yaml': appText('shop', CALL),
  'tenants/globex/tenant.yaml': tenantText('globex'),
  'tenants/globex/fx.yaml': appText('fx', GRANT),
};

function faultsOf(files: Readonly<Record<string, string | undefined>>): string[] {
  const loaded = loadFleet(fleetFolder({ ...AGREED, ...files }));
  return loaded.ok ? [] : loaded.issues.map(renderIssue);
}

test('a grant whose two sides can be read is none of their faults', () => {
  expect(faultsOf({})).toEqual([]);
});

test.each([
  ["the importer's app", 'tenants/acme/shop.yaml'],
  ["the importer's tenant", 'tenants/acme/tenant.yaml'],
  ["the exporter's app", 'tenants/globex/fx.yaml'],
  ["the exporter's tenant", 'tenants/globex/tenant.yaml'],
])('one mistake is told once where %s cannot be read', (_what, file) => {
  const faults = faultsOf({ [file]: 'x' });
  expect(faults).toHaveLength(1);
  expect(faults[0]).toMatch(new RegExp(`^${file}`));
});

test('where one of them is gone, the other side is told, and which line it has to take away', () => {
  expect(faultsOf({ 'tenants/globex/fx.yaml': undefined, 'tenants/globex/tenant.yaml': undefined })).toEqual([
    'tenants/acme/shop.yaml:6:40 egress "fx" leads to tenant "globex", which the fleet does not have; name one of its tenants, or remove the egress',
  ]);
  expect(faultsOf({ 'tenants/acme/shop.yaml': undefined })).toEqual([
    'tenants/globex/fx.yaml:6:84 endpoint "api" is granted to app "shop", which tenant "acme" does not have; name one of its apps, or remove the grant',
  ]);
});
