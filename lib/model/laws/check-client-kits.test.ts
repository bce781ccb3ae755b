import { aFleet } from '../../testing/a-fleet';
import type { PlatformChanges } from '../../testing/a-platform';
import { renderIssue } from '../issue';
import { checkFleet } from './check-fleet';

const sql = { name: 'sql', port: 3306, protocol: 'mysql', expose: 'public' } as const;
const pg = { name: 'pg', port: 5432, protocol: 'postgres', expose: 'public' } as const;

function faultsOf(clientKits: PlatformChanges['clientKits'], expose: 'public' | 'tenant' = 'public'): string[] {
  const fleet = aFleet({ platform: { clientKits }, tenants: [{ apps: [{ endpoints: [{ ...sql, expose }, pg] }] }] });
  return checkFleet(fleet).map(renderIssue);
}

test('a public endpoint whose server speaks first is refused without its kit', () => {
  expect(faultsOf('none')).toEqual([
    'tenants/acme/shop.yaml:13:17 endpoint "sql" is public with protocol mysql, whose server speaks first: nobody reaches it without a client kit, and platform.yaml says clientKits: none; write clientKits: needed (or all) in platform.yaml, or remove expose: public',
  ]);
});

test('with its kit, or within the tenant alone, it is not', () => {
  expect([faultsOf('all'), faultsOf('needed'), faultsOf('none', 'tenant')]).toEqual([[], [], []]);
});
