/**
 * The usual clients of each protocol: how each names the host in its handshake, and what to type. `{host}`, `{port}` and
 * `{local}` (the wrapper's port on 127.0.0.1) are filled in; `ca.crt` lies in the folder of the kit.
 */
import type { ProtocolName } from './protocols';

export interface Client {
  readonly name: string;
  /** `direct`: it begins with TLS and names the host. `wrapper`: it is spoken to in the clear, through the kit's wrapper. */
  readonly way: 'direct' | 'wrapper';
  /** How it names the host (SNI), or why it cannot. */
  readonly sni: string;
  /** Of the example, as Markdown names it. */
  readonly language: 'sh' | 'python' | 'properties' | 'text';
  readonly example: string;
}

const ALWAYS = 'always, from the host that it connects to';
const AFTER = 'only after the greeting of the server: too late';

function direct(name: string, sni: string, language: Client['language'], ...lines: string[]): Client {
  return { name, way: 'direct', sni, language, example: lines.join('\n') };
}

function wrapped(name: string, sni: string, language: Client['language'], ...lines: string[]): Client {
  return { name, way: 'wrapper', sni, language, example: lines.join('\n') };
}

const mysql: readonly Client[] = [
  wrapped(
    'mariadb',
    'never',
    'sh',
    'mariadb --host=127.0.0.1 --port={local} --skip-ssl --user=USER --password DATABASE',
  ),
  wrapped(
    'mysql',
    AFTER,
    'sh',
    'mysql --host=127.0.0.1 --port={local} --ssl-mode=DISABLED --user=USER --password DATABASE',
  ),
  wrapped('JDBC (MariaDB)', AFTER, 'text', 'jdbc:mariadb://127.0.0.1:{local}/DATABASE?sslMode=disable'),
  wrapped('JDBC (MySQL)', AFTER, 'text', 'jdbc:mysql://127.0.0.1:{local}/DATABASE?sslMode=DISABLED'),
  wrapped(
    'PyMySQL',
    AFTER,
    'python',
    'import pymysql',
    "pymysql.connect(host='127.0.0.1', port={local}, user='USER', password='PASSWORD', database='DATABASE')",
  ),
];

const postgres: readonly Client[] = [
  direct(
    'psql, libpq and what is built on it (17 and later)',
    ALWAYS,
    'sh',
    'psql "host={host} port={port} sslnegotiation=direct sslmode=verify-full sslrootcert=ca.crt user=USER dbname=DATABASE"',
  ),
  wrapped(
    'psql (16 and earlier)',
    'only after a request in the clear: too late',
    'sh',
    'psql "host=127.0.0.1 port={local} sslmode=disable user=USER dbname=DATABASE"',
  ),
  direct(
    'psycopg (with libpq 17 and later)',
    ALWAYS,
    'python',
    'import psycopg',
    "psycopg.connect('host={host} port={port} sslnegotiation=direct sslmode=verify-full sslrootcert=ca.crt user=USER dbname=DATABASE')",
  ),
  wrapped(
    'JDBC',
    'as psql 16, unless the driver has sslNegotiation=direct',
    'text',
    'jdbc:postgresql://127.0.0.1:{local}/DATABASE?sslmode=disable',
  ),
];

