# An OpenLDAP on 127.0.0.1 whose one entry says whose it is ($OWNER).
set -e
mkdir -p /data/db
cat > /data/slapd.conf <<C
include /etc/ldap/schema/core.schema
modulepath /usr/lib/ldap
moduleload back_mdb
pidfile /data/pid
database mdb
maxsize 16777216
suffix "dc=example"
rootdn "cn=admin,dc=example"
rootpw p
directory /data/db
C
printf 'dn: dc=example\nobjectClass: dcObject\nobjectClass: organization\ndc: example\no: %s\n' "$OWNER" > /data/base.ldif
/usr/sbin/slapadd -f /data/slapd.conf -l /data/base.ldif
exec /usr/sbin/slapd -d 0 -f /data/slapd.conf -h ldap://127.0.0.1:3890
