# A PostgreSQL on 127.0.0.1, which trusts everybody there.
set -e
/usr/lib/postgresql/18/bin/initdb -D /data/db -U u -A trust --no-sync >/data/log
exec /usr/lib/postgresql/18/bin/postgres -D /data/db -c listen_addresses=127.0.0.1 -c unix_socket_directories=/data -c fsync=off -c shared_buffers=8MB
