/** Sealed values are opened by the standard code, bound to their Secret, and say nothing to who lacks the seed. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { demoSealingPair, makeSealingPair, unseal } from '../testing/sealing-pairs';
import { deriveScopeSeed } from './derive';
import { demoSeed } from './seed';
import { deriveSealingSecrets, sealValue, type Sealable, type SealingSecrets } from './seal';

const own = makeSealingPair();
const demo = demoSealingPair();
const acme = secretsOf('acme');
const shop: Sealable = { namespace: 'acme', name: 'shop-leaf', plaintext: 'a key' };

function secretsOf(tenant: string): SealingSecrets {
  return deriveSealingSecrets(deriveScopeSeed(demoSeed, tenant));
}

const label = fc.stringMatching(/^[a-z]([-a-z0-9]{0,20}[a-z0-9])?$/);
const sealable: fc.Arbitrary<Sealable> = fc.record({
  namespace: label,
  name: label,
  plaintext: fc.oneof(fc.constant(''), fc.string({ unit: 'grapheme', maxLength: 600 })),
});

test('whatever is sealed is unsealed for its Secret by whoever has the private key', () => {
  fc.assert(
    fc.property(sealable, (value) => {
      const sealed = sealValue(own.recipient, acme, value);
      expect(unseal(own.keyPem, value.namespace, value.name, sealed)).toBe(value.plaintext);
    }),
    { numRuns: 50 },
  );
});

test('for a key of 4096 bits, too, in the length that sealed-secrets itself gives', () => {
  const sealed = sealValue(demo.recipient, acme, shop);
  expect(unseal(demo.keyPem, 'acme', 'shop-leaf', sealed)).toBe('a key');
  expect(Buffer.from(sealed, 'base64').length).toBe(2 + 512 + 'a key'.length + 16);
});

test('the same value gives the same bytes', () => {
  fc.assert(
    fc.property(sealable, (value) => {
      expect(sealValue(own.recipient, secretsOf('acme'), value)).toBe(sealValue(own.recipient, acme, value));
    }),
    { numRuns: 30 },
  );
});

test.each([
  ['another namespace', { namespace: 'globex' }],
  ['another name', { name: 'cart-leaf' }],
  ['a namespace and name that read the same with another slash', { namespace: 'acme/shop-leaf', name: '' }],
])('nothing is unsealed under %s', (_what, change) => {
  const sealed = sealValue(own.recipient, acme, shop);
  const { namespace, name } = { ...shop, ...change };
  expect(() => unseal(own.keyPem, namespace, name, sealed)).toThrow();
});

test('nothing is unsealed with another private key, or where a bit is changed', () => {
  const sealed = sealValue(own.recipient, acme, shop);
  expect(() => unseal(demo.keyPem, shop.namespace, shop.name, sealed)).toThrow();
  const bytes = Buffer.from(sealed, 'base64');
  for (const place of [2, 200, bytes.length - 20, bytes.length - 1]) {
    const changed = Buffer.from(bytes);
    changed.writeUInt8(changed.readUInt8(place) ^ 1, place);
    expect(() => unseal(own.keyPem, shop.namespace, shop.name, changed.toString('base64'))).toThrow();
  }
});

test('any difference of value, Secret, recipient or tenant changes both parts: no session key serves twice', () => {
  const variants: [SealingSecrets, Sealable, string?][] = [
    [acme, shop],
    [acme, { ...shop, plaintext: 'b key' }],
    [acme, { ...shop, name: 'shop-lea' }],
    // Together with its label the same text as the first.
    [acme, { ...shop, name: 'shop-lea', plaintext: 'fa key' }],
    [acme, { ...shop, namespace: 'globex' }],
    [secretsOf('globex'), shop],
    [acme, shop, '00'.repeat(32)],
  ];
  const parts = variants.map(([secrets, value, fingerprint = own.recipient.fingerprint]) => {
    const bytes = Buffer.from(sealValue({ ...own.recipient, fingerprint }, secrets, value), 'base64');
    const plaintext = Buffer.from(value.plaintext);
    const stream = Array.from(bytes.subarray(258, 258 + 5), (byte, index) => byte ^ (plaintext[index] ?? 0));
    return { wrapped: bytes.subarray(2, 258).toString('hex'), stream: stream.join(' ') };
  });
  expect(new Set(parts.map(({ wrapped }) => wrapped)).size).toBe(variants.length);
  // The key stream of AES-GCM is the session key's alone, since the nonce is fixed.
  expect(new Set(parts.map(({ stream }) => stream)).size).toBe(variants.length);
});

test('session key and pad are not the same coins: the one would give the other away', () => {
  const sealed = sealValue(own.recipient, { sessionKeys: acme.pads, pads: acme.sessionKeys }, shop);
  expect(sealed).not.toBe(sealValue(own.recipient, acme, shop));
  expect(acme.sessionKeys.equals(acme.pads)).toBe(false);
});

test('who guesses the value but has not the seed cannot test the guess', () => {
  const guesses = ['globex', 'platform', ''].map((tenant) => sealValue(own.recipient, secretsOf(tenant), shop));
  expect(guesses).not.toContain(sealValue(own.recipient, acme, shop));
});

/**
 * What the demo seed and the demo certificate make of `shop`. A change means that an upgrade, or we, would re-seal every value of every
 * fleet.
 */
const golden = '8191a22ccf98bcc65af34b70a4ce8dfa9e6f43e00d736ffc0d35830af2f101c7';

test('a fixed value has the bytes that it has always had', () => {
  const sealed = sealValue(demo.recipient, acme, shop);
  expect(createHash('sha256').update(sealed).digest('hex')).toBe(golden);
});
