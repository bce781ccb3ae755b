/**
 * Where an app finds a name outside of the cluster: on 127.0.0.1. What it sends goes through its tenant's egress gateway,
 * inside of mutual TLS: TLS of the app's own, or with `tls: originate` TLS that begins here and ends at the server outside.
 * Source: nginx ngx_stream_proxy_module.
 */
import { APP_LEAF_NAME } from '../../model/leaf-names';
import { egressHost, EGRESS, fullServiceHost } from '../../model/names';
import type { OutsideRoute } from '../../model/outside';
import { isOriginated } from '../../model/outside-tls';
import type { Platform } from '../../model/platform';
import { EGRESS_PORT } from '../../model/ports';
import type { Tenant } from '../../model/tenant';
import { block, LEAF_FOLDER, PATIENT_STREAM, TRUST_FILE, TRUST_FOLDER, variable, word } from '../nginx-config';
import { authorityFile, clientLeaf } from '../outside-files';

/** nginx begins TLS once a hop, so a connection with both goes over a second loopback address, on the same port. */
const TUNNEL_ADDRESS = '127.0.0.2';

export function renderOutsideListener(platform: Platform, tenant: Tenant, route: OutsideRoute): string[] {
  const { localPort } = route.egress;
  if (localPort === undefined)
    throw new Error(`egress ${route.egress.name} has no localPort; checkOutside should say so`);
  if (!isOriginated(route.egress)) return [tunnel(platform, tenant, route, `127.0.0.1:${localPort}`)];
  const inside = `${TUNNEL_ADDRESS}:${localPort}`;
  return [originator(route, localPort, inside), tunnel(platform, tenant, route, inside)];
}

/** To the gateway, as this app, and by the name that tells it the port. */
function tunnel(platform: Platform, tenant: Tenant, { egress, port }: OutsideRoute, listen: string): string {
  const gateway = variable('gateway', egress.name);
  return block('server', [
    `listen ${listen};`,
    `set ${gateway} ${word(fullServiceHost(platform, tenant.name, EGRESS))}:${EGRESS_PORT};`,
    'proxy_ssl on;',
    `proxy_ssl_certificate ${LEAF_FOLDER}/${APP_LEAF_NAME}.crt;`,
    `proxy_ssl_certificate_key ${LEAF_FOLDER}/${APP_LEAF_NAME}.key;`,
    `proxy_ssl_trusted_certificate ${TRUST_FOLDER}/${TRUST_FILE};`,
    'proxy_ssl_verify on;',
    `proxy_ssl_name ${word(egressHost(tenant.name, port))};`,
    'proxy_ssl_server_name on;',
    'proxy_ssl_session_reuse off;',
    'proxy_ssl_protocols TLSv1.3;',
    ...PATIENT_STREAM,
    `proxy_pass ${gateway};`,
  ]);
}

/** With the server outside: its chain and its name are verified, and nothing is shown to it but the certificate that is named for it. */
function originator({ egress, fqdn }: OutsideRoute, localPort: number, next: string): string {
  const leaf = clientLeaf(egress);
  return block('server', [
    `listen 127.0.0.1:${localPort};`,
    'proxy_ssl on;',
    ...(leaf === undefined
      ? []
      : [`proxy_ssl_certificate ${word(leaf.certificate)};`, `proxy_ssl_certificate_key ${word(leaf.key)};`]),
    `proxy_ssl_trusted_certificate ${word(authorityFile(egress))};`,
    'proxy_ssl_verify on;',
    'proxy_ssl_verify_depth 5;',
    `proxy_ssl_name ${word(fqdn)};`,
    'proxy_ssl_server_name on;',
    'proxy_ssl_session_reuse off;',
    'proxy_ssl_protocols TLSv1.2 TLSv1.3;',
    ...PATIENT_STREAM,
    `proxy_pass ${next};`,
  ]);
}
