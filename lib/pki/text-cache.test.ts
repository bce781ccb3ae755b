import type { Packs } from '../model/packs';
import { twoTenants } from '../testing/two-tenants-pki';
import { CERTIFICATES, issueCertificates } from './issue';
import { demoSeed, parseSeed, type Seed } from './seed';
import { openTextCache, type TextCache } from './text-cache';

const otherSeed = ((): Seed => {
  const parsed = parseSeed('01'.repeat(32));
  if (!parsed.ok) throw new Error('that was a seed');
  return parsed.value;
})();

/** Packs in memory, as a folder would keep them. */
class Shelf implements Packs {
  readonly texts = new Map<string, string>();
  readonly written: string[] = [];

  read(name: string): string | undefined {
    return this.texts.get(name);
  }

  replace(texts: ReadonlyMap<string, string>, names: ReadonlySet<string>): void {
    for (const [name, text] of texts) this.texts.set(name, text);
    for (const name of this.texts.keys()) if (!names.has(name)) this.texts.delete(name);
    this.written.push(...texts.keys());
  }
}

function open(packs: Packs, more: { seed?: Seed; codeFingerprint?: string } = {}): TextCache {
  return openTextCache({ seed: demoSeed, codeFingerprint: 'a', packs, ...more });
}

/** Asks for these contents of acme, keeps them, and says which had to be made. */
function ask(
  packs: Packs,
  contents: readonly string[],
  more: { seed?: Seed; codeFingerprint?: string } = {},
): string[] {
  const cache = open(packs, more);
  const made: string[] = [];
  for (const content of contents) {
    const text = cache.text('acme', 'echo', content, () => {
      made.push(content);
      return `<${content}>`;
    });
    expect(text).toBe(`<${content}>`);
  }
  expect(cache.made('echo')).toBe(made.length);
  cache.save();
  return made;
}

test('a text is made once; what is not asked for again is forgotten', () => {
  const shelf = new Shelf();
  expect(ask(shelf, ['a', 'b'])).toEqual(['a', 'b']);
  expect(ask(shelf, ['a', 'b', 'c'])).toEqual(['c']);
  expect(shelf.texts.get('tenant-acme')).toMatch(/<a>.*<b>.*<c>/);
  expect(ask(shelf, ['b'])).toEqual([]);
  expect(shelf.texts.get('tenant-acme')).not.toMatch(/<a>|<c>/);
  expect(ask(shelf, ['a', 'b'])).toEqual(['a']);
});

test('a pack is written only where its contents change', () => {
  const shelf = new Shelf();
  const two = (acme: string): void => {
    const cache = open(shelf);
    for (const [scope, content] of [
      ['acme', acme],
      ['globex', 'x'],
      [undefined, 'y'],
    ] as const)
      cache.text(scope, 'echo', content, () => `<${content}>`);
    cache.save();
  };
  two('a');
  two('a');
  expect(shelf.written).toEqual(['tenant-acme', 'tenant-globex', 'platform']);
  two('b');
  expect(shelf.written.slice(3)).toEqual(['tenant-acme']);
  ask(shelf, ['b']);
  expect([...shelf.texts.keys()]).toEqual(['tenant-acme']);
});

test.each([
  ['another purpose', (cache: TextCache) => cache.text('acme', 'shout', 'a', () => 'made')],
  ['another content', (cache: TextCache) => cache.text('acme', 'echo', 'b', () => 'made')],
  ['another scope', (cache: TextCache) => cache.text('globex', 'echo', 'a', () => 'made')],
  ['purpose and content parted elsewhere', (cache: TextCache) => cache.text('acme', 'ech', 'oa', () => 'made')],
])('%s is another text', (_, text) => {
  const shelf = new Shelf();
  ask(shelf, ['a']);
  expect(text(open(shelf))).toBe('made');
});

test('another seed, or other code, finds nothing', () => {
  const shelf = new Shelf();
  ask(shelf, ['a']);
  const before = new Map(shelf.texts);
  expect(ask(shelf, ['a'], { seed: otherSeed })).toEqual(['a']);
  before.forEach((text, name) => shelf.texts.set(name, text));
  expect(ask(shelf, ['a'], { codeFingerprint: 'b' })).toEqual(['a']);
});

