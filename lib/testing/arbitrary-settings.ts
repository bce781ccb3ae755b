/** Any settings of a public endpoint that keep the laws by themselves. */
import fc from 'fast-check';
import type { AppChanges } from './an-app';

type Endpoint = NonNullable<AppChanges['endpoints']>[number];
type Settings = Pick<Endpoint, 'hosts' | 'rewrite' | 'allowFrom' | 'limits' | 'hsts' | 'hostVariable'>;

export interface DrawnSettings {
  /** Labels of further hosts. */
  readonly further: readonly string[];
  readonly rewrite: string | undefined;
  readonly allowFrom: string[] | undefined;
  readonly concurrent: number | undefined;
  readonly idleSeconds: number | undefined;
  readonly ofHttp: Pick<NonNullable<Settings['limits']>, 'requests' | 'bodyKibibytes' | 'uploadIdleSeconds'>;
  readonly hsts: Settings['hsts'];
  readonly hasVariable: boolean;
}

function maybe<T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.option(value, { nil: undefined, freq: 2 });
}

export const drawnSettings: fc.Arbitrary<DrawnSettings> = fc.record({
  further: fc.uniqueArray(fc.stringMatching(/^[a-z]([-a-z0-9]{0,4}[a-z0-9])?$/), { maxLength: 2 }),
  rewrite: maybe(fc.constantFrom('/', '/v2', '/a.b/~c_d-e')),
  allowFrom: maybe(
    fc.uniqueArray(fc.constantFrom('0.0.0.0/0', '10.0.0.0/8', '192.0.2.7/32', '::/0', '2001:db8::/32', 'fd00::1/128'), {
      minLength: 1,
    }),
  ),
  concurrent: maybe(fc.integer({ min: 1, max: 65_535 })),
  idleSeconds: maybe(fc.integer({ min: 1, max: 86_400 })),
  ofHttp: fc.record(
    {
      requests: fc.record({ perSecond: fc.integer({ min: 1, max: 1000 }), burst: fc.integer({ min: 0, max: 1000 }) }),
      bodyKibibytes: fc.integer({ min: 1, max: 1_073_741_824 }),
      uploadIdleSeconds: fc.integer({ min: 1, max: 3600 }),
    },
    { requiredKeys: [] },
  ),
  hsts: maybe(fc.record({ days: fc.constant(400), includeSubdomains: fc.constant(true), preload: fc.boolean() })),
  hasVariable: fc.boolean(),
});

/** @param endpoint a public one, without settings @param hostOf makes a host of its own of a label */
export function toSettings(drawn: DrawnSettings, endpoint: Endpoint, hostOf: (label: string) => string): Settings {
  const { further, rewrite, allowFrom, concurrent, idleSeconds, ofHttp, hsts, hasVariable } = drawn;
  const isHttp = endpoint.protocol === 'http' && endpoint.tls !== 'app';
  const isRewritten = isHttp && endpoint.path !== undefined && rewrite !== endpoint.path && rewrite !== undefined;
  const limits = {
    ...(concurrent === undefined ? {} : { concurrent }),
    ...(idleSeconds === undefined ? {} : { idleSeconds }),
    ...(isHttp ? ofHttp : {}),
  };
  return {
    ...(further.length === 0 ? {} : { hosts: further.map(hostOf) }),
    ...(isRewritten ? { rewrite } : {}),
    ...(allowFrom === undefined ? {} : { allowFrom }),
    ...(Object.keys(limits).length === 0 ? {} : { limits }),
    ...(isHttp && hsts !== undefined ? { hsts } : {}),
    ...(hasVariable ? { hostVariable: `${endpoint.name.toUpperCase().replaceAll('-', '_')}_HOST` } : {}),
  };
}
