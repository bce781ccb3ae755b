# A MariaDB on 127.0.0.1 whose one table says whose it is ($OWNER). The folder /data is writable.
set -e
mkdir -p /data/db
mariadb-install-db --no-defaults --datadir=/data/db --auth-root-authentication-method=normal --skip-test-db --skip-name-resolve >/data/log 2>&1
printf "create database d;\ncreate user 'u'@'127.0.0.1' identified by 'p';\ngrant all on d.* to 'u'@'127.0.0.1';\ncreate table d.who (name text);\ninsert into d.who values ('%s');\n" "$OWNER" > /data/init.sql
exec mariadbd --no-defaults --datadir=/data/db --bind-address=127.0.0.1 --port=3306 --socket=/data/s --pid-file=/data/pid --tmpdir=/data --skip-name-resolve --skip-log-bin --innodb-buffer-pool-size=16M --init-file=/data/init.sql
