import { aFleet, type FleetChanges } from '../../testing/a-fleet';
import type { AppChanges } from '../../testing/an-app';
import { planFlows } from '../flows';
import { renderIssue, sortIssues } from '../issue';
import { checkFleet } from './check-fleet';

type Endpoint = NonNullable<AppChanges['endpoints']>[number];

const METRICS = { name: 'metrics', port: 9100, protocol: 'http', expose: 'monitoring' } as const;
const WATCH = { monitoring: { tenant: 'watch', app: 'prometheus' } } as const;
const READS = { name: 'shop', to: { tenant: 'acme', app: 'shop', endpoint: 'metrics' }, localPort: 9000 };
const ASKS = { name: 'shop', to: { app: 'shop', endpoint: 'metrics' }, localPort: 9000 };

function fleetOf(
  endpoints: readonly Endpoint[],
  { egresses = [READS], platform = WATCH, others = [] }: Partial<Changes> = {},
): FleetChanges {
  return {
    platform,
    tenants: [
      { name: 'acme', apps: [{ name: 'shop', endpoints: [...endpoints] }, ...others] },
      { name: 'watch', apps: [{ name: 'prometheus', egresses: [...egresses] }, { name: 'other' }] },
    ],
  };
}

interface Changes {
  readonly egresses: readonly NonNullable<AppChanges['egresses']>[number][];
  readonly platform: NonNullable<FleetChanges['platform']>;
  readonly others: readonly Omit<AppChanges, 'tenant'>[];
}

function faultsOf(changes: FleetChanges): string[] {
  return sortIssues(checkFleet(aFleet(changes))).map(renderIssue);
}

test('what says expose: monitoring is reached by the monitoring app, through its mesh listener, and by nobody else', () => {
  const changes = fleetOf([METRICS]);
  expect(faultsOf(changes)).toEqual([]);
  expect(planFlows(aFleet(changes)).filter(({ to }) => to.kind === 'app')).toMatchObject([
    { from: { kind: 'app', tenant: 'watch', app: 'prometheus' }, to: { app: 'shop' }, listener: 'mesh', port: 39100 },
  ]);
});

test('the monitoring app reads its own tenant by an egress as any', () => {
  const platform = { monitoring: { tenant: 'acme', app: 'till' } };
  const changes = fleetOf([METRICS], { egresses: [], platform, others: [{ name: 'till', egresses: [ASKS] }] });
  expect(faultsOf(changes)).toEqual([]);
});

test.each<[string, FleetChanges, string[]]>([
  [
    'no monitoring app',
    fleetOf([METRICS], { platform: {}, egresses: [] }),
    [
      'tenants/acme/shop.yaml:14:15 endpoint "metrics" says expose: monitoring, and the platform names no monitoring app; add monitoring: { tenant: TENANT, app: APP } to spec of the platform, or write another expose',
    ],
  ],
  [
    'one of a tenant that is not there',
    fleetOf([METRICS], { platform: { monitoring: { tenant: 'wacht', app: 'prometheus' } }, egresses: [] }),
    [
      'platform.yaml:14:13 monitoring is the matter of tenant "wacht", which the fleet does not have; name one of its tenants',
    ],
  ],
  [
    'one that is not there',
    fleetOf([METRICS], { platform: { monitoring: { tenant: 'watch', app: 'prometheuz' } }, egresses: [] }),
    [
      'platform.yaml:15:10 monitoring is the matter of app "prometheuz", which tenant "watch" does not have, did you mean "prometheus"?; name one of its apps',
    ],
  ],
  [
    'one that does not read it',
    fleetOf([METRICS], { egresses: [] }),
    [
      'tenants/acme/shop.yaml:14:15 endpoint "metrics" is granted to app "prometheus" of tenant "watch", which has no egress to it; add to spec in tenants/watch/prometheus.yaml: egresses: [{ name: acme-metrics, to: { tenant: acme, app: shop, endpoint: metrics }, localPort: 9000 }]; or write another expose',
    ],
  ],
  [
    'a sibling that reads it',
    fleetOf([METRICS], { others: [{ name: 'till', egresses: [ASKS] }] }),
    [
      'tenants/acme/till.yaml:14:19 egress "shop" leads to endpoint "metrics" of app "shop", which says expose: monitoring (tenants/acme/shop.yaml:14:15): nobody but the platform\'s monitoring app may call it; write expose: tenant there, or remove the egress',
    ],
  ],
  [
    'a further grant',
    fleetOf([{ ...METRICS, grants: [{ tenant: 'watch', app: 'other' }] }]),
    [
      'tenants/acme/shop.yaml:16:9 endpoint "metrics" has grants and says expose: monitoring, which lets nobody else in; remove grants, or write expose: tenant',
      'tenants/acme/shop.yaml:16:11 endpoint "metrics" is granted to app "other" of tenant "watch", which has no egress to it; add to spec in tenants/watch/other.yaml: egresses: [{ name: acme-metrics, to: { tenant: acme, app: shop, endpoint: metrics }, localPort: 9000 }]; or remove the grant',
    ],
  ],
  [
    'a guest who could write the headers of anybody',
    fleetOf(
      [
        {
          ...METRICS,
          expose: 'public',
          clientCertificates: { mode: 'required', ca: 'x' },
          grants: [{ tenant: 'watch', app: 'prometheus' }],
        },
      ],
      { platform: {} },
    ),
    [
      'tenants/acme/shop.yaml:19:9 endpoint "metrics" has grants and clientCertificates: guests call the app without the gate, and could write the X-Client-… headers of anybody; give the guests an endpoint of their own',
    ],
  ],
])('%s is refused', (_, changes, faults) => {
  expect(faultsOf(changes)).toEqual(faults);
});
