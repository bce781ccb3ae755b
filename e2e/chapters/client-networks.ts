/** Who counts as one client, asked of the real nginx with addresses that a one-node cluster does not have. */
import { attemptInside } from '../attempt';
import { exec } from '../kubectl';
import { NGINX_BENCH, PLAIN_NAMESPACE } from '../plain-pods';
import { renderConcurrent, renderZones } from '../../lib/constructs/client-limits';
import { block, TEMPORARY_PATHS } from '../../lib/constructs/nginx-config';

const COUNTED = { name: 'web.shop', endpoint: { limits: { concurrent: 1 } } };
const PORT = 18_080;

const CONFIGURATION = [
  'pid /tmp/networks.pid;',
  'error_log stderr warn;',
  block('events', ['worker_connections 64;']),
  block('http', [
    ...TEMPORARY_PATHS,
    'access_log off;',
    ...renderZones([COUNTED]),
    block('server', [
      `listen 127.0.0.1:${PORT} proxy_protocol;`,
      'set_real_ip_from 127.0.0.1;',
      'real_ip_header proxy_protocol;',
      block('location /', [...renderConcurrent(COUNTED), 'limit_conn_status 429;', 'proxy_pass http://127.0.0.1:1;']),
    ]),
  ]),
].join('\n');

/** In the background with no pipe of ours open, or the exec would not end. */
const START =
  'cat > /tmp/networks.conf && nginx -t -c /tmp/networks.conf && nginx -c /tmp/networks.conf >/dev/null 2>&1 && sleep 1';

/** Its body never comes, so that it is being answered for as long as the client stays. */
const UNENDING = 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n';

export function describeClientNetworks(): void {
  describe('clients', () => {
    beforeAll(() => exec(PLAIN_NAMESPACE, NGINX_BENCH, ['sh', '-c', START], CONFIGURATION));

    /** How many of them are refused when all ask at once. */
    async function refused(...addresses: readonly string[]): Promise<number> {
      const outcomes = await attemptInside(
        PLAIN_NAMESPACE,
        NGINX_BENCH,
        addresses.map((address) => {
          const [family, own] = address.includes(':') ? ['TCP6', '::1'] : ['TCP4', '127.0.0.1'];
          const before = `PROXY ${family} ${address} ${own} 40000 ${PORT}\r\n`;
          return { host: '127.0.0.1', port: PORT, before, send: UNENDING, seconds: 4 };
        }),
      );
      expect(outcomes.every(({ opened, received }) => opened && /^(HTTP\/1.1 429 |$)/.test(received))).toBe(true);
      return outcomes.filter(({ received }) => received !== '').length;
    }

    it('of IPv4 are addresses', async () => {
      expect(await refused('198.51.100.1', '198.51.100.2', '198.51.100.1')).toBe(1);
    });

    it('of IPv6 are networks of 64 bits, however the address is written', async () => {
      const one = ['2001:db8:0:1::1', '2001:db8:0:1:ffff:1:2:3', '2001:db8::1:a:b:c:d'];
      // Its bytes have line feeds in them.
      expect(await refused(...one, '2001:db8:0:1:a0a::a0a')).toBe(3);
    });

    it('of IPv6 in different networks are different ones', async () => {
      expect(await refused('2001:db8::1', '2001:db8:0:1::1', '2001:db8:0:2::1', '2001:db8:a0a::1')).toBe(0);
    });
  });
}
