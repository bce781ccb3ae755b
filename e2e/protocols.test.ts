/** Every protocol from the Internet, on one address, for two tenants at once: real servers, real clients, and the kits as they are written. */
import { join } from 'node:path';
import { attemptFromInternet, httpRequest, type Attempt } from './attempt';
import { describeIdleConnections, shortenSilence } from './chapters/idle-connections';
import { openClientMachine, throughKit, type ClientMachine } from './client-machine';
import { CLIENT_ADDRESS, KEEP, PUBLIC_ADDRESS } from './environment';
import { copyFleet, removeCopy, synthesize } from './fleet-copy';
import { claimNamespaces, install, namespacesOf, removeEverything } from './installation';
import { exampleIn, type Answers } from './kit-examples';
import { PATTERN_DIGEST, patternProgram } from './pattern';
import { ACME, authorityOf, DOMAIN, GLOBEX } from './two-tenants';

const BOTH = [ACME, GLOBEX];
const WEB = `web.${ACME}.${DOMAIN}`;
const host = (tenant: string, endpoint: string): string => `${endpoint}.${tenant}.${DOMAIN}`;
const HOSTS = [
  ...BOTH.flatMap((tenant) => [host(tenant, 'sql.db'), host(tenant, 'amqp.broker')]),
  ...['redis.cache', 'pg.store', 'mqtt.things', 'ldap.people', 'kafka.echo', 'mongodb.echo'].map((name) =>
    host(ACME, name),
  ),
  WEB,
];
const USER: Answers = { USER: 'u', PASSWORD: 'p', DATABASE: 'd' };

