/** What tenants and the platform may want of a front that not every engine has: plain HTTP, an annotated Service, clients' addresses. */
import type { App } from '../app';
import { isPublic, type Endpoint } from '../endpoint';
import type { Fleet } from '../fleet';
import { hasClientAddresses, hasOwnPods } from '../front-engine';
import { fault, type Issue } from '../issue';
import type { Platform } from '../platform';
import type { ValuePath } from '../source';

export function checkEngineFeatures({ platform, tenants }: Fleet): Issue[] {
  return [
    ...checkRedirect(platform),
    ...checkService(platform),
    ...(hasClientAddresses(platform)
      ? []
      : tenants.flatMap(({ apps }) => apps.flatMap((app) => checkAddresses(platform, app)))),
  ];
}

function checkRedirect({ spec: { front }, source }: Platform): Issue[] {
  if (front.engine === 'nginx' || front.redirect === undefined) return [];
  const message = `front engine "${front.engine}" has no redirect from plain HTTP; engine "nginx" has`;
  const where = source.placeOfKey(['spec', 'front', 'redirect']);
  return [fault('front-engine', where, message, 'remove redirect, and set it up in the engine itself where it can')];
}

function checkService(platform: Platform): Issue[] {
  const { spec, source } = platform;
  if (hasOwnPods(platform)) return [];
  if (spec.dnsRecords?.kind !== 'annotation') return [];
  const message = `front engine "${spec.front.engine}" has a Service that is not Gatehouse's, so it gets no annotation with DNS names`;
  const where = source.placeOf(['spec', 'dnsRecords', 'kind']);
  return [fault('front-engine', where, message, 'write kind: DNSEndpoint, with targets')];
}

/** Settings that tell clients apart by their address. */
const BY_ADDRESS: readonly { readonly field: ValuePath; readonly isSet: (endpoint: Endpoint) => boolean }[] = [
  { field: ['allowFrom'], isSet: ({ allowFrom }) => allowFrom !== undefined },
  { field: ['limits', 'concurrent'], isSet: ({ limits }) => limits?.concurrent !== undefined },
  { field: ['limits', 'requests'], isSet: ({ limits }) => limits?.requests !== undefined },
];

function checkAddresses({ spec: { front } }: Platform, app: App): Issue[] {
  const reason = `front engine "${front.engine}" does not tell the gate a client's address`;
  return app.spec.endpoints.flatMap((endpoint, index) =>
    isPublic(endpoint)
      ? BY_ADDRESS.filter(({ isSet }) => isSet(endpoint)).map(({ field }) => {
          const name = field.join('.');
          const where = app.source.placeOfKey(['spec', 'endpoints', index, ...field]);
          const fix = `remove ${name}, or choose a front that sends the PROXY protocol`;
          return fault('front-engine', where, `${name} would take all clients for one: ${reason}`, fix);
        })
      : [],
  );
}
