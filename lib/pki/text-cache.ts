/**
 * Texts that cost time to make and follow from their content alone, remembered from one synth to the next. It is never needed and never
 * believed: a pack counts only where its authentication code is right, and whoever can make that has the seed and could sign himself.
 */
import { createHmac, timingSafeEqual, type KeyObject } from 'node:crypto';
import type { Packs } from '../model/packs';
import { deriveScopeSeed, deriveSecret } from './derive';
import type { Seed } from './seed';

export interface TextCache {
  /**
   * What `make` gives, or gave in an earlier synth for the same scope, purpose and content.
   * @param scope whose seed guards it, see `scopeOf`: the signer's, who could make it anew.
   * @param content everything that decides the text, apart from the seed and from the code that makes it. Never a key: name it instead.
   * Throws a plain Error rather than keep a private key.
   */
  text(scope: string | undefined, purpose: string, content: string, make: () => string): string;
  /** How many texts of a purpose had to be made. */
  made(purpose: string): number;
  /** Keeps what was asked for since it was opened, and nothing else. May throw the system's errors. */
  save(): void;
}

export interface TextCacheProps {
  readonly seed: Seed;
  /** @default nothing is remembered, only counted */
  readonly packs?: Packs;
  /** Another one where the code makes other texts of the same content (see `issuingFingerprint`). */
  readonly codeFingerprint?: string;
}

interface Pack {
  readonly contentKey: KeyObject;
  readonly packKey: KeyObject;
  /** By content key. */
  readonly found: ReadonlyMap<string, string>;
  readonly used: Map<string, string>;
}

const FORMAT = 'gatehouse texts 1';

export function openTextCache({ seed, packs, codeFingerprint = '' }: TextCacheProps): TextCache {
  const open = new Map<string | undefined, Pack>();
  const counts = new Map<string, number>();
  const packOf = (scope: string | undefined, from: Packs): Pack => {
    const known = open.get(scope) ?? openPack(deriveScopeSeed(seed, scope), from.read(nameOf(scope)));
    open.set(scope, known);
    return known;
  };
  const count = (purpose: string, make: () => string): string => {
    counts.set(purpose, (counts.get(purpose) ?? 0) + 1);
    return make();
  };
  return {
    text: (scope, purpose, content, make) => {
      if (packs === undefined) return count(purpose, make);
      const { contentKey, found, used } = packOf(scope, packs);
      const key = keyOf(contentKey, [codeFingerprint, purpose, content]);
      const text = found.get(key) ?? count(purpose, make);
      if (text.includes('PRIVATE KEY')) throw new Error(`the cache was asked to keep a private key (${purpose})`);
      used.set(key, text);
      return text;
    },
    made: (purpose) => counts.get(purpose) ?? 0,
    save: () => {
      const all = [...open].map(([scope, pack]) => ({ name: nameOf(scope), pack }));
      const changed = all.filter(({ pack }) => isChanged(pack));
      packs?.replace(
        new Map(changed.map(({ name, pack }) => [name, renderPack(pack)])),
        new Set(all.map(({ name }) => name)),
      );
    },
  };
}

/** Tenants' names are DNS labels, so none is a path. */
function nameOf(scope: string | undefined): string {
  return scope === undefined ? 'platform' : `tenant-${scope}`;
}

function openPack(scopeSeed: Seed, text: string | undefined): Pack {
  const contentKey = deriveSecret(scopeSeed, 'cache contents');
  const packKey = deriveSecret(scopeSeed, 'cache packs');
  return { contentKey, packKey, found: new Map(text === undefined ? [] : parsePack(packKey, text)), used: new Map() };
}

function isChanged({ found, used }: Pack): boolean {
  return used.size !== found.size || [...used.keys()].some((key) => !found.has(key));
}

function keyOf(contentKey: KeyObject, parts: readonly string[]): string {
  return createHmac('sha256', contentKey).update(JSON.stringify(parts)).digest('base64url');
}

/** Three lines: format, authentication code, entries. */
function renderPack({ packKey, used }: Pack): string {
  const entries = JSON.stringify([...used]);
  return `${FORMAT}\n${codeOf(packKey, entries)}\n${entries}\n`;
}

/** No entries where the pack is anything but what `renderPack` wrote with this key: nothing in it is read before that is known. */
function parsePack(packKey: KeyObject, text: string): readonly [string, string][] {
  const [format, code = '', entries = ''] = text.split('\n', 3);
  if (format !== FORMAT || !isEqual(code, codeOf(packKey, entries))) return [];
  return JSON.parse(entries) as [string, string][];
}

function codeOf(packKey: KeyObject, entries: string): string {
  return createHmac('sha256', packKey).update(FORMAT).update('\n').update(entries).digest('base64url');
}

function isEqual(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a, 'latin1'), Buffer.from(b, 'latin1'));
}
