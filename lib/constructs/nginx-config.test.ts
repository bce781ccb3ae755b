/** Laws of every nginx.conf that Gatehouse renders, for any valid fleet, and the last check on the way into one. */
import fc from 'fast-check';
import { anyCharacter } from '../testing/any-character';
import { arbitraryFleet } from '../testing/arbitrary-fleet';
import { drawObjects, findAll, drawFleet } from '../testing/drawn-fleet';
import { bodies, flatten, named, parseNginx, values, type Directive, type Word } from '../testing/parse-nginx';
import type { KubernetesObject } from '../model/manifest';
import { variable, word } from './nginx-config';

const HARMLESS = /^[A-Za-z0-9._~:/=,+@?&%\-[\]]+$/;

function configsOf(objects: readonly KubernetesObject[]): string[] {
  return findAll(objects, 'ConfigMap').flatMap(({ data }) => (data as Record<string, string>)['nginx.conf'] ?? []);
}

function wordsOf(configs: readonly string[]): Word[] {
  return configs.flatMap((text) => flatten(parseNginx(text)).flatMap(({ words }) => words));
}

/** What every fleet has: fixed texts of Gatehouse, with quotes, variables and all. */
const FIXED = new Set(
  wordsOf(
    configsOf(
      drawFleet({
        platform: { front: { redirect: {} } },
        tenants: [
          {
            apps: [
              {
                name: 'shop',
                pod: { containers: [{ name: 'm', image: 'a/b:1', readinessProbe: { httpGet: { port: 1 } } }] },
                endpoints: [
                  { name: 'web', port: 8080, protocol: 'http', expose: 'public' },
                  { name: 'api', port: 8081, protocol: 'http', expose: 'public', path: '/', rewrite: '/v2' },
                  { name: 'sql', port: 3306, protocol: 'tls', expose: 'public', limits: { concurrent: 1 } },
                  { name: 'self', port: 3307, protocol: 'tls', expose: 'public', tls: 'app' },
                  { name: 'rpc', port: 50051, protocol: 'grpc', expose: 'public' },
                  {
                    name: 'members',
                    port: 8082,
                    protocol: 'http',
                    expose: 'public',
                    certificate: { secret: 'bought' },
                    clientCertificates: { mode: 'required', ca: 'x' },
                  },
                ],
                egresses: [{ name: 'o', to: { fqdn: '*.a.example', port: 443 }, localPort: 9000 }],
              },
            ],
          },
        ],
      }),
    ),
  ).map(({ text }) => text),
);

/** Variables and map keys that are made of names. */
const COMPOSED = new RegExp(
  [
    /\$(callee|target|gateway|gate|next|passed)_[a-z0-9_]+/,
    /SUCCESS:CN=[a-z0-9-]+(\.[a-z0-9-]+,OU=guest)?,O=[a-z0-9-]+(:[a-z0-9.-]+){0,2}/,
    /\$ssl_preread_server_name:\d+/,
    // A certificate of the tenant's own, and a host that asks for its clients'.
    /\$own_leaves\/[a-z0-9.-]+/,
    /[a-z0-9.-]+:SUCCESS/,
    // A prefix of a path in a map, what it becomes, and where that is used.
    /~\^(\/([A-Za-z0-9_~-]|\\\.)+)*(\(\/(\(\?!\/\))?\.\*\)|\(\\\?\.\*\|\))\$/,
    /(\/[A-Za-z0-9._~-]+)*\/?\$1/,
    /\(?\$path_[a-z0-9_]+/,
    /https:\/\/[a-z0-9.-]+\$path_[a-z0-9_]+/,
    /max-age=[0-9]+; includeSubDomains(; preload)?/,
  ]
    .map(({ source }) => `^(${source})$`)
    .join('|'),
);

test('in any fleet every configuration is read to its end, and no word in it could be read as anything else', () => {
  let count = 0;
  fc.assert(
    fc.property(arbitraryFleet(), (fleet) => {
      const configs = configsOf(drawObjects(fleet));
      const odd = wordsOf(configs).filter(({ text, isQuoted }) => {
        if (FIXED.has(text) || COMPOSED.test(text)) return false;
        return isQuoted || !HARMLESS.test(text);
      });
      expect(odd).toEqual([]);
      count += configs.length;
    }),
    { numRuns: 50 },
  );
  expect(count).toBeGreaterThan(150);
});

/** nginx's hashes (ngx_hash_init, 64 bit): the name, its length and two pointers in one bucket, or it does not start. */
function bucketFor(name: string): number {
  return 16 + Math.ceil((name.length + 2) / 8) * 8;
}

/** Names in that part of a configuration for which its bucket is too small. */
function homelessIn(part: readonly Directive[], size: string, names: readonly string[]): string[] {
  const [bucket = '64'] = values(part, size);
  return names.filter((name) => bucketFor(name) > Number(bucket));
}

test('in any fleet nginx has room for the longest host, variable and key of a map', () => {
  const longest = new Set<number>();
  fc.assert(
    fc.property(arbitraryFleet(), (fleet) => {
      for (const config of configsOf(drawObjects(fleet)).map(parseNginx)) {
        for (const part of ['stream', 'http'].flatMap((name) => bodies(config, name))) {
          const maps = named(part, 'map');
          const variables = maps.map(({ words }) => words[2]?.text.slice(1) ?? '');
          const keys = maps.flatMap(({ body = [] }) =>
            // Patterns are not looked up in it.
            body.map(({ words }) => words[0]?.text ?? '').filter((key) => !key.startsWith('~')),
          );
          const hosts = bodies(part, 'server').flatMap((server) => values(server, 'server_name'));
          for (const variable of variables) longest.add(variable.length);
          expect(homelessIn(part, 'variables_hash_bucket_size', variables)).toEqual([]);
          expect(homelessIn(part, 'server_names_hash_bucket_size', hosts)).toEqual([]);
          expect(homelessIn(part, 'map_hash_bucket_size', keys)).toEqual([]);
        }
      }
    }),
    { numRuns: 50, seed: 1 },
  );
  expect(Math.max(...longest)).toBeGreaterThan(46);
});

test('a word is rendered as it is, or not at all', () => {
  fc.assert(
    fc.property(fc.string({ unit: anyCharacter, minLength: 0, maxLength: 6 }), (text) => {
      const isHarmless = /^[A-Za-z0-9._~:/=,+@?&%\-[\]]+(?![\s\S])/.test(text);
      if (isHarmless) expect(word(text)).toBe(text);
      else expect(() => word(text)).toThrow('not a plain word');
    }),
    { numRuns: 500 },
  );
});

test.each([
  'a;b',
  'a b',
  'a\nb',
  'a\n',
  '\n',
  'a{',
  '}',
  '$host',
  '${host}',
  '"a"',
  "'",
  '\\',
  '#',
  'a#b',
  '*.example',
  '',
  'a\u0000',
  'a\u2028b',
  'ä',
  '`id`',
  '(a|b)',
  '^a',
  'a!b',
  '<a>',
])('%j is refused in a configuration', (text) => {
  expect(() => word(text)).toThrow('not a plain word');
});

test('a variable is named after a label, one for each', () => {
  expect(variable('callee', 'web-2')).toBe('$callee_web_2');
  expect(() => variable('callee', 'web;')).toThrow('not a plain word');
  const label = fc.stringMatching(/^[a-z]([-a-z0-9]{0,4}[a-z0-9])?$/);
  fc.assert(
    fc.property(label, label, (a, b) => {
      expect(variable('x', a) === variable('x', b)).toBe(a === b);
    }),
  );
});
