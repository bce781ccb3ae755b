#!/bin/sh
# Made by Gatehouse. sh ghostunnel.sh
# Takes connections in the clear on this machine alone, and makes TLS of them that names the host and checks its certificate.
cd "$(dirname "$0")" || exit 1
# Where the endpoint asks for a client certificate, put it beside this file.
if [ -e client.crt ]; then
  set -- --cert client.crt --key client.key
else
  set -- --disable-authentication
fi
exec ghostunnel client \
  --listen 127.0.0.1:25643 \
  --target web.shop.acme.apps.example.com:443 \
  --override-server-name web.shop.acme.apps.example.com \
  --cacert ca.crt \
  "$@"
