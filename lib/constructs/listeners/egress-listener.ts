/** Where an app finds a callee: on 127.0.0.1, in cleartext. Source: nginx ngx_stream_proxy_module. */
import { targetOf, type Egress, type EgressTarget } from '../../model/egress';
import { APP_LEAF_NAME } from '../../model/leaf-names';
import { fullServiceHost, podHost, serviceHost } from '../../model/names';
import type { Platform } from '../../model/platform';
import { meshPort } from '../../model/ports';
import type { Tenant } from '../../model/tenant';
import { block, LEAF_FOLDER, PATIENT_STREAM, TRUST_FILE, TRUST_FOLDER, variable, word } from '../nginx-config';

export function renderEgressListener(platform: Platform, tenant: Tenant, egress: Egress): string[] {
  const { name, localPort } = egress;
  const target = targetOf(egress);
  if (target?.kind !== 'app') throw new Error(`egress ${name} leads to no app; checkEgressForms should have said so`);
  if (localPort === undefined) throw new Error(`egress ${name} has no localPort; checkOutside should have said so`);
  const variableName = variable('target', name);
  return block('server', [
    `listen 127.0.0.1:${localPort};`,
    `set ${variableName} ${addressOf(platform, tenant, name, target)};`,
    'proxy_ssl on;',
    `proxy_ssl_certificate ${LEAF_FOLDER}/${APP_LEAF_NAME}.crt;`,
    `proxy_ssl_certificate_key ${LEAF_FOLDER}/${APP_LEAF_NAME}.key;`,
    `proxy_ssl_trusted_certificate ${TRUST_FOLDER}/${TRUST_FILE};`,
    'proxy_ssl_verify on;',
    `proxy_ssl_name ${word(serviceHost(tenant.name, target.app))};`,
    'proxy_ssl_server_name on;',
    'proxy_ssl_session_reuse off;',
    'proxy_ssl_protocols TLSv1.3;',
    ...PATIENT_STREAM,
    `proxy_pass ${variableName};`,
  ]);
}

type AppTarget = Extract<EgressTarget, { kind: 'app' }>;

/** A Service leads its port on to the mesh listener; one pod's own address does not, since its Service is headless. */
function addressOf(platform: Platform, tenant: Tenant, name: string, { app, endpoint, ordinal }: AppTarget): string {
  const callee = tenant.apps.find((candidate) => candidate.name === app);
  const port = callee?.spec.endpoints.find((candidate) => candidate.name === endpoint)?.port;
  if (port === undefined) throw new Error(`egress ${name} leads nowhere; checkEgresses should have said so`);
  return ordinal === undefined
    ? `${word(fullServiceHost(platform, tenant.name, app))}:${port}`
    : `${word(podHost(platform, tenant.name, app, ordinal))}:${meshPort(port)}`;
}
