/** Real keys, planted in every form and place in which they leak: each is found, told, and not shown. */
import { createHash } from 'node:crypto';
import { generateIdentity } from 'age-encryption';
import { aFleet } from '../../testing/a-fleet';
import { renderIssue, type Issue, type Place } from '../../model/issue';
import type { KubernetesObject } from '../../model/manifest';
import { renderYaml } from '../../output/yaml-emitter';
import { bodyOf, derOf, ecKey, edKey, opensshKey, pemOf, pkcs12Of, rsaKey } from '../../testing/private-keys';
import { aConfigMap, aDeployment, aSealedSecret, aSecret } from '../../testing/objects-with-text';
import { issueSampleCertificates, loadSampleFleet } from '../../testing/sample-fleet';
import { checkLeaks } from './check-leaks';

const base64 = (data: string | Buffer): string => Buffer.from(data).toString('base64');
/** As random as any, and the same in every run: what is told of random values is a likelihood. */
const randomValue = (number: number, bytes: number): Buffer =>
  createHash('sha256').update(`value ${number}`).digest().subarray(0, bytes);
const folded = (text: string, width: number, by = '\n'): string =>
  (text.match(new RegExp(`.{1,${width}}`, 'g')) ?? []).join(by);
const SEALED = aFleet({ platform: { secrets: { mode: 'sealed' } } });
const store = issueSampleCertificates(loadSampleFleet());
const chain = [...store.values()].slice(0, 3).map(({ certificatePem }) => certificatePem);

function check(object: KubernetesObject, fleet = SEALED): Issue[] {
  return checkLeaks(new Map([['file.yaml', renderYaml(object)]]), fleet);
}

const PKCS8 = pemOf(ecKey);
const openssh = opensshKey();
const jwk = JSON.stringify(ecKey.export({ format: 'jwk' }));

