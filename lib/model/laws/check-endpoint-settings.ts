/** Settings stand where they mean something: public endpoints, protocols that know the word, values that hold together. */
import type { App } from '../app';
import { isPublic, type Endpoint } from '../endpoint';
import { OF_HTTP } from '../endpoint-settings';
import { fault, type Issue } from '../issue';
import { canonicalNetwork } from '../cidr';
import { protocolNames, protocols } from '../protocols';
import type { ValuePath } from '../source';
import { checkClaims, type Claim } from './first-seen';

export function checkEndpointSettings(app: App): Issue[] {
  return [
    ...app.spec.endpoints.flatMap((endpoint, index) => {
      const at = new EndpointPlace(app, index);
      if (!isPublic(endpoint)) return checkNotPublic(endpoint, at);
      return [
        ...checkProtocol(endpoint, at),
        ...checkRewrite(endpoint, at),
        ...checkNetworks(endpoint, at),
        ...checkPreload(endpoint, at),
      ];
    }),
    ...checkVariables(app),
  ];
}

class EndpointPlace {
  constructor(
    private readonly app: App,
    private readonly index: number,
  ) {}

  fault(rule: string, field: ValuePath, message: string, fix: string): Issue {
    const path = ['spec', 'endpoints', this.index, ...field];
    const { source } = this.app;
    const isScalar = typeof field.at(-1) === 'number' || SCALARS.has(String(field.at(-1)));
    return fault(rule, isScalar ? source.placeOf(path) : source.placeOfKey(path), message, fix);
  }
}

const SCALARS: ReadonlySet<string> = new Set(['rewrite', 'preload', 'days', 'hostVariable']);
const OF_PUBLIC = ['hosts', 'rewrite', 'allowFrom', 'limits', 'hsts', 'hostVariable'] as const;

function checkNotPublic(endpoint: Endpoint, at: EndpointPlace): Issue[] {
  return OF_PUBLIC.filter((field) => endpoint[field] !== undefined).map((field) =>
    at.fault(
      'endpoint-field',
      [field],
      `${field} belongs to public endpoints only`,
      `remove ${field} or write expose: public`,
    ),
  );
}

function checkProtocol(endpoint: Endpoint, at: EndpointPlace): Issue[] {
  const isRead = endpoint.tls !== 'app';
  if (isRead && protocols[endpoint.protocol].hasPaths) return [];
  const speakers = protocolNames.filter((name) => protocols[name].hasPaths).join(' and ');
  return OF_HTTP.filter((field) => valueAt(endpoint, field) !== undefined).map((field) => {
    const name = field.join('.');
    const message = isRead
      ? `${name} does not belong to protocol ${endpoint.protocol}, only to ${speakers}`
      : `${name} has no effect with tls: app, where nobody but the app reads the connection`;
    return at.fault('endpoint-field', field, message, `remove ${name}`);
  });
}

function valueAt(value: unknown, path: ValuePath): unknown {
  return path.reduce<unknown>((inner, key) => (inner as Readonly<Record<string, unknown>> | undefined)?.[key], value);
}

function checkRewrite({ name, path, protocol, rewrite }: Endpoint, at: EndpointPlace): Issue[] {
  if (protocol === 'grpc' && rewrite !== undefined) {
    const message = 'rewrite does not belong to protocol grpc: its paths are names of services and methods';
    return [at.fault('endpoint-field', ['rewrite'], message, 'remove rewrite')];
  }
  if (!protocols[protocol].hasPaths || rewrite === undefined || (path !== undefined && path !== rewrite)) return [];
  const message =
    path === undefined
      ? `rewrite ${rewrite} of endpoint "${name}" replaces its path, and it has none`
      : `rewrite ${rewrite} of endpoint "${name}" is its path, so it changes nothing`;
  const fix = path === undefined ? 'write the path that is replaced, / for all of the host' : 'remove rewrite';
  return [at.fault('rewrite', ['rewrite'], message, fix)];
}

function checkNetworks({ allowFrom = [] }: Endpoint, at: EndpointPlace): Issue[] {
  const first = new Map<string, number>();
  return allowFrom.flatMap((network, index) => {
    const usual = canonicalNetwork(network);
    if (usual !== network) {
      const message = `network ${network} of allowFrom is ${usual} in its usual form`;
      return [
        at.fault(
          'network',
          ['allowFrom', index],
          message,
          'write that, or a longer prefix if you meant fewer addresses',
        ),
      ];
    }
    if (first.has(network))
      return [at.fault('network', ['allowFrom', index], `network ${network} is in allowFrom twice`, 'remove one')];
    first.set(network, index);
    return [];
  });
}

const PRELOAD_DAYS = 365;

/** What the browsers' list asks for (hstspreload.org, "Submission Requirements"). */
function checkPreload({ hsts }: Endpoint, at: EndpointPlace): Issue[] {
  if (hsts?.preload !== true || (hsts.days >= PRELOAD_DAYS && hsts.includeSubdomains)) return [];
  const message = `hsts.preload needs days of at least ${PRELOAD_DAYS} and includeSubdomains: true; got days ${hsts.days} and includeSubdomains: ${String(hsts.includeSubdomains)}`;
  return [at.fault('hsts', ['hsts', 'preload'], message, 'change these, or remove preload')];
}

/** One variable, one meaning: in every container of the pod. */
function checkVariables(app: App): Issue[] {
  const { endpoints, pod } = app.spec;
  const claim = (name: string, path: ValuePath): Claim => ({
    key: name,
    where: () => app.source.placeOf(['spec', ...path]),
    what: `environment variable "${name}"`,
    rule: 'host-variable',
    fix: 'choose another hostVariable',
  });
  const wanted = endpoints.flatMap(({ hostVariable }, index) =>
    hostVariable === undefined ? [] : [claim(hostVariable, ['endpoints', index, 'hostVariable'])],
  );
  const names = new Set(wanted.map(({ key }) => key));
  const given = (['initContainers', 'containers'] as const).flatMap((list) =>
    (pod[list] ?? []).flatMap(({ env = [] }, at) =>
      env.flatMap(({ name }, index) => (names.has(name) ? [claim(name, ['pod', list, at, 'env', index, 'name'])] : [])),
    ),
  );
  // Several containers may have it; told of is the endpoint, at the first of them.
  const first = [...new Map(given.toReversed().map((taken) => [taken.key, taken])).values()];
  return checkClaims([...first, ...wanted]);
}
