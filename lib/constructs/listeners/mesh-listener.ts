/** Where a sidecar takes calls from within the cluster. Sources: nginx ngx_stream_ssl_module, ngx_stream_map_module. */
import type { App } from '../../model/app';
import type { Endpoint } from '../../model/endpoint';
import { partyName, type Flow, type Party } from '../../model/flow';
import { APP_LEAF_NAME } from '../../model/leaf-names';
import { guestDn, identityDn } from '../../model/names';
import { meshPort } from '../../model/ports';
import { protocols } from '../../model/protocols';
import type { Tenant } from '../../model/tenant';
import {
  alpnOffer,
  block,
  KEEPALIVE,
  NO_RESUMPTION,
  PATIENT_STREAM,
  serverLeaf,
  TRUST_FILE,
  TRUST_FOLDER,
  variable,
  word,
} from '../nginx-config';

/**
 * Mutual TLS for callers within the cluster. A verified caller that is not listed finds no upstream, and its connection is closed before the app sees a byte.
 */
export function renderMeshListener(
  tenant: Pick<Tenant, 'name'>,
  app: App,
  endpoint: Endpoint,
  flows: readonly Flow[],
): string[] {
  const callee = variable('callee', endpoint.name);
  const allowed = flows.flatMap(({ from, to, listener, endpoint: name }) => {
    const isHere = to.kind === 'app' && to.tenant === tenant.name && to.app === app.name;
    if (!isHere || listener !== 'mesh' || name !== endpoint.name) return [];
    return `"SUCCESS:${word(callerDn(tenant.name, from))}" 127.0.0.1:${endpoint.port};`;
  });
  const server = [
    `listen ${meshPort(endpoint.port)} ssl ${KEEPALIVE};`,
    serverLeaf(APP_LEAF_NAME),
    `ssl_client_certificate ${TRUST_FOLDER}/${TRUST_FILE};`,
    'ssl_verify_client on;',
    'ssl_protocols TLSv1.3;',
    NO_RESUMPTION,
    // The gate calls these by HTTP/2; sidecars of callers offer nothing, and are taken.
    alpnOffer(endpoint.protocol === 'grpc' ? protocols.grpc.alpn : []),
    PATIENT_STREAM,
    `proxy_pass ${callee};`,
  ];
  return [
    block(`map "$ssl_client_verify:$ssl_client_s_dn" ${callee}`, ['default "";', ...allowed]),
    block('server', server.flat()),
  ];
}

/** As whom the caller appears here: another tenant's app is a guest. */
function callerDn(tenant: string, from: Party): string {
  if (from.kind !== 'app' && from.kind !== 'gate') throw new Error(`no mesh caller: ${from.kind}`);
  if (from.tenant !== tenant) return guestDn(tenant, from.tenant, partyName(from));
  return identityDn(from.tenant, partyName(from));
}
