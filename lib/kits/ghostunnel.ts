/** ghostunnel.sh of a kit: ghostunnel is configured by flags. Source: `ghostunnel client --help`. */
import { kitLocalPort } from '../model/client-kits';
import type { PublicRoute } from '../model/public-routes';
import { plainWord } from './plain-word';

export function renderGhostunnel(route: PublicRoute): string {
  const host = plainWord(route.host);
  return `#!/bin/sh
# Made by Gatehouse. sh ghostunnel.sh
# Takes connections in the clear on this machine alone, and makes TLS of them that names the host and checks its certificate.
cd "$(dirname "$0")" || exit 1
# Where the endpoint asks for a client certificate, put it beside this file.
if [ -e client.crt ]; then
  set -- --cert client.crt --key client.key
else
  set -- --disable-authentication
fi
exec ghostunnel client \\
  --listen 127.0.0.1:${kitLocalPort(route)} \\
  --target ${host}:${route.publicPort} \\
  --override-server-name ${host} \\
  --cacert ca.crt \\
  "$@"
`;
}
