/**
 * What leads requests of gRPC to a sidecar, under mutual TLS and HTTP/2, in either direction for as long as a stream lasts.
 * Sources: nginx ngx_http_grpc_module; gRPC "HTTP2 protocol mapping" (a stream may be silent for as long as it likes).
 */
import { identityLeafName } from '../../model/leaf-names';
import { GATE, serviceHost } from '../../model/names';
import type { PublicRoute } from '../../model/public-routes';
import type { Tenant } from '../../model/tenant';
import { LEAF_FOLDER, TRUST_FILE, TRUST_FOLDER, word } from '../nginx-config';

/** How long a stream may be silent in either direction, in seconds, where the endpoint does not say. */
const STREAM_SECONDS = 86_400;

/**
 * @param upstream block of this endpoint alone, so that no kept-alive connection is shared
 * @param headers what else is told to the app, see client-certificates.ts
 */
export function grpcLocation(
  tenant: Tenant,
  { app, endpoint }: PublicRoute,
  upstream: string,
  headers: readonly string[],
): string[] {
  const { idleSeconds = STREAM_SECONDS, uploadIdleSeconds = idleSeconds } = endpoint.limits ?? {};
  const leaf = `${LEAF_FOLDER}/${identityLeafName(GATE)}`;
  return [
    // A client may send nothing for as long; nginx would answer 408 after a minute.
    `client_body_timeout ${uploadIdleSeconds}s;`,
    `send_timeout ${idleSeconds}s;`,
    'grpc_connect_timeout 5s;',
    `grpc_read_timeout ${idleSeconds}s;`,
    `grpc_send_timeout ${idleSeconds}s;`,
    'grpc_socket_keepalive on;',
    'grpc_set_header Host $host;',
    'grpc_set_header X-Forwarded-For $remote_addr;',
    "grpc_set_header Forwarded '';",
    'grpc_set_header X-Forwarded-Host $host;',
    'grpc_set_header X-Forwarded-Proto https;',
    'grpc_set_header X-Real-IP $remote_addr;',
    ...headers,
    `grpc_ssl_certificate ${leaf}.crt;`,
    `grpc_ssl_certificate_key ${leaf}.key;`,
    `grpc_ssl_trusted_certificate ${TRUST_FOLDER}/${TRUST_FILE};`,
    'grpc_ssl_verify on;',
    `grpc_ssl_name ${word(serviceHost(tenant.name, app.name))};`,
    'grpc_ssl_server_name on;',
    'grpc_ssl_session_reuse off;',
    'grpc_ssl_protocols TLSv1.3;',
    `grpc_pass grpcs://${word(upstream)};`,
  ];
}
