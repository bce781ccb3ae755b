/** Which endpoint a host and a path lead to, and what its app gets of the path: for honest clients and for others. */
import { ask, describeAnswer, DESK, HOST, type Question } from '../desk';
import type { FleetCopy } from '../fleet-copy';
import { fetchFromInternet, presentedCertificate } from '../internet';
import { authorityOf } from '../two-tenants';

const LED: Readonly<Record<string, string>> = {
  '/': '200 8080 GET / HTTP/1.1',
  '/apis': '200 8080 GET /apis HTTP/1.1',
  '/api': '200 8081 GET /v2 HTTP/1.1',
  '/api/': '200 8081 GET /v2/ HTTP/1.1',
  '/api?a=/../b': '200 8081 GET /v2?a=/../b HTTP/1.1',
  '/api/x/y?a=1&b=%2F': '200 8081 GET /v2/x/y?a=1&b=%2F HTTP/1.1',
  '/api/a%2Fb%20c': '200 8081 GET /v2/a%2Fb%20c HTTP/1.1',
  '/api/x//y': '200 8081 GET /v2/x//y HTTP/1.1',
  '/api/...': '200 8081 GET /v2/... HTTP/1.1',
  '/api/deeper': '200 8081 GET /v2/deeper HTTP/1.1',
  '/api/deep': '200 8082 GET /api/deep HTTP/1.1',
  '/api/deep/x?y': '200 8082 GET /api/deep/x?y HTTP/1.1',
  '/home': '200 8084 GET / HTTP/1.1',
  '/home?x': '200 8084 GET /?x HTTP/1.1',
  '/home/x': '200 8084 GET /x HTTP/1.1',
  [`https://${HOST}/api/x`]: '200 8081 GET /v2/x HTTP/1.1',
};

const REFUSED: readonly string[] = [
  // Found below /api, but not so written: an app could read another page out of it.
  '/%61pi/x',
  '//api/x',
  '/x/../api/y',
  '/admin/..//api/y',
  '/api%2Fx',
  '/api/./x',
  '/api/x/..;/admin',
  '/api/..;/admin',
  '/api/x/..%3b/admin',
  String.raw`/api/a\..\..\admin`,
  '/api/a%5c..%5cadmin',
  '/api/x/.%2e/y',
  '/api/x#/../../admin',
  // The same with a prefix that is passed on as it is.
  '/api/deep/..;/x',
  '/api//deep/x',
  '/admin/..//home/x',
  // Led to the endpoint that is meant in the end, and refused there.
  '/api/../office/x',
  '/api/..%2foffice',
  '/api/%2e%2e/office/x',
  // An app that gets //evil.example could take it for a host.
  '/home//evil.example',
  '/api//evil.example',
];

export function describeHostsAndPaths(copy: FleetCopy): void {
  const answers = async (questions: readonly Question[]): Promise<string[]> =>
    (await ask(authorityOf(copy, DESK), questions)).map(describeAnswer);

  const byPath = async (paths: readonly string[]): Promise<Readonly<Record<string, string | undefined>>> => {
    const found = await answers(paths.map((path) => ({ path })));
    return Object.fromEntries(paths.map((path, i) => [path, found[i]]));
  };

  describe('hosts', () => {
    it('each host of an http endpoint has a certificate of its own and leads to the same endpoint', async () => {
      const hosts = [HOST, 'www.desk.example', 'desk.example'];
      expect(await answers(hosts.map((host) => ({ host, path: '/where' })))).toEqual(
        hosts.map(() => '200 8080 GET /where HTTP/1.1'),
      );
      for (const host of hosts) {
        const shown = await presentedCertificate(host);
        expect(shown.match(/DNS:\S+/g)).toEqual([`DNS:${host}`]);
      }
    });

    it('so has each host of an endpoint whose TLS the sidecar ends', async () => {
      for (const host of [`lines.desk.${DESK}.e2e.example`, 'lines.desk.example'])
        expect((await presentedCertificate(host)).match(/DNS:\S+/g)).toEqual([`DNS:${host}`]);
    });

    it('a further host has the paths of its own endpoint alone', async () => {
      expect(await answers([{ host: 'www.desk.example', path: '/api/x' }])).toEqual(['200 8080 GET /api/x HTTP/1.1']);
    });

    it('a name of the domain that no endpoint has gets no handshake', async () => {
      const [answer] = await ask(authorityOf(copy, DESK), [{ host: 'mail.desk.example', path: '/' }]);
      expect(answer?.outcome).toMatchObject({ handshake: false, received: '' });
    });

    it('the app finds its host in the variable that it asked for, and others may be made of it', async () => {
      const [answer] = await ask(authorityOf(copy, DESK), [{ path: '/' }]);
      expect(answer?.desk).toMatchObject({ variable: HOST, derived: `https://${HOST}/` });
    });
  });

  describe('paths', () => {
    it('the longest prefix has it, and a rewritten one is replaced', async () => {
      expect(await byPath(Object.keys(LED))).toEqual(LED);
    });

    it('what is found below a prefix but means something else, or could, is refused, and no app hears of it', async () => {
      expect(await byPath(REFUSED)).toEqual(Object.fromEntries(REFUSED.map((path) => [path, '400'])));
    });

    it('what leads out of a prefix goes to the endpoint of the rest, as it is written', async () => {
      expect(await answers([{ path: '/api/../admin' }])).toEqual(['200 8080 GET /api/../admin HTTP/1.1']);
    });

    it('the same over HTTP/2', async () => {
      const authority = authorityOf(copy, DESK);
      const of = async (path: string): Promise<number> =>
        (await fetchFromInternet({ host: HOST, path, version: '2', authority })).status;
      expect([await of('/api/x'), await of('/api/..;/x'), await of('/%61pi/x')]).toEqual([200, 400, 400]);
    });
  });

  describe('strict transport security', () => {
    const POLICY = ['max-age=31536000; includeSubDomains'];

    it('every page of the host has it once, refusals too, and the app’s own is gone', async () => {
      const paths = ['/', '/api/x', '/api/..;/x', '/office/x', '/brief'];
      const found = await ask(
        authorityOf(copy, DESK),
        paths.map((path) => ({ path })),
      );
      expect(found.map(({ headers }) => headers.get('strict-transport-security'))).toEqual(paths.map(() => POLICY));
    });

    it('so have the further hosts', async () => {
      const [answer] = await ask(authorityOf(copy, DESK), [{ host: 'www.desk.example', path: '/' }]);
      expect(answer?.headers.get('strict-transport-security')).toEqual(POLICY);
    });
  });
}
