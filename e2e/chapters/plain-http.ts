/** Port 80: leads to TLS and nowhere else, whatever the client writes. */
import { attemptFromInternet } from '../attempt';
import { HOST, parseHttp, type Answer } from '../desk';
import { PUBLIC_ADDRESS } from '../environment';

async function say(...texts: string[]): Promise<readonly Answer[]> {
  const attempts = texts.map((send) => ({ host: PUBLIC_ADDRESS, port: 80, send, seconds: 8 }));
  return (await attemptFromInternet(attempts)).map(parseHttp);
}

function get(path: string, host: string, method = 'GET'): string {
  return `${method} ${path} HTTP/1.1\r\nHost: ${host}\r\n\r\n`;
}

const SENT_ON: readonly (readonly [string, string])[] = [
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
];

const CLOSED = [
  get('/', 'evil.example'),
  get('/', `${HOST}.evil.example`),
  get('/', 'evildesk.example'),
  get('/', PUBLIC_ADDRESS),
  get('http://evil.example/', HOST),
  'GET / HTTP/1.0\r\n\r\n',
  'SSH-2.0-x\r\n',
];

const HIDDEN = [
  get('/', `${HOST}@evil.example`),
  get('/', `evil.example/.${HOST}`),
  get('/', `evil.example\\.${HOST}`),
  get('/', `evil.example:80@${HOST}`),
  get('/', `evil.example?.${HOST}`),
  get('/', `evil.example%2f.${HOST}`),
  get('/', `evil.example#.${HOST}`),
  get('/', `evil.example;.${HOST}`),
  get('/', `evil.example,.${HOST}`),
  get('/', `evil.example\r\nHost: ${HOST}`),
];

export function describePlainHttp(): void {
  describe('plain HTTP', () => {
    it('leads to the same page over TLS', async () => {
      const answers = await say(...SENT_ON.map(([request]) => request));
      expect(answers.map(({ status, headers }) => [status, ...(headers.get('location') ?? [])])).toEqual(
        SENT_ON.map(([, location]) => [308, location]),
      );
      expect(answers.filter(({ headers }) => headers.has('set-cookie'))).toEqual([]);
      expect(new Set(answers.flatMap(({ headers }) => headers.get('server') ?? []))).toEqual(new Set(['nginx']));
    });

    it('sends nobody anywhere for a name that is nobody’s, or for what is no request', async () => {
      for (const { headers, status, outcome } of await say(...CLOSED)) {
        expect(headers.has('location')).toBe(false);
        expect([0, 400]).toContain(status);
        expect(outcome.closedAfter).not.toBeNull();
      }
    });

    it('sends nobody to a host that is hidden in the name of another', async () => {
      for (const { headers, status } of await say(...HIDDEN)) {
        expect(headers.get('location')?.join() ?? '').not.toMatch(/^https:\/\/[^/]*evil/);
        expect(status).not.toBe(200);
      }
    });

    it('the app is not reached by it', async () => {
      const [answer] = await say(get('/', HOST));
      expect(answer?.desk).toBeUndefined();
    });
  });
}
