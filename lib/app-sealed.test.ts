/** The whole journey in mode sealed, on real folders: what is sealed, for whom, and what changes when. */
import { createSecretKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { seedCheckOf } from './pki/derive';
import { demoSeed } from './pki/seed';
import { demoSealingPair, makeSealingPair, unseal } from './testing/sealing-pairs';
import {
  appText,
  FLEET,
  newFolder,
  platformText,
  removeFolders,
  SQL,
  synth,
  textsOf,
  WEB,
  type Files,
} from './testing/synth-folder';

afterAll(removeFolders);

const today = new Date().toISOString().slice(0, 10);
const OWN_HEX = 'ab'.repeat(32);
const OWN_SEED = { GATEHOUSE_SEED: OWN_HEX };
const OWN_CHECK = seedCheckOf(createSecretKey(Buffer.from(OWN_HEX, 'hex')));
const demo = demoSealingPair();
const own = makeSealingPair();

const SEALED = sealed(demo.certificatePem);
const OWN = sealed(own.certificatePem, `seed: own, seedCheck: ${OWN_CHECK}, since: 2026-11-01, asOf: ${today}`);

function sealed(certificate: string, pki?: string): Files {
  const platform = platformText(pki).replace('mode: plain', 'mode: sealed');
  return { ...FLEET, 'platform.yaml': platform, 'pki/sealing.pem': certificate };
}

async function textsBy(files: Files, environment: Record<string, string> = {}): Promise<Files> {
  const output = newFolder();
  expect((await synth(files, output, { environment })).issues).toEqual([]);
  return textsOf(output);
}

/** Files that are new (+), gone (-) or different (~). */
function changesBetween(before: Files, after: Files): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].sort().flatMap((name) => {
    if (before[name] === after[name]) return [];
    return [`${before[name] === undefined ? '+' : after[name] === undefined ? '-' : '~'} ${name}`];
  });
}

interface SecretParts {
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly labels: unknown;
    readonly annotations: unknown;
  };
  readonly type: string;
  readonly data: Readonly<Record<string, string>>;
}

interface SealedParts extends Pick<SecretParts, 'metadata'> {
  readonly spec: {
    readonly encryptedData: Readonly<Record<string, string>>;
    readonly template: Omit<SecretParts, 'metadata'> & { readonly metadata: Partial<SecretParts['metadata']> };
  };
}

function objectsIn<T>(texts: Files, kind: string): T[] {
  const files = Object.keys(texts).filter((name) => name.includes(`/45-${kind}-`));
  return files.map((name) => load(texts[name] ?? '') as T); // a border: our own output, read by another parser
}

/** The Secret that the controller would make. */
function unsealed({ metadata, spec }: SealedParts, keyPem: string): SecretParts {
  const { name, namespace } = metadata;
  const keys = Object.entries(spec.encryptedData).map(([file, value]) => [
    file,
    unseal(keyPem, namespace, name, value),
  ]);
  const texts = [...keys, ...Object.entries(spec.template.data)];
  return {
    metadata: {
      name,
      namespace,
      labels: spec.template.metadata.labels,
      annotations: spec.template.metadata.annotations,
    },
    type: spec.template.type,
    data: Object.fromEntries(texts.map(([file = '', text = '']) => [file, Buffer.from(text).toString('base64')])),
  };
}

test('what is unsealed is, Secret for Secret, what mode plain writes', async () => {
  const plain = objectsIn<SecretParts>(await textsBy(FLEET), 'secret');
  const made = objectsIn<SealedParts>(await textsBy(SEALED), 'sealedsecret').map((object) =>
    unsealed(object, demo.keyPem),
  );
  expect(made).toEqual(plain.map(({ metadata, type, data }) => ({ metadata, type, data })));
  expect(made.length).toBeGreaterThan(6);
});

