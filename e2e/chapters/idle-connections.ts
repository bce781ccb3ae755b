/** Connections that nobody says anything on: borne as long as the endpoint's setting says, and cut after that. A day is the usual. */
import type { ClientMachine } from '../client-machine';
import { throughKit } from '../client-machine';
import { edit, type FleetCopy } from '../fleet-copy';
import { ACME, GLOBEX } from '../two-tenants';

const SILENCE_SECONDS = 6;
/** By tenant: one that bears that silence, and one that does not. */
const IDLE_SECONDS = { [ACME]: SILENCE_SECONDS + 4, [GLOBEX]: SILENCE_SECONDS - 3 };
const BOTH = [ACME, GLOBEX];

/** An hour in seconds: before the fleet is synthesized. */
export function shortenSilence(copy: FleetCopy): void {
  for (const [tenant, seconds] of Object.entries(IDLE_SECONDS)) {
    const limits = `limits: { idleSeconds: ${seconds} }`;
    edit(copy, `tenants/${tenant}/db.yaml`, 'publicPort: 3306', `publicPort: 3306\n      ${limits}`);
    edit(copy, `tenants/${tenant}/broker.yaml`, 'publicPort: 5671', `publicPort: 5671\n      ${limits}`);
  }
}

const afterSilence = (step: string, cut: string): string => `
import time
time.sleep(${SILENCE_SECONDS})
try:
    print(${step})
except ${cut}:
    print('cut')`;

/** @param program what the kit's README says of that client; it leaves the connection in \`made\` */
export function describeIdleConnections(
  machine: () => ClientMachine,
  program: (kit: string, client: string) => string,
): void {
  const python = (kit: string, text: string): Promise<string> => machine().runIn(kit, ['python3', '-c', text]);

  describe('silence on a connection', () => {
    it('to MariaDB, through the kit, is borne where the endpoint allows it, and cut where not', async () => {
      const talk = (tenant: string): Promise<string> => {
        const kit = `${tenant}/db/sql`;
        const text = `${program(kit, 'PyMySQL')}
def ask():
    with made.cursor() as cursor:
        cursor.execute('select name from who')
        return cursor.fetchone()[0]
print(ask())${afterSilence('ask()', 'pymysql.err.OperationalError')}`;
        return throughKit(machine(), kit, () => python(kit, text));
      };
      expect(await Promise.all(BOTH.map(talk))).toEqual([`${ACME}\n${ACME}\n`, `${GLOBEX}\ncut\n`]);
    });

    it('to RabbitMQ, without heartbeats, likewise', async () => {
      const talk = (tenant: string): Promise<string> => {
        const kit = `${tenant}/broker/amqp`;
        const quiet = program(kit, 'pika').replace('credentials=credentials', 'credentials=credentials, heartbeat=0');
        const text = `${quiet}
import pika.exceptions
channel = made.channel()
channel.confirm_delivery()
queue = channel.queue_declare('', exclusive=True).method.queue
def publish():
    channel.basic_publish('', queue, b'x')
    return channel.queue_declare(queue, passive=True).method.message_count
print(publish())${afterSilence('publish()', 'pika.exceptions.AMQPConnectionError')}`;
        return python(kit, text);
      };
      expect(await Promise.all(BOTH.map(talk))).toEqual(['1\n2\n', '1\ncut\n']);
    });
  });
}
