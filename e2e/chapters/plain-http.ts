/** Port 80: leads to TLS and nowhere else, whatever the client writes. */
import { attemptFromInternet } from '../attempt';
import { HOST, parseHttp, type Answer } from '../desk';
import { PUBLIC_ADDRESS } from '../environment';
import type { FleetCopy } from '../fleet-copy';

async function say(...texts: string[]): Promise<readonly Answer[]> {
  const attempts = texts.map((send) => ({ host: PUBLIC_ADDRESS, port: 80, send, seconds: 8 }));
  return (await attemptFromInternet(attempts)).map(parseHttp);
}

function get(path: string, host: string, method = 'GET'): string {
  return `${method} ${path} HTTP/1.1\r\nHost: ${host}\r\n\r\n`;
}

export function describePlainHttp(_copy: FleetCopy): void {
  describe('plain HTTP', () => {
    it.each([
      [get('/', HOST), `https://${HOST}/`],
      [get('/a%2Fb?c=d', `${HOST}:80`), `https://${HOST}/a%2Fb?c=d`],
      [get('/', 'WWW.Desk.Example.'), 'https://www.desk.example/'],
      [get('/form', 'desk.example', 'POST'), 'https://desk.example/form'],
      [get('/.well-known/acme-challenge/x', HOST), `https://${HOST}/.well-known/acme-challenge/x`],
      // Stays on the host, whatever follows.
      [get('//evil.example/', HOST), `https://${HOST}//evil.example/`],
      [get('/@evil.example/', HOST), `https://${HOST}/@evil.example/`],
      [get('/%0d%0aSet-Cookie:%20a=b', HOST), `https://${HOST}/%0d%0aSet-Cookie:%20a=b`],
      [get(`http://${HOST}/x`, 'evil.example'), `https://${HOST}/x`],
    ])('%j is sent on to TLS', async (request, location) => {
      const [answer] = await say(request);
      expect([answer?.status, answer?.headers.get('location')]).toEqual([308, [location]]);
      expect(answer?.headers.has('set-cookie')).toBe(false);
      expect(answer?.headers.get('server')).toEqual(['nginx']);
    });

    it.each([
      get('/', 'evil.example'),
      get('/', `${HOST}.evil.example`),
      get('/', 'evildesk.example'),
      get('/', PUBLIC_ADDRESS),
      get('http://evil.example/', HOST),
      'GET / HTTP/1.0\r\n\r\n',
      'SSH-2.0-x\r\n',
    ])('%j gets no redirect', async (request) => {
      const [answer] = await say(request);
      expect(answer?.headers.has('location')).toBe(false);
      expect([0, 400]).toContain(answer?.status);
      expect(answer?.outcome.closedAfter).not.toBeNull();
    });

    it.each([
      get('/', `${HOST}@evil.example`),
      get('/', `${HOST}/.evil.example`),
      get('/', `evil.example\r\nHost: ${HOST}`),
    ])('%j leads to no other host', async (request) => {
      const [answer] = await say(request);
      expect(answer?.headers.get('location')?.join() ?? '').not.toMatch(/^https:\/\/[^/]*evil/);
      expect(answer?.status).not.toBe(200);
    });

    it('the app is not reached by it', async () => {
      const [answer] = await say(get('/', HOST));
      expect(answer?.desk).toBeUndefined();
    });
  });
}
