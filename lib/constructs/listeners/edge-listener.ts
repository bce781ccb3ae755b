/**
 * Where a sidecar takes the connections of public clients, which the gate has passed on. Sources: nginx ngx_stream_ssl_module,
 * ngx_stream_ssl_preread_module, ngx_stream_realip_module.
 */
import type { App } from '../../model/app';
import type { Endpoint } from '../../model/endpoint';
import { edgeLeafName } from '../../model/leaf-names';
import type { Platform } from '../../model/platform';
import { edgePort } from '../../model/ports';
import { renderAllowed, renderConcurrent } from '../client-limits';
import { block, KEEPALIVE, patientStream, PREREAD, variable, word } from '../nginx-config';
import { edgeTls } from './edge-tls';

/**
 * What the Internet may have anyway; only the gate can open it, by network policy. One server for each further host, since each has a
 * certificate of its own; the first takes what is left, and the listener's options, which may stand once.
 */
export function renderEdgeListener(platform: Platform, app: App, endpoint: Endpoint): string[] {
  if (endpoint.tls === 'app') return passTls(platform, endpoint);
  const port = edgePort(endpoint.port);
  const settings = [...clientSettings(platform, endpoint), `proxy_pass 127.0.0.1:${endpoint.port};`];
  return [
    block('server', [
      `listen ${port} ssl proxy_protocol ${KEEPALIVE};`,
      ...edgeTls({ app, endpoint }, edgeLeafName(endpoint.name)),
      ...settings,
    ]),
    ...(endpoint.hosts ?? []).flatMap((host) =>
      block('server', [
        `listen ${port} ssl proxy_protocol;`,
        `server_name ${word(host)};`,
        ...edgeTls({ app, endpoint }, edgeLeafName(endpoint.name, host)),
        ...settings,
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

/** To an app that ends TLS itself, as it is; but what does not begin with a ClientHello gets no further, policies or not. */
function passTls(platform: Platform, endpoint: Endpoint): string[] {
  const { name, port } = endpoint;
  const passed = variable('passed', name);
  return [
    block(`map $ssl_preread_protocol ${passed}`, [`default 127.0.0.1:${port};`, '"" "";']),
    block('server', [
      `listen ${edgePort(port)} proxy_protocol ${KEEPALIVE};`,
      ...PREREAD,
      ...clientSettings(platform, endpoint),
      `proxy_pass ${passed};`,
    ]),
  ];
}
