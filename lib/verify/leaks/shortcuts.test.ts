/** What would slip through where the guard looks only once, first plainly, or not at all: one case for each shortcut. */
import { createHash } from 'node:crypto';
import { aFleet } from '../../testing/a-fleet';
import { aConfigMap, aSecret } from '../../testing/objects-with-text';
import { derOf, ecKey, edKey, pemOf } from '../../testing/private-keys';
import { issueSampleCertificates, loadSampleFleet } from '../../testing/sample-fleet';
import { renderYaml } from '../../output/yaml-emitter';
import { checkLeaks, leakGuard } from './check-leaks';

const base64 = (data: string | Buffer): string => Buffer.from(data).toString('base64');
const SAMPLE = loadSampleFleet();
const { spec } = SAMPLE.platform;
const PLAIN = {
  ...SAMPLE,
  platform: { ...SAMPLE.platform, spec: { ...spec, secrets: { ...spec.secrets, mode: 'plain' as const } } },
};
const [certificate = ''] = [...issueSampleCertificates(SAMPLE).values()].map(({ certificatePem }) => certificatePem);
const guard = leakGuard(PLAIN);

/** One whose length is a multiple of three: nothing marks the end of its base64. */
const VALUE =
  ['', 'A', 'AA']
    .map((more) => base64(pemOf(ecKey).replace(/\n(?=-----END)/, `${more}\n`)))
    .find((value) => !value.endsWith('=')) ?? '';
const LEAF = renderYaml(aSecret({ 'tls.key': VALUE }));

function kindsIn(text: string): string[] {
  return guard('file.yaml', text).map(({ message }) => message.replace(/ \(.*/, ''));
}

function kindsInSecret(value: string): string[] {
  return kindsIn(renderYaml(aSecret({ value: base64(value) }, 'other')));
}

describe('what decoding passes over is no part of a key that is allowed', () => {
  it.each([
    ['letters behind the padding', `${VALUE}==AAAA`],
    ['a blank', `${VALUE.slice(0, 40)} ${VALUE.slice(40)}`],
    ['a word behind', `${VALUE} hunter2`],
    ['letters of no key', `${VALUE}!`],
    ['padding of nothing', `${VALUE}==`],
  ])('%s', (_what, value) => {
    expect(kindsIn(LEAF)).toEqual([]);
    expect(kindsIn(LEAF.replace(VALUE, value)).length).toBeGreaterThan(0);
  });
});

describe('a key is allowed in an entry of its own', () => {
  it.each([
    ['goes on in the next line', '\n      AAAAAAAA\n'],
    ['goes on with a word too short to be of a key', '\n      no\n'],
    ['goes on behind an empty line', '\n\n   AAAAAAAA\n'],
    ['ends, but its letters go on', '\n  AAAAAAAA\n'],
    ['is followed by a document', '\n---\n'],
    ['is followed by a document, as a carriage return breaks lines too', '\n#\r---\n'],
    ['is followed by the end of a document', '\n...\n'],
  ])('not where it %s', (_what, rest) => {
    expect(LEAF).toContain(`${VALUE}\n`);
    expect(kindsIn(LEAF.replace(`${VALUE}\n`, VALUE + rest))).toEqual(['PEM PRIVATE KEY, in base64']);
  });

  it('not for what stands before, behind or beside it in the same Secret', () => {
    const random = createHash('sha256').update('value').digest();
    const beside = { 'a.key': VALUE, b: base64(random), 'tls.key': VALUE, z: base64(derOf(edKey)) };
    expect(kindsIn(renderYaml(aSecret(beside)))).toEqual(['PKCS#8 private key, in base64', 'value of high entropy']);
  });
});

describe('letters that were harmless once', () => {
  const { d = '', x = '' } = ecKey.export({ format: 'jwk' });

  it('are found where they are the private part of a JSON Web Key', () => {
    for (const letters of [d, x]) {
      expect(kindsIn(renderYaml(aConfigMap({ c: `{"x": "${letters}"}` })))).toEqual([]);
      expect(kindsIn(renderYaml(aConfigMap({ c: `{"d": "${letters}"}` })))).toEqual(['private JSON Web Key']);
      expect(kindsIn(renderYaml(aConfigMap({ c: `{"x": "${letters}"}` })))).toEqual([]);
    }
  });

  it('are found where they are less deep in base64', () => {
    const once = base64('-----BEGIN PRIVATE KEY-----');
    const often = base64(base64(base64(once)));
    expect(kindsIn(renderYaml(aConfigMap({ c: often })))).toEqual([]);
    expect(kindsIn(renderYaml(aConfigMap({ c: once })))).toEqual(['PEM PRIVATE KEY, in base64']);
  });

  it('are forgotten rather than anything found twice is: a key is told each time', () => {
    const text = renderYaml(aConfigMap({ c: base64(derOf(edKey)) }));
    expect([kindsIn(text), kindsIn(text)].flat()).toHaveLength(2);
  });
});

describe('beside certificates', () => {
  const password = createHash('sha256').update('password').digest('base64url').slice(0, 32);

  it.each([
    ['before them', `${password}\n${certificate}`],
    ['between them', `${certificate}${password}\n${certificate}`],
    ['behind the last line of one', `${certificate.trimEnd()}${password}`],
    ['behind them', `${certificate}${certificate}${password}`],
    ['in one that is cut off', `${certificate.slice(0, 300)}\n${password}`],
    ['in one that says another length', certificate.replace(/\n(?=-----END)/, `\n${password}\n`)],
    ['in one that is no base64', certificate.replace(/^(.{300})./s, '$1!')],
    ['in what only begins like one', `-----BEGIN CERTIFICATE-----\n${password}\n-----END CERTIFICATE-----\n`],
  ])('a random value is found %s', (_what, value) => {
    expect(kindsInSecret(certificate + certificate)).toEqual([]);
    expect(kindsInSecret(value)).toEqual(['value of high entropy']);
  });
});

test('a guard that is kept tells what one that is made anew tells', () => {
  const text = renderYaml(aSecret({ 'tls.key': VALUE }, 'other'));
  const sealed = aFleet({ platform: { secrets: { mode: 'sealed' } } });
  expect(
    checkLeaks(
      new Map([
        ['a', text],
        ['b', text],
      ]),
      PLAIN,
    ),
  ).toEqual([...guard('a', text), ...guard('b', text)]);
  expect(checkLeaks(new Map([['a', LEAF]]), sealed)).toHaveLength(1);
});
