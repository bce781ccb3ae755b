import { anApp, type AppChanges } from '../../testing/an-app';
import { renderIssue, sortIssues } from '../issue';
import { checkApp } from './check-app';

type Endpoint = NonNullable<AppChanges['endpoints']>[number];

function faultsOf(changes: AppChanges): string[] {
  return sortIssues(checkApp(anApp(changes))).map(renderIssue);
}

function web(more: Partial<Endpoint>): AppChanges {
  return { endpoints: [{ name: 'web', port: 8080, protocol: 'http', expose: 'public', ...more }] };
}

describe('the laws of an endpoint’s settings', () => {
  it('have nothing against all of them together', () => {
    expect(
      faultsOf(
        web({
          hosts: ['www.acme.apps.example.com'],
          path: '/api',
          rewrite: '/',
          allowFrom: ['10.0.0.0/8', '2001:db8::/32'],
          limits: {
            concurrent: 5,
            requests: { perSecond: 10 },
            bodyKibibytes: 64,
            idleSeconds: 86_400,
            uploadIdleSeconds: 5,
          },
          hsts: { days: 365, includeSubdomains: true, preload: true },
          hostVariable: 'WEB_HOST',
        }),
      ),
    ).toEqual([]);
  });

  it('nor against those that every protocol has', () => {
    const hosts = ['db.acme.apps.example.com'];
    const sql = { protocol: 'tls' as const, hosts, allowFrom: ['10.0.0.0/8'] };
    expect(faultsOf(web({ ...sql, limits: { concurrent: 5, idleSeconds: 60 }, hostVariable: 'DB_HOST' }))).toEqual([]);
  });

  it.each<[string, AppChanges, string[]]>([
    [
      'the words of HTTP for another protocol',
      web({
        protocol: 'tls',
        rewrite: '/x',
        hsts: { days: 1 },
        limits: { requests: { perSecond: 1 }, bodyKibibytes: 1, uploadIdleSeconds: 1 },
      }),
      [
        'tenants/acme/shop.yaml:15:16 rewrite does not belong to protocol tls, only to http and grpc; remove rewrite',
        'tenants/acme/shop.yaml:16:7 hsts does not belong to protocol tls, only to http and grpc; remove hsts',
        'tenants/acme/shop.yaml:19:9 limits.requests does not belong to protocol tls, only to http and grpc; remove limits.requests',
        'tenants/acme/shop.yaml:21:9 limits.bodyKibibytes does not belong to protocol tls, only to http and grpc; remove limits.bodyKibibytes',
        'tenants/acme/shop.yaml:22:9 limits.uploadIdleSeconds does not belong to protocol tls, only to http and grpc; remove limits.uploadIdleSeconds',
      ],
    ],
    [
      'settings of public clients where there are none',
      web({
        expose: 'tenant',
        hosts: ['www.acme.apps.example.com'],
        rewrite: '/x',
        allowFrom: ['10.0.0.0/8'],
        limits: { concurrent: 1 },
        hsts: { days: 1 },
        hostVariable: 'X',
      }),
      [
        'tenants/acme/shop.yaml:15:7 hosts belongs to public endpoints only; remove hosts or write expose: public',
        'tenants/acme/shop.yaml:17:16 rewrite belongs to public endpoints only; remove rewrite or write expose: public',
        'tenants/acme/shop.yaml:18:7 allowFrom belongs to public endpoints only; remove allowFrom or write expose: public',
        'tenants/acme/shop.yaml:20:7 limits belongs to public endpoints only; remove limits or write expose: public',
        'tenants/acme/shop.yaml:22:7 hsts belongs to public endpoints only; remove hsts or write expose: public',
        'tenants/acme/shop.yaml:24:21 hostVariable belongs to public endpoints only; remove hostVariable or write expose: public',
      ],
    ],
    [
      'a rewrite of no path',
      web({ rewrite: '/v2' }),
      [
        'tenants/acme/shop.yaml:15:16 rewrite /v2 of endpoint "web" replaces its path, and it has none; write the path that is replaced, / for all of the host',
      ],
    ],
    [
      'a rewrite of a path to itself',
      web({ path: '/api', rewrite: '/api' }),
      [
        'tenants/acme/shop.yaml:16:16 rewrite /api of endpoint "web" is its path, so it changes nothing; remove rewrite',
      ],
    ],
    [
      'a network with bits beyond its prefix',
      web({ allowFrom: ['10.0.0.0/8', '192.0.2.7/24'] }),
      [
        'tenants/acme/shop.yaml:17:11 network 192.0.2.7/24 of allowFrom is 192.0.2.0/24 in its usual form; write that, or a longer prefix if you meant fewer addresses',
      ],
    ],
    [
      'a network in an unusual spelling',
      web({ allowFrom: ['2001:DB8:0:0::/64'] }),
      [
        'tenants/acme/shop.yaml:16:11 network 2001:DB8:0:0::/64 of allowFrom is 2001:db8::/64 in its usual form; write that, or a longer prefix if you meant fewer addresses',
      ],
    ],
    [
      'a network given twice',
      web({ allowFrom: ['10.0.0.0/8', '192.0.2.0/24', '10.0.0.0/8'] }),
      ['tenants/acme/shop.yaml:18:11 network 10.0.0.0/8 is in allowFrom twice; remove one'],
    ],
    [
      'preload for less than a year',
      web({ hsts: { days: 364, includeSubdomains: true, preload: true } }),
      [
        'tenants/acme/shop.yaml:18:18 hsts.preload needs days of at least 365 and includeSubdomains: true; got days 364 and includeSubdomains: true; change these, or remove preload',
      ],
    ],
    [
      'preload without what is below the host',
      web({ hsts: { days: 365, preload: true } }),
      [
        'tenants/acme/shop.yaml:17:18 hsts.preload needs days of at least 365 and includeSubdomains: true; got days 365 and includeSubdomains: false; change these, or remove preload',
      ],
    ],
    [
      'a variable that a container has',
      {
        ...web({ hostVariable: 'HOST' }),
        pod: {
          containers: [
            { name: 'shop', image: 'a:1', env: [{ name: 'X', value: 'y' }] },
            { name: 'side', image: 'a:1', env: [{ name: 'HOST', value: 'y' }] },
            { name: 'more', image: 'a:1', env: [{ name: 'HOST', value: 'y' }] },
          ],
        },
      },
      [
        'tenants/acme/shop.yaml:28:21 duplicate environment variable "HOST" (also tenants/acme/shop.yaml:16:19); choose another hostVariable',
      ],
    ],
    [
      'a variable of two endpoints',
      {
        endpoints: [
          { name: 'web', port: 8080, protocol: 'http', expose: 'public', hostVariable: 'HOST' },
          { name: 'api', port: 8081, protocol: 'http', expose: 'public', hostVariable: 'HOST' },
        ],
      },
      [
        'tenants/acme/shop.yaml:20:21 duplicate environment variable "HOST" (also tenants/acme/shop.yaml:15:21); choose another hostVariable',
      ],
    ],
  ])('refuse %s', (_what, changes, lines) => {
    expect(faultsOf(changes)).toEqual(lines);
  });
});