/** What is planted, the object with it, and how it is told. */
const PLANTED: readonly (readonly [string, KubernetesObject, string])[] = [
  ['PKCS#8 PEM in a ConfigMap', aConfigMap({ mode: PKCS8 }), 'PEM PRIVATE KEY'],
  ['PKCS#8 PEM in the environment', aDeployment({ env: [{ name: 'KEY', value: PKCS8 }] }), 'PEM PRIVATE KEY'],
  ['SEC1 PEM in an annotation', aConfigMap({}, { note: pemOf(ecKey, 'sec1') }), 'PEM EC PRIVATE KEY'],
  [
    'PKCS#1 PEM in a command',
    aDeployment({ command: ['sh', '-c', `echo '${pemOf(rsaKey, 'pkcs1')}' >/k`] }),
    'PEM RSA',
  ],
  ['encrypted PEM', aConfigMap({ mode: pemOf(ecKey, 'pkcs8', true) }), 'PEM ENCRYPTED PRIVATE KEY'],
  ['PEM encrypted in the old way', aConfigMap({ mode: pemOf(rsaKey, 'pkcs1', true) }), 'PEM RSA PRIVATE KEY'],
  ['OpenSSH', aConfigMap({ id: openssh }), 'PEM OPENSSH PRIVATE KEY'],
  ['PEM in one line of a nginx configuration', aConfigMap({ 'nginx.conf': `key "data:${PKCS8}";` }), 'PEM PRIVATE KEY'],
  ['PEM with \\n in JSON', aConfigMap({ 'c.json': JSON.stringify({ key: PKCS8 }) }), 'PEM PRIVATE KEY'],
  ['PEM in JSON in JSON', aConfigMap({ c: JSON.stringify(JSON.stringify({ key: PKCS8 })) }), 'PEM PRIVATE KEY'],
  ['PEM with carriage returns and tabs', aConfigMap({ c: PKCS8.replaceAll('\n', '\t\r\n') }), 'PEM PRIVATE KEY'],
  ['a header and nothing else', aConfigMap({ c: '-----BEGIN PRIVATE KEY-----' }), 'PEM PRIVATE KEY'],
  ['PEM body without its header', aConfigMap({ c: bodyOf(PKCS8) }), 'PKCS#8 private key, in base64'],
  ['PEM body with escapes', aConfigMap({ c: JSON.stringify([`\n${bodyOf(PKCS8)}`]) }), 'PKCS#8 private key, in base64'],
  ['PEM body in a URL', aConfigMap({ c: `k=${encodeURIComponent(`\n${bodyOf(PKCS8)}`)}` }), 'private key, in base64'],
  ['OpenSSH body', aConfigMap({ c: bodyOf(openssh) }), 'OpenSSH private key, in base64'],
  ['base64 of PEM', aConfigMap({ c: base64(PKCS8) }), 'PEM PRIVATE KEY, in base64'],
  [
    'base64 of a certificate and its key',
    aConfigMap({ c: base64(chain.join('') + PKCS8) }),
    'PEM PRIVATE KEY, in base64',
  ],
  ['base64 of base64', aConfigMap({ c: base64(base64(PKCS8)) }), 'PEM PRIVATE KEY, twice in base64'],
  ['base64 three times', aConfigMap({ c: base64(base64(base64(PKCS8))) }), 'PEM PRIVATE KEY, three times in base64'],
  ['base64 of DER twice more', aConfigMap({ c: base64(base64(base64(derOf(ecKey)))) }), 'three times in base64'],
  ['base64url', aConfigMap({ c: Buffer.from(`é€${PKCS8}`).toString('base64url') }), 'PEM PRIVATE KEY, in base64'],
  ['base64 folded at 76', aConfigMap({ c: folded(base64(PKCS8), 76) }), 'PEM PRIVATE KEY, in base64'],
  [
    'base64 folded at 40 with indents',
    aConfigMap({ c: folded(base64(PKCS8), 40, '\n    ') }),
    'PEM PRIVATE KEY, in base64',
  ],
  [
    'a kubeconfig',
    aConfigMap({ c: `users:\n- user:\n    client-key-data: ${base64(PKCS8)}\n` }),
    'PEM PRIVATE KEY, in base64',
  ],
  ['DER PKCS#8, P-256', aConfigMap({ c: base64(derOf(ecKey)) }), 'PKCS#8 private key, in base64'],
  ['DER PKCS#8, RSA', aConfigMap({ c: base64(derOf(rsaKey)) }), 'PKCS#8 private key, in base64'],
  ['DER PKCS#8, Ed25519', aConfigMap({ c: base64(derOf(edKey)) }), 'PKCS#8 private key, in base64'],
  ['DER SEC1', aDeployment({ args: [base64(derOf(ecKey, 'sec1'))] }), 'EC private key, in base64'],
  ['DER PKCS#1', aConfigMap({ c: base64(derOf(rsaKey, 'pkcs1')) }), 'RSA private key, in base64'],
  ['DER encrypted', aConfigMap({ c: base64(derOf(ecKey, 'pkcs8', true)) }), 'encrypted private key, in base64'],
  ['DER encrypted, RSA', aConfigMap({ c: base64(derOf(rsaKey, 'pkcs8', true)) }), 'encrypted private key, in base64'],
  ['DER glued to a word', aDeployment({ args: [`--key-${base64(derOf(ecKey))}`] }), 'PKCS#8 private key, in base64'],
  [
    'DER as PHP escapes it',
    aConfigMap({ c: `"${base64(derOf(rsaKey)).replaceAll('/', '\\/')}"` }),
    'private key, in base64',
  ],
  ['DER behind a certificate', aConfigMap({ c: base64(Buffer.concat([certificateDer(), derOf(ecKey)])) }), 'PKCS#8'],
  ['DER in the second item of a list', aDeployment({ args: ['A'.repeat(41), base64(derOf(ecKey))] }), 'PKCS#8'],
  ['DER in hexadecimal', aConfigMap({ c: derOf(edKey).toString('hex') }), 'PKCS#8 private key, in hexadecimal'],
  [
    'DER in hexadecimal as xxd prints it',
    aConfigMap({ c: folded(derOf(rsaKey).toString('hex'), 60) }),
    'in hexadecimal',
  ],
  ['PKCS#12 with a password', aConfigMap({ c: base64(pkcs12Of(ecKey, 'secret')) }), 'PKCS#12 key store, in base64'],
  ['PKCS#12 without', aSecret({ store: base64(pkcs12Of(rsaKey, '')) }), 'PKCS#12 key store, in base64'],
  ['a private JWK', aConfigMap({ 'k.json': jwk }), 'private JSON Web Key'],
  ['a private JWK in base64', aConfigMap({ c: base64(jwk) }), 'private JSON Web Key, in base64'],
  ['PEM in a Secret of a mode without keys', aSecret({ 'tls.key': base64(PKCS8) }), 'PEM PRIVATE KEY, in base64'],
  ['PEM in stringData', aSecret({}, 'x', { stringData: { 'tls.key': PKCS8 } }), 'PEM PRIVATE KEY'],
  ['PEM among what is sealed', aSealedSecret(base64(PKCS8)), 'PEM PRIVATE KEY, in base64'],
  ['DER among what is sealed', aSealedSecret(base64(derOf(ecKey))), 'PKCS#8 private key, in base64'],
  ['a random key in a Secret', aSecret({ session: base64(randomValue(1, 32)) }), 'value of high entropy'],
  [
    'a random password in a Secret',
    aSecret({ password: base64(randomValue(1, 24).toString('base64url')) }),
    'value of high entropy',
  ],
  [
    'a random token in hexadecimal',
    aSecret({ token: base64(randomValue(1, 32).toString('hex')) }),
    'value of high entropy',
  ],
  [
    'a random value in stringData',
    aSecret({}, 'x', { stringData: { p: randomValue(1, 32).toString('base64') } }),
    'value of high entropy',
  ],
];

