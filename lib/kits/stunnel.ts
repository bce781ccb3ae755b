/** stunnel.conf of a kit. Source: stunnel(8), the options of a service in client mode. */
import { kitLocalPort } from '../model/client-kits';
import type { PublicRoute } from '../model/public-routes';
import { plainWord } from './plain-word';

/** Run in the folder of the kit: its one file name is relative. */
export function renderStunnel(route: PublicRoute): string {
  const host = plainWord(route.host);
  return `; Made by Gatehouse. In this folder: stunnel stunnel.conf
; Takes connections in the clear on this machine alone, and makes TLS of them that names the host and checks its certificate.
foreground = yes
pid =

[${plainWord(route.endpoint.name)}]
client = yes
accept = 127.0.0.1:${kitLocalPort(route)}
connect = ${host}:${route.publicPort}
; The name is looked up for each connection, not once.
delay = yes
sni = ${host}
CAfile = ca.crt
verifyChain = yes
checkHost = ${host}
sslVersionMin = TLSv1.2
; A day of silence, as the servers allow.
TIMEOUTidle = 86400
; Where the endpoint asks for a client certificate:
; cert = client.crt
; key = client.key
`;
}
