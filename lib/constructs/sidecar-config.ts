/**
 * nginx.conf of a sidecar: for each endpoint a mesh listener (mutual TLS; the caller's subject must be on the list), for
 * each public endpoint of a protocol other than http an edge listener, for each egress a listener on 127.0.0.1.
 * Sources: nginx ngx_stream_ssl_module, ngx_stream_map_module, ngx_stream_proxy_module, ngx_http_auth_request_module.
 */
import type { App, Egress, Endpoint } from '../model/app';
import { partyName, type Flow } from '../model/flows';
import { APP_LEAF_NAME, edgeLeafName } from '../model/leaf-names';
import { hasEdge } from '../model/leaf-secrets';
import { fullServiceHost, identityDn, serviceHost } from '../model/names';
import type { Platform } from '../model/platform';
import { edgePort, meshPort } from '../model/ports';
import type { Tenant } from '../model/tenant';
import { renderProbes } from './carried-probes';
import {
  block,
  healthServer,
  KEEPALIVE,
  LARGE_MAPS,
  LEAF_FOLDER,
  mainContext,
  NO_RESUMPTION,
  PATIENT_STREAM,
  REFUSALS_LOG,
  resolver,
  TEMPORARY_PATHS,
  TRUST_FILE,
  TRUST_FOLDER,
  variable,
  word,
} from './nginx-config';

export interface SidecarConfigProps {
  readonly platform: Platform;
  readonly tenant: Tenant;
  readonly app: App;
  /** Those that end at this app, and any others. */
  readonly flows: readonly Flow[];
}

export function renderSidecarConfig(props: SidecarConfigProps): string {
  const { platform, tenant, app } = props;
  const stream = [
    ...LARGE_MAPS,
    ...REFUSALS_LOG,
    ...resolver(platform),
    ...app.spec.endpoints.flatMap((endpoint) => meshListener(props, endpoint)),
    ...app.spec.endpoints.filter(hasEdge).flatMap(edgeListener),
    ...app.spec.egresses.flatMap((egress) => {
      const callee = tenant.apps.find(({ name }) => name === egress.to.app);
      const endpoint = callee?.spec.endpoints.find(({ name }) => name === egress.to.endpoint);
      if (endpoint === undefined)
        throw new Error(`egress ${egress.name} of ${app.name} leads nowhere; checkEgresses should have said so`);
      return egressListener(platform, tenant, egress, endpoint.port);
    }),
  ];
  return [
    ...mainContext({ platform, workers: 1, connections: 4096 }),
    ...block('stream', stream),
    ...block('http', [...TEMPORARY_PATHS, ...healthServer(renderProbes(app.spec.pod))]),
    '',
  ].join('\n');
}

function serverLeaf(name: string): string[] {
  return [`ssl_certificate ${LEAF_FOLDER}/${word(name)}.crt;`, `ssl_certificate_key ${LEAF_FOLDER}/${word(name)}.key;`];
}

/** A verified caller that is not listed finds no upstream, and its connection is closed before the app sees a byte. */
function meshListener({ tenant, app, flows }: SidecarConfigProps, endpoint: Endpoint): string[] {
  const callers = flows.filter(
    ({ to, listener, endpoint: name }) =>
      listener === 'mesh' && to.kind === 'app' && to.app === app.name && name === endpoint.name,
  );
  const callee = variable('callee', endpoint.name);
  const allowed = callers.map(
    ({ from }) => `"SUCCESS:${word(identityDn(tenant.name, partyName(from)))}" 127.0.0.1:${endpoint.port};`,
  );
  return [
    ...block(`map "$ssl_client_verify:$ssl_client_s_dn" ${callee}`, ['default "";', ...allowed]),
    ...block('server', [
      `listen ${meshPort(endpoint.port)} ssl ${KEEPALIVE};`,
      ...serverLeaf(APP_LEAF_NAME),
      `ssl_client_certificate ${TRUST_FOLDER}/${TRUST_FILE};`,
      'ssl_verify_client on;',
      'ssl_protocols TLSv1.3;',
      ...NO_RESUMPTION,
      ...PATIENT_STREAM,
      `proxy_pass ${callee};`,
    ]),
  ];
}

/** What the Internet may have anyway; only the gate can open it, by network policy. */
function edgeListener(endpoint: Endpoint): string[] {
  return block('server', [
    `listen ${edgePort(endpoint.port)} ssl proxy_protocol ${KEEPALIVE};`,
    ...serverLeaf(edgeLeafName(endpoint.name)),
    ...NO_RESUMPTION,
    ...PATIENT_STREAM,
    `proxy_pass 127.0.0.1:${endpoint.port};`,
  ]);
}

function egressListener(platform: Platform, tenant: Tenant, { name, to, localPort }: Egress, port: number): string[] {
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
