/** Whatever a client begins with: who gets it, what it can cost, and that front and gate read a name alike. */
import { readFileSync } from 'node:fs';
import { FRONT, FRONT_NAMESPACE, GATE } from '../lib/model/names';
import { attemptFromInternet, httpRequest } from './attempt';
import { KEEP, PUBLIC_ADDRESS, CLIENT_ADDRESS } from './environment';
import { eventually, must, pause } from './eventually';
import { copyFleet, removeCopy, synthesize } from './fleet-copy';
import { clientHello, inRecords } from './hellos/client-hello';
import { CORPUS } from './hellos/corpus';
import { expectedOfNginx } from './hellos/expected-outcomes';
import { CLASSICAL_13, serverNames } from './hellos/extensions';
import { ACME, DOMAIN, FOREIGN_HOST, GLOBEX, HOST, type Hello } from './hellos/hello';
import { costOf, giveCrowdItsAddress, holdConnections, takeCrowdItsAddress, total } from './hellos/held-connections';
import { renderHellosPage } from './hellos/render-hellos-page';
import { sendHellos, serverAnswerOf, takerOf, type HelloAnswer } from './hellos/send-hellos';
import { standInForGates } from './hellos/stand-ins';
import { claimNamespaces, install, namespacesOf, removeEverything, restartsOf } from './installation';
import { fetchFromInternet, parseAnswer, PUBLIC_PORT } from './internet';
import { authorityOf } from './two-tenants';

/** What the fleet's documents say, or leave at its default. */
const HELLO_SECONDS = 5;
const PER_ADDRESS = 1000;
const PER_GATE = 500;
const FRONTS = 2;

/** Open to the kernel, but not yet, or no longer, to nginx: the crowd opens new ones all the time. */
const BEING_CLOSED = 400;

/** Time for a busy machine too; far below that for a hello. */
const PROMPT_SECONDS = 2;
const TO_FRONT = { host: PUBLIC_ADDRESS, port: PUBLIC_PORT } as const;

