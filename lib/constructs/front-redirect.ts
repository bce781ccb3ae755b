/**
 * The front's plain HTTP: tells browsers to come back over TLS, and serves nothing. Sources: nginx ngx_http_rewrite_module ($host is
 * lower-case and without port); RFC 9110 §15.4.9 (308 keeps method and body).
 */
import { isPublic } from '../model/endpoint';
import type { Fleet } from '../model/fleet';
import { publicDomainsOf } from '../model/names';
import { FRONT_REDIRECT_PORT } from '../model/ports';
import { protocols } from '../model/protocols';
import type { Tenant } from '../model/tenant';
import { block, KEEPALIVE, LARGE_MAPS, word } from './nginx-config';

/** Lines of the http part; none where the platform has no redirect. A name that is nobody's is closed, as it is with TLS. */
export function renderRedirect({ platform, tenants }: Fleet): string[] {
  const { redirect, port } = platform.spec.front;
  if (redirect === undefined) return [];
  const domains = tenants
    .filter(hasWeb)
    .flatMap((tenant) => publicDomainsOf(platform, tenant).map((domain) => `.${word(domain)} 1;`));
  return [
    ...LARGE_MAPS,
    block('map $host $is_known', ['hostnames;', 'default "";', ...domains]),
    block('server', [
      `listen ${FRONT_REDIRECT_PORT} default_server ${KEEPALIVE};`,
      'server_name _;',
      'access_log off;',
      'server_tokens off;',
      'client_header_timeout 5s;',
      'client_body_timeout 5s;',
      'send_timeout 5s;',
      'keepalive_timeout 0;',
      'client_max_body_size 1k;',
      // nginx takes `evil.example%2f.<known>` for a name; a client might take it for another.
      'if ($host !~ ^[a-z0-9.-]+$) { return 444; }',
      'if ($is_known ~ ^$) { return 444; }',
      `return 308 https://$host${port === 443 ? '' : `:${port}`}$request_uri;`,
    ]),
  ];
}

function hasWeb({ apps }: Tenant): boolean {
  return apps.some(({ spec }) =>
    spec.endpoints.some((endpoint) => isPublic(endpoint) && protocols[endpoint.protocol].hasPaths),
  );
}
