/** The TLS of public clients is for public endpoints, one for a host, and possible. What its authorities' certificates say: pki/check-client-authorities.ts. */
import type { App } from '../app';
import type { Endpoint } from '../endpoint';
import { hasEdge, isPublic } from '../endpoint';
import type { Fleet } from '../fleet';
import { fault, type Issue } from '../issue';
import { isKeySecret, issuedSecretOf, LONGEST_NAME } from '../names';
import { publicRoutes, type PublicRoute } from '../public-routes';
import type { ValuePath } from '../source';
import { renderPlace } from './first-seen';

const FIELDS = ['certificate', 'clientCertificates', 'alpn'] as const;

export function checkEndpointTls({ platform, tenants }: Fleet): Issue[] {
  return tenants.flatMap((tenant) => {
    const routes = publicRoutes(platform, tenant);
    return [
      ...tenant.apps.flatMap((app) => app.spec.endpoints.flatMap((endpoint, index) => check({ app, endpoint, index }))),
      ...routes.flatMap(checkSecretName),
      ...checkAgreement(routes),
    ];
  });
}

type Placed = Pick<PublicRoute, 'app' | 'endpoint' | 'index'>;

function check(placed: Placed): Issue[] {
  const { endpoint } = placed;
  if (!isPublic(endpoint)) return checkUnused(placed);
  if (endpoint.tls === 'app') return checkPassed(placed);
  return [...checkCertificate(placed), ...checkAlpn(placed)];
}

function given(endpoint: Endpoint): (typeof FIELDS)[number][] {
  return FIELDS.filter((field) => endpoint[field] !== undefined);
}

function checkUnused(placed: Placed): Issue[] {
  const { endpoint } = placed;
  return [...(endpoint.tls === 'app' ? ['tls'] : []), ...given(endpoint)].map((field) =>
    faultAt(placed, [field], `${field} belongs to public endpoints only`, `remove ${field} or write expose: public`),
  );
}

function checkPassed(placed: Placed): Issue[] {
  const { endpoint } = placed;
  return [...given(endpoint), ...(endpoint.path === undefined ? [] : ['path'])].map((field) =>
    faultAt(
      placed,
      [field],
      `${field} has no effect with tls: app, where nobody but the app reads the connection`,
      `remove ${field}, and let the app see to it, or remove tls: app`,
    ),
  );
}

function checkCertificate(placed: Placed): Issue[] {
  const { certificate } = placed.endpoint;
  if (certificate === undefined) return [];
  const { secret, issuer } = certificate;
  if ((secret === undefined) === (issuer === undefined)) {
    const message = `certificate names ${secret === undefined ? 'neither' : 'both'} a secret ${secret === undefined ? 'nor' : 'and'} an issuer`;
    return [faultAt(placed, ['certificate'], message, 'name one of the two')];
  }
  if (secret === undefined || !isKeySecret(secret)) return [];
  return [
    fault(
      'key-reference',
      placed.app.source.placeOf(pathOf(placed, ['certificate', 'secret'])),
      `Secret "${secret}" holds the keys of an identity, and strangers would be shown its certificate`,
      'refer to a Secret of your own',
    ),
  ];
}

/** nginx speaks HTTP/1.1 to whoever names no protocol, so that cannot be refused. */
function checkAlpn(placed: Placed): Issue[] {
  const { endpoint } = placed;
  const { alpn } = endpoint;
  if (alpn === undefined || hasEdge(endpoint)) return [];
  const text = alpn.join(', ');
  const isGrpc = endpoint.protocol === 'grpc';
  if (text === 'h2, http/1.1' || (text === 'http/1.1' && !isGrpc)) return [];
  return [
    faultAt(
      placed,
      ['alpn'],
      isGrpc
        ? `alpn [${text}] is not possible for protocol grpc; allowed: [h2, http/1.1]`
        : `alpn [${text}] is not possible where the gate ends TLS; allowed: [h2, http/1.1], [http/1.1]`,
      isGrpc ? 'write that, or remove alpn' : 'write one of these, or remove alpn',
    ),
  ];
}

function checkSecretName({ app, endpoint, index, host }: PublicRoute): Issue[] {
  const name = issuedSecretOf(host);
  if (endpoint.certificate?.issuer === undefined || name.length <= LONGEST_NAME) return [];
  const message = `the Secret "${name}" of the certificate has ${name.length} characters; Kubernetes allows ${LONGEST_NAME}`;
  const where = app.source.placeOf(['spec', 'endpoints', index, 'certificate']);
  return [fault('name-too-long', where, message, 'choose a shorter host')];
}

/** The handshake knows the host, and not yet the path. */
function checkAgreement(routes: readonly PublicRoute[]): Issue[] {
  const first = new Map<string, PublicRoute>();
  return routes.flatMap((route): Issue[] => {
    const { host, publicPort } = route;
    const shared = first.get(`${host}:${publicPort}`);
    if (shared === undefined) first.set(`${host}:${publicPort}`, route);
    // A certificate is the host's, whatever the port.
    const earlier = shared ?? first.get(host);
    if (!first.has(host)) first.set(host, route);
    if (earlier === undefined || earlier.endpoint === route.endpoint) return [];
    return (shared === undefined ? (['certificate'] as const) : FIELDS)
      .filter((field) => JSON.stringify(route.endpoint[field]) !== JSON.stringify(earlier.endpoint[field]))
      .map((field) => {
        const other = renderPlace(earlier.app.source.placeOf(pathOf(earlier, [])));
        const message = `${field} of endpoint "${route.endpoint.name}" is not that of endpoint "${earlier.endpoint.name}" (${other}), with which it shares host "${host}"`;
        return faultAt(route, [field], message, 'say the same at both, or give each its own host');
      });
  });
}

function pathOf({ index }: Pick<PublicRoute, 'index'>, field: ValuePath): ValuePath {
  return ['spec', 'endpoints', index, ...field];
}

function faultAt(
  placed: { readonly app: App; readonly index: number },
  field: ValuePath,
  message: string,
  fix: string,
): Issue {
  return fault('endpoint-field', placed.app.source.placeOf(pathOf(placed, field)), message, fix);
}
