/** What a sidecar shows public clients, and asks of them. Source: nginx ngx_stream_ssl_module. */
import { protocols } from '../../model/protocols';
import type { PublicRoute } from '../../model/public-routes';
import { verifyClients } from '../client-certificates';
import { alpnOffer, NO_RESUMPTION, serverLeaf } from '../nginx-config';
import { ownServerLeaf } from '../own-leaves';

/** Lines of a server. Nothing is passed on of a client's certificate: of PROXY headers nginx writes version 1, which has no room for it. */
export function edgeTls({ app, endpoint }: Pick<PublicRoute, 'app' | 'endpoint'>, leaf: string): string[] {
  return [
    ...(endpoint.certificate === undefined ? serverLeaf(leaf) : ownServerLeaf(leaf)),
    ...verifyClients({ app, endpoint }),
    ...alpnOffer(endpoint.alpn ?? protocols[endpoint.protocol].alpn),
    ...NO_RESUMPTION,
  ];
}
