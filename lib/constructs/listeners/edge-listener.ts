/** Where a sidecar ends the TLS of public clients, which the gate has passed on. Source: nginx ngx_stream_ssl_module. */
import type { Endpoint } from '../../model/endpoint';
import { edgeLeafName } from '../../model/leaf-names';
import { edgePort } from '../../model/ports';
import { protocols } from '../../model/protocols';
import { alpnOffer, block, KEEPALIVE, NO_RESUMPTION, PATIENT_STREAM, serverLeaf } from '../nginx-config';

/** What the Internet may have anyway; only the gate can open it, by network policy. */
export function renderEdgeListener(endpoint: Endpoint): string[] {
  return block('server', [
    `listen ${edgePort(endpoint.port)} ssl proxy_protocol ${KEEPALIVE};`,
    ...serverLeaf(edgeLeafName(endpoint.name)),
    ...NO_RESUMPTION,
    ...alpnOffer(protocols[endpoint.protocol].alpn),
    ...PATIENT_STREAM,
    `proxy_pass 127.0.0.1:${endpoint.port};`,
  ]);
}