test('keys alone are encrypted, and none stands readable anywhere in the output', async () => {
  const keys = objectsIn<SecretParts>(await textsBy(FLEET), 'secret').flatMap(({ data }) =>
    Object.entries(data).flatMap(([file, value]) =>
      file.endsWith('.key') ? [Buffer.from(value, 'base64').toString()] : [],
    ),
  );
  const texts = await textsBy(SEALED);
  const all = Object.values(texts).join('\n');
  for (const key of keys) {
    const lines = key.split('\n').filter((line) => line.length > 40);
    expect(lines.length).toBeGreaterThan(1);
    for (const line of lines) {
      expect(all).not.toContain(line);
      expect(all).not.toContain(Buffer.from(line).toString('base64').slice(4, -4));
    }
  }
  expect(all).not.toContain('PRIVATE KEY');
  for (const { spec } of objectsIn<SealedParts>(texts, 'sealedsecret')) {
    expect(Object.keys(spec.encryptedData).filter((file) => !file.endsWith('.key'))).toEqual([]);
    expect(Object.keys(spec.template.data).filter((file) => !file.endsWith('.crt'))).toEqual([]);
  }
});

test('the mode changes Secrets into SealedSecrets, and nothing else', async () => {
  const changes = changesBetween(await textsBy(FLEET), await textsBy(SEALED));
  const renamed = changes.map((change) => change.slice(2).replace('-sealedsecret-', '-secret-'));
  expect(changes.filter((change) => !/^[+] .*\/45-sealedsecret-|^- .*\/45-secret-/.test(change))).toEqual([]);
  expect(new Set(renamed).size).toBe(changes.length / 2);
});

test('a new app re-encrypts nothing else, a new host adds its own to the gate', async () => {
  const before = await textsBy(SEALED);
  const quiet = await textsBy({ ...SEALED, 'tenants/acme/new.yaml': appText('new', `  endpoints:\n${SQL}`) });
  const sealedChanges = (after: Files): string[] =>
    changesBetween(before, after).filter((change) => change.includes('-sealedsecret-'));
  expect(sealedChanges(quiet)).toEqual(['+ tenants/acme/45-sealedsecret-new-leaf.k8s.yaml']);

  const after = await textsBy({ ...SEALED, 'tenants/acme/new.yaml': appText('new', `  endpoints:\n${WEB}`) });
  const gate = 'tenants/acme/45-sealedsecret-gate-leaves.k8s.yaml';
  expect(sealedChanges(after)).toEqual([`~ ${gate}`, '+ tenants/acme/45-sealedsecret-new-leaf.k8s.yaml']);
  const kept = new Set((after[gate] ?? '').split('\n'));
  expect((before[gate] ?? '').split('\n').filter((line) => !kept.has(line))).toEqual([]);
});

test('a new tenant re-encrypts nothing of anybody', async () => {
  const added = { 'tenants/new/tenant.yaml': FLEET['tenants/quiet/tenant.yaml'].replace('quiet', 'new') };
  const changes = changesBetween(
    await textsBy(SEALED),
    await textsBy({ ...SEALED, ...added, 'tenants/new/db.yaml': appText('db') }),
  );
  expect(changes.filter((change) => !change.startsWith('+ tenants/new/'))).toEqual([]);
});

test('a new sealing certificate changes every SealedSecret, every value in it, and nothing else', async () => {
  const other = makeSealingPair();
  const before = await textsBy(OWN, OWN_SEED);
  const after = await textsBy({ ...OWN, 'pki/sealing.pem': other.certificatePem }, OWN_SEED);
  const all = Object.keys(before).filter((name) => name.includes('-sealedsecret-'));
  expect(changesBetween(before, after)).toEqual(all.map((name) => `~ ${name}`));
  const values = [before, after].map((texts) =>
    objectsIn<SealedParts>(texts, 'sealedsecret').flatMap(({ spec }) => Object.values(spec.encryptedData)),
  );
  expect(new Set(values.flat()).size).toBe(2 * (values[0]?.length ?? 0));
});

