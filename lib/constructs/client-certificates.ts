/**
 * Certificates that public clients show: whom nginx believes, and what the app learns of them. The authorities come from the
 * documents and lie beside nginx.conf, so that they are there, and sound, whenever nginx reads it: it starts with no file missing.
 * Sources: nginx ngx_http_ssl_module, ngx_stream_ssl_module; RFC 9440 (Client-Cert).
 */
import type { ClientCertificates } from '../model/endpoint-tls';
import type { PublicRoute } from '../model/public-routes';
import { block, CONFIG_FOLDER, LARGE_MAPS, word } from './nginx-config';

type Called = Pick<PublicRoute, 'app' | 'endpoint'>;

const VERIFY: Readonly<Record<ClientCertificates['mode'], string>> = { required: 'on', optional: 'optional' };
/** Authorities between a client and the one that signed itself; nginx's own limit of one is less than companies have. */
const DEPTH = 4;

function fileOf({ app, endpoint }: Called): string {
  return `clients.${word(endpoint.name)}.${word(app.name)}.crt`;
}

/** Authorities by file name, for the ConfigMap of nginx.conf. */
export function clientAuthorityFiles(called: readonly Called[]): Record<string, string> {
  return Object.fromEntries(
    called.flatMap((each): [string, string][] => {
      const ca = each.endpoint.clientCertificates?.ca;
      return ca === undefined ? [] : [[fileOf(each), ca.endsWith('\n') ? ca : `${ca}\n`]];
    }),
  );
}

/** Lines of a server, of http or stream. */
export function verifyClients(called: Called): string[] {
  const { clientCertificates } = called.endpoint;
  if (clientCertificates === undefined) return [];
  return [
    `ssl_client_certificate ${CONFIG_FOLDER}/${fileOf(called)};`,
    `ssl_verify_client ${VERIFY[clientCertificates.mode]};`,
    `ssl_verify_depth ${DEPTH};`,
  ];
}

const SAID: Readonly<Record<string, string>> = {
  subject: '$ssl_client_s_dn',
  issuer: '$ssl_client_i_dn',
  serial: '$ssl_client_serial',
};

/**
 * What apps are told, for the whole of http, by the server that answers and not by the handshake: a client of one host may ask for
 * another on the same connection. An empty value takes a header of the client's own away.
 */
export function clientHeaders(routes: readonly PublicRoute[]): string[] {
  const asking = routes.filter(({ endpoint }) => endpoint.clientCertificates !== undefined);
  const hosts = [...new Set(asking.map(({ host }) => word(host)))];
  if (hosts.length === 0) return [];
  return [
    ...LARGE_MAPS,
    block('map $server_name $client_verify', ['default "";', ...hosts.map((host) => `${host} $ssl_client_verify;`)]),
    ...Object.entries(SAID).flatMap(([name, value]) =>
      block(`map "$server_name:$client_verify" $client_${name}`, [
        'default "";',
        ...hosts.map((host) => `"${host}:SUCCESS" ${value};`),
      ]),
    ),
    ...clientHeaderSetters(routes, 'proxy_set_header'),
  ];
}

/** What passes the headers on; none where no host of the tenant asks for certificates. A location that sets any header sets these, too. */
export function clientHeaderSetters(
  routes: readonly PublicRoute[],
  directive: 'proxy_set_header' | 'grpc_set_header',
): string[] {
  if (routes.every(({ endpoint }) => endpoint.clientCertificates === undefined)) return [];
  return [
    `${directive} X-Client-Verify $client_verify;`,
    ...Object.keys(SAID).map(
      (name) => `${directive} X-Client-${name.charAt(0).toUpperCase()}${name.slice(1)} $client_${name};`,
    ),
    `${directive} Client-Cert '';`,
    `${directive} Client-Cert-Chain '';`,
  ];
}
