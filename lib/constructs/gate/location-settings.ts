/**
 * What an endpoint's settings say in the gate: per location, but for HSTS, which is a host's. Sources: nginx
 * ngx_http_core_module, ngx_http_proxy_module, ngx_http_headers_module; RFC 6797; RFC 9112 §3.2.
 */
import type { Endpoint } from '../../model/endpoint';
import type { PublicRoute } from '../../model/public-routes';
import { renderAllowed, renderConcurrent } from '../client-limits';
import { word } from '../nginx-config';

/** `web.shop`: an endpoint within its tenant. */
export function endpointName({ app, endpoint }: Pick<PublicRoute, 'app' | 'endpoint'>): string {
  return `${word(endpoint.name)}.${word(app.name)}`;
}

/** The lines of an endpoint's locations. */
export function locationSettings(route: PublicRoute): string[] {
  const { endpoint } = route;
  const { limits } = endpoint;
  const name = endpointName(route);
  return [
    ...renderAllowed(endpoint),
    ...renderConcurrent({ name, endpoint }),
    ...(limits?.concurrent === undefined ? [] : ['limit_conn_status 429;']),
    ...(limits?.requests === undefined
      ? []
      : [
          `limit_req zone=requests.${name} burst=${limits.requests.burst} nodelay;`,
          'limit_req_status 429;',
          'limit_req_log_level info;',
        ]),
    ...(limits?.bodyKibibytes === undefined ? [] : [`client_max_body_size ${limits.bodyKibibytes}k;`]),
    ...(endpoint.protocol === 'grpc' ? [] : timeLimits(endpoint)),
  ];
}

/** gRPC has timeouts of its own (gate/grpc-location.ts). */
function timeLimits({ limits }: Endpoint): string[] {
  return [
    ...(limits?.idleSeconds === undefined
      ? []
      : [`proxy_read_timeout ${limits.idleSeconds}s;`, `proxy_send_timeout ${limits.idleSeconds}s;`]),
    ...(limits?.uploadIdleSeconds === undefined ? [] : [`client_body_timeout ${limits.uploadIdleSeconds}s;`]),
  ];
}

/**
 * The lines of a host's server: browsers keep one policy for a host and believe the first header of an answer (RFC 6797 §8.1), so
 * the app's own is taken away. All endpoints of a host that say anything say the same (laws/check-hsts.ts).
 */
export function hostSettings(routes: readonly PublicRoute[]): string[] {
  const hsts = routes.map(({ endpoint }) => endpoint.hsts).find((given) => given !== undefined);
  if (hsts === undefined) return [];
  const policy = [
    `max-age=${hsts.days * 86_400}`,
    ...(hsts.includeSubdomains ? ['includeSubDomains'] : []),
    ...(hsts.preload ? ['preload'] : []),
  ].join('; ');
  return ['proxy_hide_header Strict-Transport-Security;', `add_header Strict-Transport-Security "${policy}" always;`];
}
