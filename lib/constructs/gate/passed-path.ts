/**
 * Which path an app gets. nginx finds a location by the path decoded and tidied up, but sends on what the client wrote. Where an
 * endpoint has a part of its host's paths, the two must not mean different things: `/admin/..//api/` would be found under /api/ and
 * read by many apps as a page below /admin. So only a path that begins with the prefix as it is written there, and that no dot
 * segment leads out of again, is sent on, byte for byte behind the prefix; anything else is status 400.
 * Sources: nginx ngx_http_core_module (location, $request_uri), ngx_http_proxy_module (proxy_pass); RFC 3986 §5.2.4.
 */
import type { PublicRoute } from '../../model/public-routes';
import { block, word } from '../nginx-config';

/** Dot segments, in whatever disguise an app may see through, and fragments, which no request has. As nginx reads it in quotes. */
const MISLEADING = String.raw`"~*^[^?]*(?:#|(?:/|\\\\|%2f|%5c)(?:\.|%2e){1,2}(?:/|\\\\|%2f|%5c|;|%3b|\?|$))"`;

/** Whether the path must be looked at: at / without rewrite every path is the endpoint's, whatever it means. */
function isWatched({ endpoint: { path = '/', rewrite } }: PublicRoute): boolean {
  return path !== '/' || rewrite !== undefined;
}

/** A variable of that endpoint: what is sent on of the path, empty where it is misleading. No label begins or ends with a hyphen. */
function variableOf({ app, endpoint }: PublicRoute): string {
  return `$path_${[endpoint.name, app.name].map((label) => word(label).replaceAll('-', '__')).join('_')}`;
}

/** What stands before the servers; once for each endpoint, however many hosts it has. */
export function passedPathMap(route: PublicRoute): string[] {
  if (!isWatched(route)) return [];
  const { path = '/', rewrite = path } = route.endpoint;
  const from = path === '/' ? '' : word(path).replaceAll('.', String.raw`\.`);
  const to = rewrite === '/' ? '' : word(rewrite);
  // A path that begins with // could be read as a host.
  const below = route.endpoint.rewrite === undefined ? '/' : '/(?!/)';
  const lines = [
    'default "";',
    `${MISLEADING} "";`,
    `"~^${from}(${below}.*)$" ${to}$1;`,
    ...(path === '/' ? [] : [String.raw`"~^${from}(\?.*|)$" ${to === '' ? '/' : to}$1;`]),
  ];
  return [block(`map $request_uri ${variableOf(route)}`, lines)];
}

export interface PassedPath {
  /** Lines before the proxy_pass. */
  readonly guard: readonly string[];
  /** What follows on the upstream's name there. */
  readonly uri: string;
}

export function passedPath(route: PublicRoute): PassedPath {
  if (!isWatched(route)) return { guard: [], uri: '' };
  const variable = variableOf(route);
  const uri = route.endpoint.rewrite === undefined ? '' : variable;
  return { guard: [`if (${variable} ~ ^$) { return 400; }`], uri };
}
