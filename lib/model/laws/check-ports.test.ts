import { renderIssue, sortIssues } from '../issue';
import { aFleet, type FleetChanges } from '../../testing/a-fleet';
import type { AppChanges } from '../../testing/an-app';
import { checkFleet } from './check-fleet';

function faultsOf(changes: FleetChanges): string[] {
  return sortIssues(checkFleet(aFleet(changes))).map(renderIssue);
}

function appsOf(...apps: readonly AppChanges[]): FleetChanges {
  return { tenants: [{ apps }] };
}

const web = { name: 'web', port: 8080, protocol: 'http' } as const;

describe('the laws of ports', () => {
  it.each<[string, FleetChanges, string[]]>([
    [
      'two endpoints on one port',
      appsOf({ endpoints: [web, { ...web, name: 'admin' }] }),
      [
        'tenants/acme/shop.yaml:15:13 port 8080 of endpoint "admin" is taken by endpoint "web" (tenants/acme/shop.yaml:12:13); choose a port whose last four digits are free in this pod',
      ],
    ],
    [
      'two endpoints whose listeners would share a port',
      appsOf({ endpoints: [web, { ...web, name: 'admin', port: 18080 }] }),
      [
        `tenants/acme/shop.yaml:15:13 port 38080 of the sidecar's mesh listener of endpoint "admin" is taken by the sidecar's mesh listener of endpoint "web" (tenants/acme/shop.yaml:12:13); choose a port whose last four digits are free in this pod`,
      ],
    ],
    [
      'an endpoint on the port of another’s listener',
      appsOf({ endpoints: [web, { ...web, name: 'odd', port: 38080 }] }),
      [
        `tenants/acme/shop.yaml:15:13 port 38080 of endpoint "odd" is taken by the sidecar's mesh listener of endpoint "web" (tenants/acme/shop.yaml:12:13); choose a port whose last four digits are free in this pod`,
      ],
    ],
    [
      'an endpoint on the port of another’s edge listener',
      appsOf({
        endpoints: [
          { ...web, protocol: 'tls', expose: 'public' },
          { name: 'odd', port: 48080, protocol: 'tls' },
        ],
      }),
      [
        `tenants/acme/shop.yaml:16:13 port 48080 of endpoint "odd" is taken by the sidecar's edge listener of endpoint "web" (tenants/acme/shop.yaml:12:13); choose a port whose last four digits are free in this pod`,
      ],
    ],
    [
      'an endpoint on the port of the health listener',
      appsOf({ endpoints: [{ ...web, port: 29999 }] }),
      [
        `tenants/acme/shop.yaml:12:13 port 29999 of endpoint "web" is taken by the sidecar's health listener (tenants/acme/shop.yaml:1:1); choose a port whose last four digits are free in this pod`,
      ],
    ],
    [
      'an egress on the port of an endpoint',
      appsOf({ endpoints: [web], egresses: [{ name: 'self', to: { app: 'shop', endpoint: 'web' }, localPort: 8080 }] }),
      [
        'tenants/acme/shop.yaml:19:18 port 8080 of egress "self" is taken by endpoint "web" (tenants/acme/shop.yaml:12:13); choose a port whose last four digits are free in this pod',
      ],
    ],
    [
      'a local port that needs root',
      appsOf({ endpoints: [web], egresses: [{ name: 'self', to: { app: 'shop', endpoint: 'web' }, localPort: 80 }] }),
      [
        'tenants/acme/shop.yaml:19:18 localPort 80 of egress "self" cannot be bound by a sidecar that is not root; allowed: 1024 to 65535; choose a higher port',
      ],
    ],
  ])('refuse %s', (_what, changes, lines) => {
    expect(faultsOf(changes)).toEqual(lines);
  });
});
