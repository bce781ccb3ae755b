/** One public address and port for all: every tenant is found under its own name with its own certificate, and nobody else is. */
import { attemptFromInternet, httpRequest, type Attempt } from '../attempt';
import { CLIENT_ADDRESS, PUBLIC_ADDRESS } from '../environment';
import type { FleetCopy } from '../fleet-copy';
import { fetchFromInternet, parseAnswer, presentedCertificate, PUBLIC_PORT } from '../internet';
import { restartsOf } from '../installation';
import { FRONT_NAMESPACE } from '../../lib/model/names';
import { ACME, authorityOf, DOMAIN, GLOBEX, REDIS_HOST, shopHost } from '../two-tenants';

const HELD_OPEN_AT_MOST_SECONDS = 8;

export function describePublicHosts(copy: FleetCopy): void {
  describe('from the Internet, on one address and port', () => {
    it.each([
      [ACME, '1.1'],
      [ACME, '2'],
      [GLOBEX, '1.1'],
      [GLOBEX, '2'],
    ] as const)(
      "%s answers over HTTP/%s under a certificate of its own authority, and its app sees the client's real address",
      async (tenant, version) => {
        const host = shopHost(tenant);
        const answer = await fetchFromInternet({
          host,
          version,
          authority: authorityOf(copy, tenant),
          path: '/some/path?q=1',
        });
        expect(answer).toMatchObject({ status: 200, version, error: '' });
        const expected = { host, path: '/some/path?q=1', forwardedFor: CLIENT_ADDRESS, forwardedProto: 'https' };
        expect(parseAnswer(answer.body)).toMatchObject(expected);
      },
    );

    it.each([
      [ACME, GLOBEX],
      [GLOBEX, ACME],
    ])('the certificate of %s does not verify against the authority of %s', async (tenant, other) => {
      const answer = await fetchFromInternet({ host: shopHost(tenant), authority: authorityOf(copy, other) });
      expect(answer).toMatchObject({ status: 0, exit: 60 });
    });

    it('each tenant presents a certificate that names it and only its own host', async () => {
      for (const tenant of [ACME, GLOBEX]) {
        const shown = await presentedCertificate(shopHost(tenant));
        expect(shown).toMatch(new RegExp(`issuer=.*O ?= ?${tenant}`));
        expect(shown.match(/DNS:[^\s,]+/g)).toEqual([`DNS:${shopHost(tenant)}`]);
      }
    });

    it('an X-Forwarded-For that the client made up is overwritten', async () => {
      const headers = ['X-Forwarded-For: 10.0.0.1', 'X-Real-IP: 10.0.0.1'];
      const answer = await fetchFromInternet({ host: shopHost(ACME), authority: authorityOf(copy, ACME), headers });
      expect(parseAnswer(answer.body).forwardedFor).toBe(CLIENT_ADDRESS);
    });

    it('two apps share a host by path, in whole segments', async () => {
      const ask = async (path: string): Promise<string> => {
        const answer = await fetchFromInternet({ host: shopHost(ACME), authority: authorityOf(copy, ACME), path });
        return parseAnswer(answer.body).app.replace(/-.*/, '');
      };
      expect(await Promise.all(['/', '/stock', '/stock/7', '/stocks'].map(ask))).toEqual([
        'shop',
        'stock',
        'stock',
        'shop',
      ]);
    });

    it('a request for a host on the connection of another host is not answered by either', async () => {
      const send = httpRequest(shopHost(GLOBEX), '/');
      const [outcome] = await attemptFromInternet([{ ...TO_FRONT, tls: { serverName: shopHost(ACME) }, send }]);
      expect(outcome?.received).toMatch(/^HTTP\/1.1 (421|404) /);
    });

    it('TLS of a protocol other than HTTP goes through to the sidecar, under a certificate of the tenant', async () => {
      const ping = { ...TO_FRONT, send: 'PING\r\n' };
      const [right, wrong] = await attemptFromInternet([
        { ...ping, tls: { serverName: REDIS_HOST, authority: authorityOf(copy, ACME) } },
        { ...ping, tls: { serverName: REDIS_HOST, authority: authorityOf(copy, GLOBEX) } },
      ]);
      expect(right?.received).toBe('+PONG\r\n');
      expect(wrong).toMatchObject({ handshake: false, received: '' });
    });

    it.each(strangers())(
      '%s is closed without an answer within %d s, and the front serves on',
      async (_, limit, stranger) => {
        const before = await restartsOf(FRONT_NAMESPACE);
        const outcomes = await attemptFromInternet(
          Array.from({ length: 5 }, () => ({ ...stranger, seconds: limit + 2 })),
        );
        for (const outcome of outcomes) {
          expect(outcome).toMatchObject({ opened: true, handshake: false, received: '' });
          expect(outcome.closedAfter).toBeLessThan(limit);
        }
        const answer = await fetchFromInternet({ host: shopHost(ACME), authority: authorityOf(copy, ACME) });
        expect(answer.status).toBe(200);
        expect(await restartsOf(FRONT_NAMESPACE)).toEqual(before);
      },
    );
  });
}

const TO_FRONT = { host: PUBLIC_ADDRESS, port: PUBLIC_PORT } as const;

/** First bytes of a ClientHello whose record says that 512 bytes follow. */
const HALF_A_HELLO = '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03' + 'x'.repeat(40);

function strangers(): [string, number, Attempt][] {
  return [
    ["a name that is nobody's", 2, { ...TO_FRONT, tls: { serverName: 'nobody.example' } }],
    ['a name of a tenant that is not there', 2, { ...TO_FRONT, tls: { serverName: `web.shop.e2e-zeta.${DOMAIN}` } }],
    ['a host that its tenant does not have', 2, { ...TO_FRONT, tls: { serverName: `nothing.${ACME}.${DOMAIN}` } }],
    ['TLS without a name', 2, { ...TO_FRONT, tls: {} }],
    ['plain HTTP', 2, { ...TO_FRONT, send: httpRequest(shopHost(ACME), '/') }],
    ['a ClientHello of which only half is sent', HELD_OPEN_AT_MOST_SECONDS, { ...TO_FRONT, send: HALF_A_HELLO }],
    ['a client that says nothing', HELD_OPEN_AT_MOST_SECONDS, TO_FRONT],
  ];
}
