# constant.sh ADDRESS [ssl]: nginx that answers 13 bytes at / and half a GiB at /big, with TLS of its own where told.
set -e
tls=''
if [ "$2" = ssl ]; then
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 9 -subj /CN=direct -keyout /tmp/key -out /tmp/crt 2>/dev/null
  tls='ssl_certificate /tmp/crt; ssl_certificate_key /tmp/key;'
fi
truncate -s 512M /tmp/big
cat >/tmp/nginx.conf <<CONF
worker_processes 1;
pid /tmp/pid;
error_log stderr warn;
events { worker_connections 4096; }
http {
  client_body_temp_path /tmp/b; proxy_temp_path /tmp/p; fastcgi_temp_path /tmp/f; uwsgi_temp_path /tmp/u; scgi_temp_path /tmp/s;
  access_log off; keepalive_requests 1000000; client_max_body_size 0; sendfile on;
  server {
    listen $1 $2; $tls
    location / { return 200 "hello, world\n"; }
    location = /big { root /tmp; }
  }
}
CONF
exec nginx -c /tmp/nginx.conf -g 'daemon off;'