describe('a poisoned pack is not believed:', () => {
  const good = new Shelf();
  ask(good, ['a', 'b']);
  const pack = good.texts.get('tenant-acme') ?? '';
  const other = new Shelf();
  open(other).text('globex', 'echo', 'a', () => 'evil');
  const globex = open(other);
  globex.text('globex', 'echo', 'a', () => 'evil');
  globex.save();
  const stranger = new Shelf();
  ask(stranger, ['a', 'b'], { seed: otherSeed });
  const [format = '', code = '', entries = ''] = pack.split('\n');

  test('and a sound one is', () => {
    expect(ask(withPack(pack), ['a', 'b'])).toEqual([]);
  });

  test.each([
    ['empty', ''],
    ['half', pack.slice(0, pack.length / 2)],
    ['without its last entry', `${format}\n${code}\n${entries.replace(/,\[.*/, ']')}\n`],
    ['with other values', pack.replace('<a>', '<e>')],
    [
      'with the values of two entries exchanged',
      pack.replace('<a>', '<x>').replace('<b>', '<a>').replace('<x>', '<b>'),
    ],
    ['without a code', `${format}\n\n${entries}\n`],
    ['of another format', pack.replace('texts 1', 'texts 2')],
    ["another tenant's", other.texts.get('tenant-globex') ?? ''],
    ["another seed's", stranger.texts.get('tenant-acme') ?? ''],
    ['no text at all', '\u0000\ufffd'.repeat(500)],
    ['JSON of another shape', `${format}\n${code}\n{"a":1}\n`],
  ])('%s', (_, poisoned) => {
    expect(poisoned).not.toBe(pack);
    const shelf = withPack(poisoned);
    expect(ask(shelf, ['a', 'b'])).toEqual(['a', 'b']);
    expect(shelf.texts.get('tenant-acme')).toBe(pack);
  });

  test('nor with any one character changed', () => {
    for (let at = 0; at < pack.length - 1; at++) {
      const poisoned = `${pack.slice(0, at)}${pack[at] === 'x' ? 'y' : 'x'}${pack.slice(at + 1)}`;
      expect(ask(withPack(poisoned), ['a', 'b'])).toEqual(['a', 'b']);
    }
  });

  function withPack(text: string): Shelf {
    const shelf = new Shelf();
    shelf.texts.set('tenant-acme', text);
    return shelf;
  }
});

test('a private key is not kept', () => {
  const cache = open(new Shelf());
  const key = [...issueCertificates(twoTenants(), demoSeed).values()][0]?.keyPem ?? '';
  expect(() => cache.text('acme', 'echo', 'a', () => key)).toThrow(
    /^the cache was asked to keep a private key \(echo\)$/,
  );
});

test('certificates are the same from the cache and without it, and each is signed once', () => {
  const shelf = new Shelf();
  const plain = [...issueCertificates(twoTenants(), demoSeed)];
  for (const signed of [plain.length, 0]) {
    const cache = open(shelf);
    expect([...issueCertificates(twoTenants(), demoSeed, cache)]).toEqual(plain);
    expect(cache.made(CERTIFICATES)).toBe(signed);
    cache.save();
  }
});

test("a tenant's authority stands in the pack of the platform, which signed it, not in the tenant's", () => {
  const shelf = new Shelf();
  const cache = open(shelf);
  issueCertificates(twoTenants(), demoSeed, cache);
  cache.save();
  const count = (name: string): number => shelf.texts.get(name)?.match(/BEGIN CERTIFICATE/g)?.length ?? 0;
  expect([count('platform'), count('tenant-acme'), count('tenant-globex')]).toEqual([3, 3, 3]);
});

test.each([
  ['a name', { dnsNames: ['other.acme.svc'] }],
  ['a date', { notAfter: new Date('2027-01-29T00:00:00Z') }],
  ['its key', { keyId: 'acme/app/other' }],
  ['its profile', { profile: 'public' as const }],
  ['its subject', { subject: { organization: 'acme', commonName: 'other' } }],
])('a leaf is signed anew where %s changes, and nothing else is', (_, change) => {
  const shelf = new Shelf();
  const first = open(shelf);
  issueCertificates(twoTenants(), demoSeed, first);
  first.save();
  const plans = twoTenants().map((plan) => (plan.id === 'acme/app/shop' ? { ...plan, ...change } : plan));
  const second = open(shelf);
  expect([...issueCertificates(plans, demoSeed, second)]).toEqual([...issueCertificates(plans, demoSeed)]);
  expect(second.made(CERTIFICATES)).toBe(1);
});

test("all of an issuer's certificates are signed anew where its name or its key changes", () => {
  const shelf = new Shelf();
  const first = open(shelf);
  issueCertificates(twoTenants(), demoSeed, first);
  first.save();
  for (const change of [{ subject: { organization: 'acme', unit: 'new' } }, { keyId: 'acme/authority/2' }]) {
    const plans = twoTenants().map((plan) =>
      /^acme\/(authority|twin)$/.test(plan.id) ? { ...plan, ...change } : plan,
    );
    const second = open(shelf);
    expect([...issueCertificates(plans, demoSeed, second)]).toEqual([...issueCertificates(plans, demoSeed)]);
    expect(second.made(CERTIFICATES)).toBe(4);
  }
});
