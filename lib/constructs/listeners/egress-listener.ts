/** Where an app finds a callee: on 127.0.0.1, in cleartext. Source: nginx ngx_stream_proxy_module. */
import type { Egress } from '../../model/egress';
import { APP_LEAF_NAME } from '../../model/leaf-names';
import { fullServiceHost, serviceHost } from '../../model/names';
import type { Platform } from '../../model/platform';
import type { Tenant } from '../../model/tenant';
import { block, LEAF_FOLDER, PATIENT_STREAM, TRUST_FILE, TRUST_FOLDER, variable, word } from '../nginx-config';

export function renderEgressListener(platform: Platform, tenant: Tenant, { name, to, localPort }: Egress): string[] {
  const callee = tenant.apps.find((app) => app.name === to.app);
  const port = callee?.spec.endpoints.find((endpoint) => endpoint.name === to.endpoint)?.port;
  if (port === undefined) throw new Error(`egress ${name} leads nowhere; checkEgresses should have said so`);
  const target = variable('target', name);
  return block('server', [
    `listen 127.0.0.1:${localPort};`,
    `set ${target} ${word(fullServiceHost(platform, tenant.name, to.app))}:${port};`,
    'proxy_ssl on;',
    `proxy_ssl_certificate ${LEAF_FOLDER}/${APP_LEAF_NAME}.crt;`,
    `proxy_ssl_certificate_key ${LEAF_FOLDER}/${APP_LEAF_NAME}.key;`,
    `proxy_ssl_trusted_certificate ${TRUST_FOLDER}/${TRUST_FILE};`,
    'proxy_ssl_verify on;',
    `proxy_ssl_name ${word(serviceHost(tenant.name, to.app))};`,
    'proxy_ssl_server_name on;',
    'proxy_ssl_session_reuse off;',
    'proxy_ssl_protocols TLSv1.3;',
    ...PATIENT_STREAM,
    `proxy_pass ${target};`,
  ]);
}