function certificateDer(): Buffer {
  return Buffer.from(bodyOf(chain[0] ?? ''), 'base64');
}

describe('the leak guard', () => {
  it.each(PLANTED)('finds %s', (_what, object, kind) => {
    const issues = check(object);
    expect(issues).toHaveLength(1);
    expect(issues[0]?.rule).toBe('no-leaks');
    expect(issues[0]?.message).toContain(kind);
    expect(issues[0]?.message).not.toMatch(/BEGIN|MIG|MII|LS0t|[A-Za-z0-9+/]{30}/);
  });

  it('finds every random key in a Secret, also the one in 35 that has no control character, and 49 of 50 passwords', () => {
    const numbers = Array.from({ length: 400 }, (_, index) => index);
    const isFound = (value: Buffer | string): boolean => check(aSecret({ value: base64(value) })).length === 1;
    expect(numbers.filter((number) => !isFound(randomValue(number, 32)))).toEqual([]);
    const missed = numbers.filter((number) => !isFound(randomValue(number, 24).toString('base64url')));
    expect(missed.length).toBeLessThan(8);
  });

  it('finds identities of age, plain and in base64', async () => {
    const identity = await generateIdentity();
    expect(check(aConfigMap({ c: `# a comment\n${identity}\n` })).map(({ message }) => message)).toEqual([
      expect.stringMatching(/^age identity \(74 characters, not shown here\) at data\.c: /),
    ]);
    expect(check(aConfigMap({ c: base64(identity) }))[0]?.message).toContain('age identity, in base64');
  });

  it('finds each of several keys, and tells where', () => {
    const env = [
      { name: 'A', value: PKCS8 },
      { name: 'B', value: base64(derOf(ecKey)) },
    ];
    const object = aDeployment({ env });
    const lines = renderYaml(object).split('\n');
    const placeOf = (head: string): Place => {
      const index = lines.findLastIndex((line) => line.includes(head));
      return { file: 'file.yaml', line: index + 1, column: (lines[index] ?? '').indexOf(head) + 1 };
    };
    expect(check(object).map(({ where }) => where)).toEqual([placeOf('-----BEGIN'), placeOf('MIG')]);
    expect(check(object).map(renderIssue)).toEqual([
      expect.stringMatching(
        /^file\.yaml:\d+:\d+ PEM PRIVATE KEY \(\d+ characters, not shown here\) at spec\.template\.spec\.containers\.env\.value: in secrets mode "sealed"/,
      ),
      expect.stringContaining('PKCS#8 private key, in base64 (18'),
    ]);
  });

  it('never shows a name that may be a key', () => {
    const [issue] = check(aConfigMap({ [base64(derOf(ecKey))]: PKCS8 })).slice(-1);
    expect(issue?.message).toContain('at data');
    expect(issue?.message).not.toMatch(/[A-Za-z0-9+/]{30}/);
  });
});
