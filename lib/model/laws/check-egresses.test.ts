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

describe('the laws of egresses within a tenant', () => {
  it.each<[string, FleetChanges, string[]]>([
    [
      'an egress to an app that is not there',
      appsOf(
        { name: 'broker' },
        { egresses: [{ name: 'queue', to: { app: 'brokr', endpoint: 'amqp' }, localPort: 5672 }] },
      ),
      [
        'tenants/acme/shop.yaml:13:14 egress "queue" leads to app "brokr", which tenant "acme" does not have, did you mean "broker"?; name one of its apps, or add tenants/acme/brokr.yaml',
      ],
    ],
    [
      'an egress to an endpoint that is not there',
      appsOf(
        { name: 'broker', endpoints: [{ name: 'amqp', port: 5671, protocol: 'tls' }] },
        { egresses: [{ name: 'queue', to: { app: 'broker', endpoint: 'amqps' }, localPort: 5672 }] },
      ),
      [
        'tenants/acme/shop.yaml:14:19 egress "queue" leads to endpoint "amqps" of app "broker", which has no such endpoint (it has "amqp"), did you mean "amqp"?; name an endpoint of tenants/acme/broker.yaml, or add it there',
      ],
    ],
    [
      'an egress to an app without endpoints',
      appsOf(
        { name: 'broker' },
        { egresses: [{ name: 'queue', to: { app: 'broker', endpoint: 'amqp' }, localPort: 5672 }] },
      ),
      [
        'tenants/acme/shop.yaml:14:19 egress "queue" leads to endpoint "amqp" of app "broker", which has no such endpoint (it has none); name an endpoint of tenants/acme/broker.yaml, or add it there',
      ],
    ],
    [
      'an egress to one pod of what is no StatefulSet',
      appsOf(
        { name: 'broker', endpoints: [{ name: 'amqp', port: 5671, protocol: 'tls' }] },
        { egresses: [{ name: 'queue', to: { app: 'broker', endpoint: 'amqp', ordinal: 0 }, localPort: 5672 }] },
      ),
      [
        'tenants/acme/shop.yaml:15:18 egress "queue" leads to pod 0 of app "broker", a Deployment, whose pods have no numbers; remove ordinal, or write workload: StatefulSet in tenants/acme/broker.yaml',
      ],
    ],
    ...(
      [
        [undefined, 1, '1 (allowed: 0 to 0)'],
        [3, 3, '3 (allowed: 0 to 2)'],
        [0, 0, '0 (allowed: none)'],
      ] as const
    ).map(([replicas, ordinal, has]): [string, FleetChanges, string[]] => [
      `an egress to pod ${ordinal} of ${replicas ?? 'the usual number of'} replicas`,
      appsOf(
        {
          name: 'broker',
          workload: 'StatefulSet',
          ...(replicas === undefined ? {} : { replicas }),
          endpoints: [{ name: 'amqp', port: 5671, protocol: 'tls' }],
        },
        { egresses: [{ name: 'queue', to: { app: 'broker', endpoint: 'amqp', ordinal }, localPort: 5672 }] },
      ),
      [
        `tenants/acme/shop.yaml:15:18 egress "queue" leads to pod ${ordinal} of StatefulSet "broker", which has ${has}; name one that is there, or raise replicas in tenants/acme/broker.yaml`,
      ],
    ]),
    [
      'an egress to an app of another tenant',
      {
        tenants: [
          { name: 'acme', apps: [{ egresses: [{ name: 'fx', to: { app: 'fx', endpoint: 'api' }, localPort: 9000 }] }] },
          { name: 'globex', apps: [{ name: 'fx', endpoints: [{ ...web, name: 'api' }] }] },
        ],
      },
      [
        'tenants/acme/shop.yaml:13:14 egress "fx" leads to app "fx", which tenant "acme" does not have; name one of its apps, or add tenants/acme/fx.yaml',
      ],
    ],
  ])('refuse %s', (_what, changes, lines) => {
    expect(faultsOf(changes)).toEqual(lines);
  });
});
