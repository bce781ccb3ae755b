/** How much, how long and from where: what a client gets who keeps to it, and one who tries to look like another. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { proxyHeader } from '../attempt';
import { run } from '../command';
import { ask, describeAnswer, DESK, dialogue, HOST, parseHttp, requestText, type Question } from '../desk';
import { holdFromInternet } from '../dialogue';
import { CLIENT_ADDRESS, CLIENT_PREFIX, PUBLIC_ADDRESS } from '../environment';
import { pause } from '../eventually';
import type { FleetCopy } from '../fleet-copy';
import { PUBLIC_PORT } from '../internet';
import { authorityOf } from '../two-tenants';

/** What an office's client would send, in every spelling. */
const OFFICE = '198.51.100.7';
const DISGUISE = [
  `X-Forwarded-For: ${OFFICE}`,
  `X-Real-IP: ${OFFICE}`,
  `Forwarded: for=${OFFICE}`,
  `True-Client-IP: ${OFFICE}`,
  `CF-Connecting-IP: ${OFFICE}`,
];
const LINES = `lines.desk.${DESK}.e2e.example`;

export function describeClientLimits(copy: FleetCopy): void {
  const asked = (questions: readonly Question[]): ReturnType<typeof ask> => ask(authorityOf(copy, DESK), questions);
  const statuses = async (questions: readonly Question[]): Promise<number[]> =>
    (await asked(questions)).map(({ status }) => status);

  describe('networks that are allowed', () => {
    it('admit their own clients, whom the app learns of, and nobody else, whoever he says that he is', async () => {
      const [home] = await asked([{ path: '/home/x', headers: DISGUISE }]);
      expect(home).toMatchObject({ status: 200, desk: { port: 8084, forwardedFor: CLIENT_ADDRESS } });
      expect(await statuses([{ path: '/office/x' }, { path: '/office', headers: DISGUISE }])).toEqual([403, 403]);
    });

    it('are not got round by a PROXY header of the client’s own, nor by the Host of another', async () => {
      const [forged, through, aside] = await asked([
        { path: '/office/x', before: proxyHeader(OFFICE) },
        { path: '/office/x', host: 'www.desk.example', says: HOST },
        { path: '/office/x', says: 'www.desk.example' },
      ]);
      expect(forged?.outcome).toMatchObject({ handshake: false, received: '' });
      expect(through?.status).toBe(403);
      expect(aside?.desk?.port).toBe(8080);
    });

    it('of an endpoint whose TLS the sidecar ends: others are closed before the handshake', async () => {
      const authority = authorityOf(copy, DESK);
      const talk = (host: string): ReturnType<typeof dialogue> =>
        dialogue(authority, host, [
          ['send', 'hello\n'],
          ['read', 3],
        ]);
      const [shut, open] = await holdFromInternet([
        talk(`shut.desk.${DESK}.e2e.example`),
        talk(`hasty.desk.${DESK}.e2e.example`),
      ]);
      expect(shut?.heard).toEqual([]);
      expect(shut?.error).not.toBe('');
      expect(open?.heard).toEqual(['hello\n']);
    });
  });

  describe('numbers', () => {
    it('requests beyond the rate and its burst are refused, one address or many claimed, and later ones are not', async () => {
      const crowd = Array.from({ length: 10 }, (_, i) => ({
        path: '/rated/x',
        headers: [`X-Forwarded-For: 198.51.100.${i}`],
      }));
      const all = await statuses(crowd);
      const passed = all.filter((status) => status === 200).length;
      // One, two more of the burst, and one for each second that the crowd took.
      expect(passed).toBeGreaterThanOrEqual(3);
      expect(passed).toBeLessThanOrEqual(6);
      expect(all.filter((status) => status === 429)).toHaveLength(10 - passed);
      await pause(1500);
      expect(await statuses([{ path: '/rated/x' }])).toEqual([200]);
    });

    it('requests at once beyond the limit are refused, and only those', async () => {
      const all = await statuses(Array.from({ length: 5 }, () => ({ path: '/narrow/slow?3' })));
      expect(all.sort()).toEqual([200, 200, 429, 429, 429]);
      expect(await statuses([{ path: '/narrow/x' }])).toEqual([200]);
    });

    it('so are streams of one HTTP/2 connection', async () => {
      const file = join(copy.scratch, 'authority.pem');
      writeFileSync(file, authorityOf(copy, DESK));
      const resolve = `${HOST}:${PUBLIC_PORT}:${PUBLIC_ADDRESS}`;
      const page = ['--output', '/dev/null', `https://${HOST}/narrow/slow?3`];
      const shown = await run([
        ...[...CLIENT_PREFIX, 'curl', '--silent', '--http2', '--parallel', '--cacert', file, '--resolve', resolve],
        ...['--write-out', '%{http_code} %{num_connects}\\n', ...Array.from({ length: 5 }, () => page).flat()],
      ]);
      const lines = shown.trim().split('\n');
      expect(lines.map((line) => line.slice(0, 3)).sort()).toEqual(['200', '200', '429', '429', '429']);
      expect(lines.filter((line) => line.endsWith(' 1'))).toHaveLength(1);
    });

    it('connections at once beyond the limit are closed, under whichever name', async () => {
      const authority = authorityOf(copy, DESK);
      const talks = [LINES, LINES, 'lines.desk.example', LINES].map((host) =>
        dialogue(authority, host, [
          ['send', 'a\n'],
          ['read', 2],
          ['pause', 3],
          ['send', 'b\n'],
          ['read', 2],
        ]),
      );
      const heard = (await holdFromInternet(talks)).map((talk) => talk.heard.join(''));
      expect(heard.sort()).toEqual(['', '', 'a\nb\n', 'a\nb\n']);
    });
  });

  describe('bodies', () => {
    const KIBIBYTE = 1024;

    function chunked(size: number): Pick<Question, 'method' | 'headers' | 'body'> {
      const chunk = `400\r\n${'x'.repeat(KIBIBYTE)}\r\n`;
      return {
        method: 'POST',
        headers: ['Transfer-Encoding: chunked'],
        body: `${chunk.repeat(size / KIBIBYTE)}0\r\n\r\n`,
      };
    }

    function counted(size: number): Pick<Question, 'method' | 'headers' | 'body'> {
      return { method: 'POST', headers: [`Content-Length: ${size}`], body: 'x'.repeat(size) };
    }

    it('of the greatest size arrive whole, by length or in chunks; greater ones are refused', async () => {
      const size = 64 * KIBIBYTE;
      const [whole, pieces, ...tooLarge] = await asked([
        { path: '/narrow', ...counted(size) },
        { path: '/narrow', ...chunked(size) },
      ]);
      expect([whole?.desk?.body, pieces?.desk?.body, tooLarge]).toEqual([size, size, []]);
      expect(await statuses([{ path: '/narrow', ...counted(size + 1) }])).toEqual([413]);
      expect(await statuses([{ path: '/narrow', ...chunked(size + KIBIBYTE) }])).toEqual([413]);
    });

    it('have no limit where none is written', async () => {
      const [answer] = await asked([{ path: '/', ...chunked(256 * KIBIBYTE) }]);
      expect(answer?.desk?.body).toBe(256 * KIBIBYTE);
    });

    it('with two lengths are refused: the app would see another request than the gate', async () => {
      const both = { method: 'POST', headers: ['Content-Length: 4', 'Transfer-Encoding: chunked'], body: '0\r\n\r\n' };
      expect((await asked([{ path: '/narrow', ...both }])).map(describeAnswer)).toEqual(['400']);
    });
  });

  describe('silence', () => {
    const upgrade = (path: string): string =>
      `GET ${path} HTTP/1.1\r\nHost: ${HOST}\r\nConnection: Upgrade\r\nUpgrade: lines\r\n\r\n`;

    it('of an app is cut at its limit, and borne where there is none', async () => {
      const [brief, patient] = await asked([{ path: '/brief/slow?6' }, { path: '/slow?4' }]);
      expect(brief?.status).toBe(504);
      expect(brief?.outcome.closedAfter).toBeLessThan(5);
      expect(patient?.status).toBe(200);
    });

    it('of a WebSocket likewise', async () => {
      const talk = (path: string): ReturnType<typeof dialogue> =>
        dialogue(authorityOf(copy, DESK), HOST, [
          ['send', upgrade(path)],
          ['read', 3],
          ['pause', 5],
          ['send', 'still there\n'],
          ['read', 2],
        ]);
      const [brief, patient] = await holdFromInternet([talk('/brief'), talk('/')]);
      expect(brief?.heard[0]).toContain(' 101 ');
      expect(brief?.heard.slice(1).join('')).toBe('');
      expect(brief?.closedAfter).not.toBeNull();
      expect(patient?.heard[0]).toContain(' 101 ');
      expect(patient?.heard[1]).toBe('still there\n');
    });

    it('of both ends of another protocol likewise', async () => {
      const talk = (host: string): ReturnType<typeof dialogue> =>
        dialogue(authorityOf(copy, DESK), host, [
          ['send', 'a\n'],
          ['read', 2],
          ['pause', 5],
          ['send', 'b\n'],
          ['read', 2],
        ]);
      const [hasty, patient] = await holdFromInternet([talk(`hasty.desk.${DESK}.e2e.example`), talk(LINES)]);
      expect(hasty?.heard.join('')).toBe('a\n');
      expect(hasty?.closedAfter).not.toBeNull();
      expect(patient?.heard.join('')).toBe('a\nb\n');
    });

    it('of a client in the middle of a body is answered with 408 or the end', async () => {
      const half = requestText({ path: '/brief', method: 'POST', headers: ['Content-Length: 100'], body: 'half' });
      const [talk] = await holdFromInternet([
        dialogue(authorityOf(copy, DESK), HOST, [
          ['send', half],
          ['read', 8],
        ]),
      ]);
      expect(talk?.closedAfter).toBeLessThan(6);
      const outcome = {
        opened: true,
        handshake: true,
        received: talk?.heard.join('') ?? '',
        closedAfter: 0,
        error: '',
      };
      expect([0, 408]).toContain(parseHttp(outcome).status);
    });
  });
}
