/**
 * What each protocol of an endpoint means to the tiers and to its clients: the one table that routing, certificates, client
 * kits and docs/protocols are made from.
 */

export const protocolNames = [
  'http',
  'grpc',
  'tls',
  'mysql',
  'postgres',
  'amqp',
  'mqtt',
  'redis',
  'mongodb',
  'kafka',
  'ldap',
] as const;
export type ProtocolName = (typeof protocolNames)[number];

export interface Protocol {
  readonly title: string;
  /** Where a public client's TLS ends: in the tenant's gate, or in the sidecar beside the app. */
  readonly tlsEndsAt: 'gate' | 'sidecar';
  readonly hasPaths: boolean;
  /**
   * What a client's first bytes are. `tls-first`: a ClientHello, whose name the front reads. `starttls`: a request to begin TLS,
   * so that only newer clients, which leave that out, can be routed. `server-first`: nothing; it waits for the server to greet.
   */
  readonly opening: 'tls-first' | 'starttls' | 'server-first';
  /** Where clients expect its TLS, if anywhere: a hint for `front.ports`. */
  readonly usualPort: number;
  /**
   * Offered where TLS ends. Without any, the server chooses none and takes every client; with some, nginx refuses a client that
   * offers others alone (ngx_stream_ssl_module, ssl_alpn), so there are some only where clients insist.
   */
  readonly alpn: readonly string[];
  /** Whether clients want the kit's wrapper: all of them, those that cannot begin with TLS, none; `useless` where it could not carry them. */
  readonly wrapper: 'needed' | 'for-some' | 'offered' | 'useless';
  /** What else somebody should know, in whole sentences. */
  readonly notes: readonly string[];
}

const DIRECT = {
  tlsEndsAt: 'sidecar',
  hasPaths: false,
  opening: 'tls-first',
  alpn: [],
  wrapper: 'offered',
  notes: [],
} as const;

export const protocols: Readonly<Record<ProtocolName, Protocol>> = {
  http: {
    ...DIRECT,
    title: 'HTTPS and WebSocket',
    tlsEndsAt: 'gate',
    hasPaths: true,
    usualPort: 443,
    alpn: ['h2', 'http/1.1'],
    notes: [
      'The app is spoken to in HTTP/1.1, whatever the client speaks, and finds the client in X-Forwarded-For.',
      'A WebSocket lives for an hour of silence; bodies of any size are passed on as they arrive.',
    ],
  },
  grpc: {
    ...DIRECT,
    title: 'gRPC',
    tlsEndsAt: 'gate',
    hasPaths: true,
    usualPort: 443,
    alpn: ['h2'],
    wrapper: 'useless',
    notes: [
      'The app is spoken to in HTTP/2 without TLS ("prior knowledge") on 127.0.0.1, and finds the client in x-forwarded-for. A path is a service, such as /shop.v1.Orders.',
      'A stream lives for an hour of silence, in either direction.',
      'A wrapper does not name HTTP/2 in its handshake, so every client speaks TLS itself.',
    ],
  },
  tls: {
    ...DIRECT,
    title: 'any protocol that begins with TLS',
    usualPort: 443,
    notes: ['The client must name the host in its handshake (SNI); without a name the front closes the connection.'],
  },
  mysql: {
    ...DIRECT,
    title: 'MySQL and MariaDB',
    opening: 'server-first',
    usualPort: 3306,
    wrapper: 'needed',
    notes: [
      'The server greets before the client names anybody, so the front cannot know whom a bare client wants: it waits, and closes. Every client goes through the wrapper of its kit.',
      'The server sees every client at 127.0.0.1: grant to a user at 127.0.0.1, and switch off its own TLS in the client, which the wrapper has replaced.',
      'caching_sha2_password asks for TLS of its own or for the server’s public key: write --get-server-public-key (mysql), allowPublicKeyRetrieval=true (JDBC).',
    ],
  },
  postgres: {
    ...DIRECT,
    title: 'PostgreSQL',
    opening: 'starttls',
    usualPort: 5432,
    alpn: ['postgresql'],
    wrapper: 'for-some',
    notes: [
      'Clients of PostgreSQL 17 and later open TLS at once with sslnegotiation=direct and are routed as they are. Older ones ask for TLS in the clear first, which no router can read a name from: they go through the wrapper.',
      'The server itself may be of any version: its TLS ends in the sidecar.',
    ],
  },
  amqp: {
    ...DIRECT,
    title: 'AMQP (RabbitMQ)',
    usualPort: 5671,
    notes: ['AMQPS only. AMQP 1.0 can also begin TLS within a connection in the clear; such a client is not routed.'],
  },
  mqtt: {
    ...DIRECT,
    title: 'MQTT',
    usualPort: 8883,
    alpn: ['mqtt', 'x-amzn-mqtt-ca'],
    notes: ['A client that offers an ALPN name must offer mqtt or x-amzn-mqtt-ca among others; most offer none.'],
  },
  redis: {
    ...DIRECT,
    title: 'Redis and Valkey',
    usualPort: 6379,
    notes: [
      'A cluster of Redis announces the addresses of its nodes, which are not reached from outside: publish one server, or a proxy.',
    ],
  },
  mongodb: {
    ...DIRECT,
    title: 'MongoDB',
    usualPort: 27017,
    notes: [
      'A replica set announces the names of its members: give each member a public endpoint of its own and the set those names (horizons), or connect with directConnection=true.',
    ],
  },
  kafka: {
    ...DIRECT,
    title: 'Kafka',
    usualPort: 9093,
    notes: [
      'A broker announces where it is reached: give each broker a public endpoint of its own, and write that host and public port into its advertised.listeners.',
    ],
  },
  ldap: {
    ...DIRECT,
    title: 'LDAP',
    usualPort: 636,
    notes: ['ldaps:// only. StartTLS begins in the clear and is not routed.'],
  },
};

/** `http or grpc`: those whose endpoints may share a host, for messages. */
export const pathedProtocols = protocolNames.filter((name) => protocols[name].hasPaths).join(' or ');