describe('every protocol from the Internet, on one address', () => {
  const copy = copyFleet('e2e/fleets/protocols');
  const kits = join(copy.output, 'clients');
  let machine: ClientMachine;

  beforeAll(async () => {
    await removeEverything();
    shortenSilence(copy);
    await synthesize(copy);
    await claimNamespaces(...namespacesOf(copy));
    machine = await openClientMachine(kits, HOSTS);
    await install(copy);
  });

  afterAll(async () => {
    await machine.close();
    if (!KEEP) await removeEverything();
    removeCopy(copy);
  });

  const example = (kit: string, client: string, answers: Answers = {}): string => exampleIn(kits, kit, client, answers);
  const sh = (kit: string, command: string, input?: string): Promise<string> =>
    machine.runIn(kit, ['bash', '-c', `set -o pipefail; ${command}`], input);
  const python = (kit: string, program: string): Promise<string> => machine.runIn(kit, ['python3', '-c', program]);
  /** The last line of an example is an expression: whatever it makes. */
  const made = (text: string): string => text.replace(/\n(?=[^\n]*$)/, '\nmade = ');

  it('MariaDB: both tenants on port 3306, each through its kit, at once', async () => {
    const ask = (tenant: string): Promise<string> =>
      throughKit(machine, `${tenant}/db/sql`, () => {
        const command = example(`${tenant}/db/sql`, 'mariadb', USER).replace('--password', '--password=p');
        return sh(`${tenant}/db/sql`, `${command} --skip-column-names --execute='select name, 6*7 from who'`);
      });
    expect(await Promise.all(BOTH.map(ask))).toEqual(BOTH.map((tenant) => `${tenant}\t42\n`));
  });

  it('MariaDB: a program, PyMySQL, through the kit', async () => {
    const kit = `${GLOBEX}/db/sql`;
    const program = `${made(example(kit, 'PyMySQL', USER))}
with made.cursor() as cursor:
    cursor.execute('select name from who')
    print(cursor.fetchone()[0])`;
    expect(await throughKit(machine, kit, () => python(kit, program))).toBe(`${GLOBEX}\n`);
  });

  it('RabbitMQ: both tenants on port 5671, by SNI, publish and consume at once', async () => {
    const talk = (tenant: string): Promise<string> => {
      const kit = `${tenant}/broker/amqp`;
      const program = `${made(example(kit, 'pika', USER))}
channel = made.channel()
queue = channel.queue_declare('', exclusive=True).method.queue
channel.basic_publish('', queue, b'for ${tenant}')
for method, properties, body in channel.consume(queue, auto_ack=True, inactivity_timeout=10):
    print(body.decode())
    break
print(channel.queue_declare(queue, passive=True).method.message_count)
made.close()`;
      return python(kit, program);
    };
    expect(await Promise.all(BOTH.map(talk))).toEqual(BOTH.map((tenant) => `for ${tenant}\n0\n`));
  });

  describeIdleConnections(
    () => machine,
    (kit, client) => made(example(kit, client, USER)),
  );

  it('Redis over TLS', async () => {
    const kit = `${ACME}/cache/redis`;
    expect(await sh(kit, `${example(kit, 'redis-cli')} set key value`)).toBe('OK\n');
    expect(await python(kit, `${made(example(kit, 'redis-py'))}\nprint(made.get('key').decode())`)).toBe('value\n');
  });

  it('PostgreSQL: TLS at once, and an older client through the kit, but not in the clear', async () => {
    const kit = `${ACME}/store/pg`;
    const answers = { USER: 'u', DATABASE: 'postgres' };
    const direct = example(kit, 'psql, libpq and what is built on it (17 and later)', answers);
    const query = `--tuples-only --no-align --command='select 6*7'`;
    expect(await sh(kit, `${direct} ${query}`)).toBe('42\n');
    const program = example(kit, 'psycopg (with libpq 17 and later)', answers);
    expect(await python(kit, `${made(program)}\nprint(made.execute('select 7*6').fetchone()[0])`)).toBe('42\n');
    const older = `${example(kit, 'psql (16 and earlier)', answers)} ${query}`;
    expect(await throughKit(machine, kit, () => sh(kit, older))).toBe('42\n');
    const asked = await machine.tryIn(kit, ['bash', '-c', `${direct.replace('sslnegotiation=direct', '')} ${query}`]);
    expect(asked).toMatchObject({ code: 2, stdout: '' });
  });

  it('MQTT: what is published arrives', async () => {
    const kit = `${ACME}/things/mqtt`;
    const publish = example(kit, 'mosquitto_pub, mosquitto_sub', { TOPIC: 'lamp', MESSAGE: 'on' });
    await sh(kit, `${publish} --retain --qos 1`);
    const subscribe = publish.replace('mosquitto_pub', 'mosquitto_sub').replace(' -m on', ' -C 1 -W 10');
    expect(await sh(kit, subscribe)).toBe('on\n');
    expect(await sh(kit, `${subscribe} --tls-alpn mqtt`)).toBe('on\n');
  });

  it('LDAP: ldaps, and a client without TLS through the kit', async () => {
    const kit = `${ACME}/people/ldap`;
    const search = example(kit, 'ldapsearch', { BASE: 'dc=example' });
    expect(await sh(kit, `${search} -LLL o`)).toContain(`o: ${ACME}\n`);
    const plain = example(kit, 'a client without TLS', { BASE: 'dc=example' });
    expect(await throughKit(machine, kit, () => sh(kit, `${plain} -LLL o`))).toContain(`o: ${ACME}\n`);
  });

  it.each(['1.1', '2'])('HTTPS: HTTP/%s', async (version) => {
    const kit = `${ACME}/web/pages`;
    const options = `--silent --show-error --http${version} --write-out '%{http_version}'`;
    const answer = await sh(kit, `${example(kit, 'curl')} ${options}`);
    expect(answer).toBe(`{"path": "/", "host": "${WEB}", "client": "${CLIENT_ADDRESS}"}${version}`);
  });

  it('HTTPS: a program without TLS, through the kit', async () => {
    const kit = `${ACME}/web/pages`;
    const answer = await throughKit(machine, kit, () => sh(kit, `${example(kit, 'a program without TLS')} -sS`));
    expect(JSON.parse(answer)).toEqual({ path: '/', host: WEB, client: CLIENT_ADDRESS });
  });

  it('WebSocket', async () => {
    const kit = `${ACME}/web/socket`;
    const connect = made(example(kit, 'Python websockets')).replace(':443/', ':443/socket');
    expect(await python(kit, `${connect}\nfor n in range(3):\n    made.send(str(n))\n    print(made.recv())`)).toBe(
      '0\n1\n2\n',
    );
  });

  it('gRPC: a call, and a stream in both directions on the host of the web pages', async () => {
    const kit = `${ACME}/rpc/grpc`;
    const program = `${made(example(kit, 'Python grpcio'))}
import time
print(made.unary_unary('/e2e.Echo/Say')(b'hello', timeout=10).decode())
def questions():
    for n in range(3):
        time.sleep(0.5)
        yield str(n).encode()
for answer in made.stream_stream('/e2e.Echo/Talk')(questions(), timeout=20):
    print(answer.decode())`;
    const words = ['hello', '0', '1', '2'].map((word) => `${word} from ${CLIENT_ADDRESS}\n`);
    expect(await python(kit, program)).toBe(words.join(''));
  });

  it('a gibibyte up and a gibibyte down, byte for byte', async () => {
    const kit = `${ACME}/web/pages`;
    const pattern = `python3 -c ${JSON.stringify('import os; exec(os.environ["PATTERN"])')}`;
    const environment = `export PATTERN=$(cat)`;
    const curl = `${example(kit, 'curl')} --silent --show-error --fail`;
    const down = await sh(
      kit,
      `${environment}; ${curl.replace(/\/ /, '/pattern ')} | ${pattern} digest`,
      patternProgram,
    );
    expect(down.trim()).toBe(PATTERN_DIGEST);
    const up = await sh(kit, `${environment}; ${pattern} write | ${curl} --upload-file - --output -`, patternProgram);
    expect(JSON.parse(up)).toEqual({ digest: PATTERN_DIGEST });
  });

  // There are no servers of these here: their clients' first bytes, sent within TLS, come back from an echo.
  it.each([
    ['Kafka', 'kafka.echo', 9093, '\x00\x00\x00\x15\x00\x12\x00\x03\x00\x00\x00\x01\x00\x04test\x00\x02x\x02y\x00'],
    ['MongoDB', 'mongodb.echo', 27017, '\x10\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00\xdd\x07\x00\x00'],
  ])('%s: first bytes are routed', async (_, name, port, send) => {
    const tls = { serverName: host(ACME, name), authority: authorityOf(copy, ACME) };
    const [outcome] = await attemptFromInternet([{ host: PUBLIC_ADDRESS, port, tls, send }]);
    expect(outcome).toMatchObject({ handshake: true, received: send });
  });

  describe('strangers', () => {
    const closed = async (attempts: readonly Attempt[]): Promise<void> => {
      for (const outcome of await attemptFromInternet(attempts)) {
        expect(outcome).toMatchObject({ opened: true, handshake: false, received: '' });
        expect(outcome.closedAfter).not.toBeNull();
      }
    };
    const at = (port: number, serverName?: string): Attempt => ({
      host: PUBLIC_ADDRESS,
      port,
      tls: serverName === undefined ? {} : { serverName },
      seconds: 5,
    });
    const ports = [443, 3306, 5432, 5671, 6379, 8883, 636, 9093, 27017];

    it('a host is closed on every public port but its own, whoever has endpoints there', async () => {
      await closed([
        ...ports.filter((port) => port !== 3306).map((port) => at(port, host(GLOBEX, 'sql.db'))),
        ...ports.filter((port) => port !== 6379).map((port) => at(port, host(ACME, 'redis.cache'))),
        ...ports.filter((port) => port !== 443).map((port) => at(port, WEB)),
      ]);
    });

    it('a wrong name and no name are closed on every public port', async () => {
      await closed(ports.flatMap((port) => [at(port, 'nobody.example'), at(port)]));
    });

    it('a client that waits for the server to speak first is told nothing, and closed', async () => {
      const [outcome] = await attemptFromInternet([{ host: PUBLIC_ADDRESS, port: 3306, seconds: 9 }]);
      expect(outcome).toMatchObject({ opened: true, received: '' });
      expect(outcome?.closedAfter).toBeLessThan(8);
    });

    it("a tenant's authority does not verify the server of another", async () => {
      const tls = { serverName: host(GLOBEX, 'sql.db'), authority: authorityOf(copy, ACME) };
      const [outcome] = await attemptFromInternet([{ host: PUBLIC_ADDRESS, port: 3306, tls }]);
      expect(outcome).toMatchObject({ handshake: false, received: '' });
    });

    it("the kit passes nothing on to a server of another tenant's", async () => {
      const kit = `${GLOBEX}/db/sql`;
      await sh(kit, `cp ca.crt kept && cp ../../../${ACME}/db/sql/ca.crt ca.crt`);
      try {
        const command = example(kit, 'mariadb', USER).replace('--password', '--password=p --execute="select 1"');
        const refused = await throughKit(machine, kit, () => machine.tryIn(kit, ['sh', '-c', command]));
        expect(refused).toMatchObject({ code: 1, stdout: '' });
      } finally {
        await sh(kit, 'mv kept ca.crt');
      }
    });

    it('a request for a page does not come through the door of another protocol', async () => {
      const send = httpRequest(WEB, '/');
      const [outcome] = await attemptFromInternet([{ ...at(6379, host(ACME, 'redis.cache')), send }]);
      expect(outcome?.received).not.toContain('HTTP/1.1 200');
    });
  });
});