export const protocolClients: Readonly<Record<ProtocolName, readonly Client[]>> = {
  http: [
    direct('curl', ALWAYS, 'sh', 'curl --cacert ca.crt https://{host}:{port}/'),
    direct(
      'Python websockets',
      ALWAYS,
      'python',
      'import ssl',
      'from websockets.sync.client import connect',
      "connect('wss://{host}:{port}/', ssl=ssl.create_default_context(cafile='ca.crt'))",
    ),
    wrapped('a program without TLS', 'never', 'sh', 'curl --connect-to {host}:80:127.0.0.1:{local} http://{host}/'),
  ],
  grpc: [
    direct('grpcurl', ALWAYS, 'sh', 'grpcurl -cacert ca.crt {host}:{port} list'),
    direct(
      'Python grpcio',
      ALWAYS,
      'python',
      'import grpc',
      "grpc.secure_channel('{host}:{port}', grpc.ssl_channel_credentials(open('ca.crt', 'rb').read()))",
    ),
    direct(
      'Java (grpc-netty)',
      ALWAYS,
      'text',
      'NettyChannelBuilder.forAddress("{host}", {port})',
      '    .sslContext(GrpcSslContexts.forClient().trustManager(new File("ca.crt")).build()).build()',
    ),
  ],
  tls: [
    direct(
      'openssl',
      'with -servername',
      'sh',
      'openssl s_client -connect {host}:{port} -servername {host} -verify_hostname {host} -CAfile ca.crt -verify_return_error -quiet',
    ),
    direct(
      'socat',
      'with snihost',
      'sh',
      'socat - OPENSSL:{host}:{port},snihost={host},commonname={host},cafile=ca.crt,verify=1',
    ),
    wrapped('a program without TLS', 'never', 'sh', 'nc 127.0.0.1 {local}'),
  ],
  mysql,
  postgres,
  amqp: [
    direct(
      'pika',
      'with server_hostname',
      'python',
      'import pika, ssl',
      "tls = pika.SSLOptions(ssl.create_default_context(cafile='ca.crt'), server_hostname='{host}')",
      "credentials = pika.PlainCredentials('USER', 'PASSWORD')",
      "pika.BlockingConnection(pika.ConnectionParameters('{host}', {port}, ssl_options=tls, credentials=credentials))",
    ),
    direct(
      'RabbitMQ’s Java client',
      ALWAYS,
      'text',
      'factory.setUri("amqps://USER:PASSWORD@{host}:{port}"); factory.useSslProtocol(context); factory.enableHostnameVerification();',
    ),
    wrapped('a client without TLS', 'never', 'text', 'amqp://USER:PASSWORD@127.0.0.1:{local}/'),
  ],
  mqtt: [
    direct(
      'mosquitto_pub, mosquitto_sub',
      ALWAYS,
      'sh',
      'mosquitto_pub -h {host} -p {port} --cafile ca.crt -t TOPIC -m MESSAGE',
    ),
    direct('paho-mqtt', ALWAYS, 'python', "client.tls_set(ca_certs='ca.crt')", "client.connect('{host}', {port})"),
    wrapped('a client without TLS', 'never', 'text', 'mqtt://127.0.0.1:{local}'),
  ],
  redis: [
    direct('redis-cli', 'with --sni', 'sh', 'redis-cli -h {host} -p {port} --tls --sni {host} --cacert ca.crt'),
    direct(
      'redis-py',
      ALWAYS,
      'python',
      'import redis',
      "redis.Redis(host='{host}', port={port}, ssl=True, ssl_ca_certs='ca.crt', ssl_check_hostname=True)",
    ),
    wrapped('a client without TLS', 'never', 'text', 'redis://127.0.0.1:{local}'),
  ],
  mongodb: [
    direct(
      'mongosh and the drivers',
      ALWAYS,
      'sh',
      'mongosh "mongodb://USER@{host}:{port}/DATABASE?tls=true&tlsCAFile=ca.crt&directConnection=true"',
    ),
    wrapped(
      'a client without TLS',
      'never',
      'sh',
      'mongosh "mongodb://USER@127.0.0.1:{local}/DATABASE?directConnection=true"',
    ),
  ],
  kafka: [
    direct(
      'Java clients and the command-line tools',
      ALWAYS,
      'properties',
      'bootstrap.servers={host}:{port}',
      'security.protocol=SSL',
      'ssl.truststore.type=PEM',
      'ssl.truststore.location=ca.crt',
    ),
    direct(
      'librdkafka (kcat, confluent-kafka)',
      ALWAYS,
      'sh',
      'kcat -b {host}:{port} -X security.protocol=ssl -X ssl.ca.location=ca.crt -L',
    ),
  ],
  ldap: [
    direct('ldapsearch', ALWAYS, 'sh', 'LDAPTLS_CACERT=ca.crt ldapsearch -H ldaps://{host}:{port} -x -b BASE'),
    direct(
      'Java (JNDI)',
      ALWAYS,
      'text',
      'ldaps://{host}:{port} (java.naming.provider.url), with ca.crt in the trust store of the program',
    ),
    wrapped('a client without TLS', 'never', 'sh', 'ldapsearch -H ldap://127.0.0.1:{local} -x -b BASE'),
  ],
};