test('renewed leaves change every SealedSecret in its certificates alone: the keys are the same', async () => {
  const renewed = sealed(demo.certificatePem, 'seed: demo, since: 2026-11-01, asOf: 2026-12-24');
  const before = objectsIn<SealedParts>(await textsBy(SEALED), 'sealedsecret');
  const after = objectsIn<SealedParts>(await textsBy(renewed), 'sealedsecret');
  expect(after.map(({ spec }) => spec.encryptedData)).toEqual(before.map(({ spec }) => spec.encryptedData));
  expect(after.map(({ spec }) => spec.template.data)).not.toEqual(before.map(({ spec }) => spec.template.data));
});

test('what the own seed sealed, the own private key unseals', async () => {
  const objects = objectsIn<SealedParts>(await textsBy(OWN, OWN_SEED), 'sealedsecret');
  for (const object of objects) {
    for (const [file, value] of Object.entries(unsealed(object, own.keyPem).data)) {
      const text = Buffer.from(value, 'base64').toString();
      expect(text).toMatch(file.endsWith('.key') ? /^-----BEGIN PRIVATE KEY-----/ : /^-----BEGIN CERTIFICATE-----/);
    }
  }
});

test('mode plain can be laid over a sealed fleet for one run', async () => {
  const output = newFolder();
  expect((await synth(SEALED, output, { secretsMode: 'plain' })).issues).toEqual([]);
  expect(changesBetween(await textsBy(FLEET), textsOf(output))).toEqual([]);
});

describe('seed and sealing certificate go together:', () => {
  const refused: [string, Files, Record<string, string>, string, string][] = [
    [
      'the demo seed with a certificate of one’s own',
      sealed(own.certificatePem, `seed: demo, since: 2026-11-01, asOf: ${today}`),
      {},
      'demo-seed',
      'platform.yaml',
    ],
    [
      'a seed of one’s own with the demo certificate',
      { ...OWN, 'pki/sealing.pem': demo.certificatePem },
      OWN_SEED,
      'sealing-certificate',
      'pki/sealing.pem',
    ],
    ['no certificate', without(SEALED, 'pki/sealing.pem'), {}, 'sealing-certificate', 'pki/sealing.pem'],
    [
      'no certificate with a seed of one’s own',
      without(OWN, 'pki/sealing.pem'),
      OWN_SEED,
      'sealing-certificate',
      'pki/sealing.pem',
    ],
    [
      'the demo seed given as one’s own',
      sealed(own.certificatePem, `seed: own, seedCheck: ${seedCheckOf(demoSeed)}, since: 2026-11-01, asOf: ${today}`),
      { GATEHOUSE_SEED: demoSeed.export().toString('hex') },
      'seed',
      'platform.yaml',
    ],
  ];

  test.each(refused)('%s is refused and nothing is written', async (_what, files, environment, rule, file) => {
    const output = newFolder();
    const { issues, written } = await synth(files, output, { environment });
    expect(issues).toMatchObject([{ rule, severity: 'error' }]);
    expect(issues[0]?.where.file).toMatch(new RegExp(`/${file}$`));
    expect(written).toBe(0);
  });

  test('faults of seed and certificate are told together', async () => {
    const { issues } = await synth(without(OWN, 'pki/sealing.pem'), newFolder());
    expect(issues.map(({ rule }) => rule).sort()).toEqual(['sealing-certificate', 'seed']);
  });
});

test('the demo pair that the sample uses is the one in the repository, and its key says what it is', async () => {
  expect(readFileSync('e2e/fixtures/demo-sealing.key', 'utf8')).toMatch(
    /^# DEMO, known to everybody, protects nothing/,
  );
  expect(await textsBy(SEALED)).toBeDefined();
});

function without(files: Files, name: string): Files {
  return Object.fromEntries(Object.entries(files).filter(([file]) => file !== name));
}
