import { aFleet, type FleetChanges } from '../../testing/a-fleet';
import type { AppChanges } from '../../testing/an-app';
import { renderIssue, sortIssues } from '../issue';
import { checkFleet } from './check-fleet';

function faultsOf(changes: FleetChanges): string[] {
  return sortIssues(checkFleet(aFleet(changes))).map(renderIssue);
}

const sql = { name: 'sql', port: 3306, protocol: 'mysql', expose: 'public', publicPort: 3306 } as const;
const web = { name: 'web', port: 8080, protocol: 'http', expose: 'public' } as const;
const HOST = 'a.acme.apps.example.com';

function fleet(ports: readonly number[], ...apps: readonly AppChanges[]): FleetChanges {
  return { platform: { front: { ports: [...ports] } }, tenants: [{ apps }] };
}

describe('the laws of public ports', () => {
  it.each<[string, FleetChanges, string[]]>([
    [
      'one that is front.port already',
      fleet([443]),
      ['platform.yaml:15:9 public port 443 is front.port already; remove it from ports'],
    ],
    [
      'one that is listed twice',
      fleet([3306, 5671, 3306]),
      ['platform.yaml:17:9 duplicate public port 3306 (also platform.yaml:15:9); list each port once'],
    ],
    [
      'two that front and gates would listen for on one',
      fleet([3306, 13306]),
      [
        'platform.yaml:16:9 public port 13306 would be listened for on 23306, as public port 3306 is (platform.yaml:15:9); choose ports that differ in their last four digits',
      ],
    ],
    [
      'one that would be the health port',
      fleet([9999]),
      [
        'platform.yaml:15:9 public port 9999 would be listened for on 29999, which is the health port of front and gates; choose a port whose last four digits are not 9999',
      ],
    ],
    [
      'one that the platform does not have',
      fleet([5671], { endpoints: [sql] }),
      [
        'tenants/acme/shop.yaml:15:19 publicPort 3306 of endpoint "sql" is no public port of the platform; allowed: 443, 5671 (front.port and front.ports of platform.yaml); choose one of these, or add 3306 to front.ports of platform.yaml',
      ],
    ],
    [
      'one of an endpoint that is not public',
      fleet([3306], { endpoints: [{ ...sql, expose: 'tenant' }] }),
      [
        'tenants/acme/shop.yaml:15:19 publicPort belongs to public endpoints only; remove publicPort or write expose: public',
      ],
    ],
    [
      'two of a host that is shared by path',
      fleet(
        [9443],
        { endpoints: [{ ...web, host: HOST }] },
        { name: 'zoo', endpoints: [{ ...web, host: HOST, path: '/zoo', publicPort: 9443 }] },
      ),
      [
        'tenants/acme/zoo.yaml:17:19 host "a.acme.apps.example.com" is on public port 9443 here and on 443 elsewhere (tenants/acme/shop.yaml:11:7); endpoints of protocol http or grpc that share a host share its port; give both the same publicPort, or hosts of their own',
      ],
    ],
    [
      'a host and port given twice',
      fleet(
        [3306],
        { endpoints: [{ ...sql, host: HOST }] },
        { name: 'zoo', endpoints: [{ ...sql, protocol: 'tls', host: HOST }] },
      ),
      [
        'tenants/acme/zoo.yaml:16:13 duplicate host "a.acme.apps.example.com:3306" (also tenants/acme/shop.yaml:16:13); give each endpoint its own host or path',
      ],
    ],
  ])('refuse %s', (_what, changes, lines) => {
    expect(faultsOf(changes)).toEqual(lines);
  });

  it('let one host lead to different endpoints on different public ports', () => {
    const apps = [
      { endpoints: [{ ...web, host: HOST }] },
      { name: 'db', endpoints: [{ ...sql, host: HOST }] },
      { name: 'queue', endpoints: [{ ...sql, name: 'amqp', protocol: 'amqp' as const, publicPort: 5671, host: HOST }] },
    ];
    expect(faultsOf(fleet([3306, 5671], ...apps))).toEqual([]);
  });
});
