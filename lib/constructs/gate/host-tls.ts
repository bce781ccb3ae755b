/** The TLS of one host in the gate: whose certificate, who is let in. Endpoints of a host agree on it (model/laws/check-endpoint-tls.ts). */
import { offersHttp2 } from '../../model/endpoint-tls';
import { hostLeafName } from '../../model/leaf-names';
import type { PublicRoute } from '../../model/public-routes';
import { verifyClients } from '../client-certificates';
import { serverLeaf } from '../nginx-config';
import { ownServerLeaf } from '../own-leaves';

export function hostVersions([route]: readonly PublicRoute[]): string[] {
  return route === undefined || offersHttp2(route.endpoint) ? ['http2 on;'] : [];
}

export function hostTls(host: string, [route]: readonly PublicRoute[]): string[] {
  const isOwn = route?.endpoint.certificate !== undefined;
  const leaf = isOwn ? ownServerLeaf(hostLeafName(host)) : serverLeaf(hostLeafName(host));
  return [...leaf, ...(route === undefined ? [] : verifyClients(route))];
}