describe('whatever a client begins with', () => {
  const copy = copyFleet('e2e/fleets/hellos');

  beforeAll(async () => {
    await removeEverything();
    await synthesize(copy);
    await claimNamespaces(...namespacesOf(copy));
    await install(copy);
    await giveCrowdItsAddress();
  });

  afterAll(async () => {
    await takeCrowdItsAddress();
    if (!KEEP) await removeEverything();
    removeCopy(copy);
  });

  const ask = async (tenant: string, host: string): Promise<number> => {
    const began = Date.now();
    const answer = await fetchFromInternet({ host, authority: authorityOf(copy, tenant) });
    expect(answer).toMatchObject({ status: 200, error: '' });
    expect(parseAnswer(answer.body)).toMatchObject({ host, forwardedFor: CLIENT_ADDRESS });
    return (Date.now() - began) / 1000;
  };

  test('docs/client-hellos.md tells what is run here', () => {
    // Stale? `npm run hellos-page`.
    expect(readFileSync('docs/client-hellos.md', 'utf8')).toBe(renderHellosPage());
  });

  describe('the front and the gate read a name alike', () => {
    const SPELLINGS = [
      HOST,
      HOST.toUpperCase(),
      HOST.replace('web.shop', 'Web.ShoP'),
      `${HOST}.`,
      `${HOST.toUpperCase()}.`,
    ];

    it('in every spelling of the handshake and of the Host, one app answers', async () => {
      const pairs = SPELLINGS.flatMap((serverName) => SPELLINGS.map((host) => ({ serverName, host })));
      const outcomes = await attemptFromInternet(
        pairs.map(({ serverName, host }) => ({ ...TO_FRONT, tls: { serverName }, send: httpRequest(host, '/') })),
      );
      for (const { received } of outcomes) {
        expect(received).toMatch(/^HTTP\/1.1 200 /);
        expect(received).toContain(`"host": "${HOST}"`);
      }
    });

    it('in capitals too the certificate is the tenant’s own, whoever ends TLS', async () => {
      const redis = `redis.cache.${ACME}.${DOMAIN}`.toUpperCase();
      const [web, ping] = await attemptFromInternet([
        {
          ...TO_FRONT,
          tls: { serverName: HOST.toUpperCase(), authority: authorityOf(copy, ACME) },
          send: httpRequest(HOST, '/'),
        },
        { ...TO_FRONT, tls: { serverName: redis, authority: authorityOf(copy, ACME) }, send: 'PING\r\n' },
      ]);
      expect(web?.received).toMatch(/^HTTP\/1.1 200 /);
      expect(ping?.received).toBe('+PONG\r\n');
    });

    it('another host on the connection is refused in capitals as well', async () => {
      const outcomes = await attemptFromInternet(
        [FOREIGN_HOST, FOREIGN_HOST.toUpperCase(), `nothing.${ACME}.${DOMAIN}`].map((host) => ({
          ...TO_FRONT,
          tls: { serverName: HOST.toUpperCase() },
          send: httpRequest(host, '/'),
        })),
      );
      expect(outcomes.map(({ received }) => received.split('\r\n')[0])).toEqual(
        Array(3).fill(expect.stringMatching(/ 421 /)),
      );
    });
  });

  describe('a crowd of connections from one address', () => {
    it('2,000 silent ones stand and stop no other client; what they cost is bounded', async () => {
      const idle = await costOf(FRONT_NAMESPACE, FRONT);
      const restarts = await restartsOf(FRONT_NAMESPACE);
      const crowd = holdConnections(2000);
      try {
        const full = await eventually('the crowd stands', 30, async () => {
          const costs = await costOf(FRONT_NAMESPACE, FRONT);
          must(total(costs, 'crowd') > 1800, JSON.stringify(costs));
          return costs;
        });
        const seconds = [];
        for (let i = 0; i < 15; i++) seconds.push(await ask(ACME, HOST), await ask(GLOBEX, FOREIGN_HOST));
        expect(Math.max(...seconds)).toBeLessThan(2);
        const grown = total(await costOf(FRONT_NAMESPACE, FRONT), 'memoryKibibytes') - total(idle, 'memoryKibibytes');
        expect(grown).toBeLessThan(64 * 1024);
        console.info(
          `2,000 silent connections: ${JSON.stringify({ idle, full, grown, slowest: Math.max(...seconds) })}`,
        );
      } finally {
        const held = await crowd.disperse();
        console.info(JSON.stringify(held));
        // They did not stand for ever: each was closed when its time was over, and another one opened.
        expect(held.most).toBeGreaterThan(1800);
        expect(held.closed).toBeGreaterThan(0);
      }
      expect(await restartsOf(FRONT_NAMESPACE)).toEqual(restarts);
    });

    it('no pod of the front takes more of them than front.connectionsPerAddress, and others are served', async () => {
      const crowd = holdConnections(4000);
      try {
        await eventually('the limit is reached', 30, async () => {
          must(total(await costOf(FRONT_NAMESPACE, FRONT), 'crowd') > FRONTS * PER_ADDRESS * 0.9, 'not yet');
        });
        for (let i = 0; i < 10; i++) {
          for (const { crowd: count } of await costOf(FRONT_NAMESPACE, FRONT))
            expect(count).toBeLessThan(PER_ADDRESS + BEING_CLOSED);
          expect(await ask(GLOBEX, FOREIGN_HOST)).toBeLessThan(2);
        }
      } finally {
        await crowd.disperse();
      }
    });

    it('to one tenant they fill its gate and no more of the front, and the other tenant is served', async () => {
      const hello = inRecords(clientHello({ extensions: [serverNames(HOST), ...CLASSICAL_13] }));
      const crowd = holdConnections(2000, hello);
      try {
        await eventually('the gate is full', 30, async () => {
          must(total(await costOf(ACME, GATE), 'all') >= PER_GATE, 'not yet');
        });
        for (let i = 0; i < 10; i++) {
          const fronts = await costOf(FRONT_NAMESPACE, FRONT);
          expect(total(await costOf(ACME, GATE), 'all')).toBeLessThan(PER_GATE + BEING_CLOSED);
          expect(total(fronts, 'crowd')).toBeLessThan(PER_GATE + BEING_CLOSED);
          expect(await ask(GLOBEX, FOREIGN_HOST)).toBeLessThan(2);
        }
        console.info(JSON.stringify({ gate: await costOf(ACME, GATE), front: await costOf(FRONT_NAMESPACE, FRONT) }));
      } finally {
        await crowd.disperse();
      }
      await eventually('the tenant is served again', 30, () => ask(ACME, HOST));
    });
  });

  describe('each hello of the corpus', () => {
    let answers: readonly HelloAnswer[];
    let taken: readonly HelloAnswer[];
    const each = CORPUS.map((hello, i): [string, Hello, number] => [hello.id, hello, i]);

    beforeAll(async () => {
      await pause(1000);
      answers = await sendHellos(CORPUS, HELLO_SECONDS + 3);
      await standInForGates();
      taken = await sendHellos(CORPUS, HELLO_SECONDS + 3);
    });

    it.each(each)('%s', (_, hello, i) => {
      const [whole, front] = [answers[i], taken[i]];
      must(whole !== undefined && front !== undefined, 'no answer');
      const expected = expectedOfNginx(hello);
      const taker = takerOf(hello, front);
      // Whatever is expected: never another tenant, and what is in order arrives.
      if (taker !== undefined) expect(taker.tenant).toBe(hello.owner);
      if (hello.isProper) expect(expected.front).toBe('routed');
      if (expected.front === 'routed') {
        expect(taker).toMatchObject({
          isWhole: true,
          proxy: expect.stringContaining(`PROXY TCP4 ${CLIENT_ADDRESS} `) as string,
        });
      } else {
        expect(front.received.length).toBe(0);
        const [least, most] =
          expected.front === 'at once' ? [0, PROMPT_SECONDS] : [HELLO_SECONDS - 1, HELLO_SECONDS + 1];
        expect(front.closedAfter).toBeGreaterThanOrEqual(least);
        expect(front.closedAfter).toBeLessThan(most);
      }
      expect(serverAnswerOf(whole)).toBe(expected.answer);
    });
  });
});
