/** Where a sidecar ends the TLS of public clients, which the gate has passed on. Sources: nginx ngx_stream_ssl_module, ngx_stream_realip_module. */
import type { Endpoint } from '../../model/endpoint';
import { edgeLeafName } from '../../model/leaf-names';
import type { Platform } from '../../model/platform';
import { edgePort } from '../../model/ports';
import { protocols } from '../../model/protocols';
import { renderAllowed, renderConcurrent } from '../client-limits';
import { alpnOffer, block, KEEPALIVE, NO_RESUMPTION, patientStream, serverLeaf, word } from '../nginx-config';

/**
 * What the Internet may have anyway; only the gate can open it, by network policy. One server for each further host, since each has a
 * certificate of its own; the first takes what is left, and the listener's options, which may stand once.
 */
export function renderEdgeListener(platform: Platform, endpoint: Endpoint): string[] {
  const port = edgePort(endpoint.port);
  const rest = [
    ...NO_RESUMPTION,
    ...alpnOffer(protocols[endpoint.protocol].alpn),
    ...clientSettings(platform, endpoint),
    `proxy_pass 127.0.0.1:${endpoint.port};`,
  ];
  return [
    ...block('server', [
      `listen ${port} ssl proxy_protocol ${KEEPALIVE};`,
      ...serverLeaf(edgeLeafName(endpoint.name)),
      ...rest,
    ]),
    ...(endpoint.hosts ?? []).flatMap((host) =>
      block('server', [
        `listen ${port} ssl proxy_protocol;`,
        `server_name ${word(host)};`,
        ...serverLeaf(edgeLeafName(endpoint.name, host)),
        ...rest,
      ]),
    ),
  ];
}

/** Clients are told apart by the address that the gate tells, which is believed because of the network policy. */
function clientSettings(platform: Platform, endpoint: Endpoint): string[] {
  const { allowFrom, limits } = endpoint;
  const isPersonal = allowFrom !== undefined || limits?.concurrent !== undefined;
  return [
    ...(isPersonal ? platform.spec.podNetworks.map((network) => `set_real_ip_from ${word(network)};`) : []),
    ...renderAllowed(endpoint),
    ...renderConcurrent({ name: endpoint.name, endpoint }),
    ...patientStream(limits?.idleSeconds === undefined ? undefined : `${limits.idleSeconds}s`),
  ];
}
