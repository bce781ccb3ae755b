/** The four secrets modes on real folders: one plan, the same files in every pod, and what a switch of modes changes. */
import { createSecretKey } from 'node:crypto';
import { load } from 'js-yaml';
import type { KubernetesObject } from './model/manifest';
import { seedCheckOf } from './pki/derive';
import { crdFaults } from './testing/crd-faults';
import { makeSealingPair } from './testing/sealing-pairs';
import { FLEET, newFolder, platformText, removeFolders, synth, textsOf, type Files } from './testing/synth-folder';

afterAll(removeFolders);

const SEED = 'ab'.repeat(32);
const MODES = ['plain', 'sealed', 'external', 'cert-manager'] as const;
type Mode = (typeof MODES)[number];

const today = new Date().toISOString().slice(0, 10);
const sealing = makeSealingPair().certificatePem;
const drawn = new Map<Mode, KubernetesObject[]>();

function filesOf(mode: Mode): Files {
  const seedCheck = seedCheckOf(createSecretKey(Buffer.from(SEED, 'hex')));
  const platform = platformText(`seed: own, seedCheck: '${seedCheck}', since: 2026-11-01, asOf: ${today}`);
  const more = mode === 'external' ? ', store: { name: vault }' : '';
  return {
    ...FLEET,
    'platform.yaml': platform.replace('mode: plain', `mode: ${mode}${more}`),
    ...(mode === 'sealed' ? { 'pki/sealing.pem': sealing } : {}),
  };
}

beforeAll(async () => {
  for (const mode of MODES) {
    const output = newFolder();
    // cert-manager makes the keys itself: no seed is given.
    const environment: Record<string, string> = mode === 'cert-manager' ? {} : { GATEHOUSE_SEED: SEED };
    expect((await synth(filesOf(mode), output, { environment })).issues).toEqual([]);
    const texts = Object.entries(textsOf(output)).filter(([name]) => name.endsWith('.yaml'));
    drawn.set(
      mode,
      texts.map(([, text]) => load(text) as KubernetesObject), // a border: our own output, read by another parser
    );
  }
}, 60_000);

function objectsOf(mode: Mode): KubernetesObject[] {
  return drawn.get(mode) ?? [];
}

function ofKind(mode: Mode, kind: string): KubernetesObject[] {
  return objectsOf(mode).filter((object) => object.kind === kind);
}

interface Spec {
  readonly [field: string]: never;
}

/** Files that the objects of that Secret's name will give, as the operator of each mode makes them. */
function keysIn(mode: Mode, namespace: string, secret: string): string[] {
  const named = (kind: string): KubernetesObject | undefined =>
    ofKind(mode, kind).find(({ metadata }) => metadata.name === secret && metadata.namespace === namespace);
  const object = named('Secret') ?? named('SealedSecret') ?? named('ExternalSecret') ?? named('Certificate');
  const text = JSON.stringify(object);
  const parts = JSON.parse(text) as {
    data?: Spec;
    spec: {
      encryptedData?: Spec;
      template?: { data: Spec };
      target?: { template: { data: Spec } };
      data?: { secretKey: string }[];
    };
  };
  if (object?.kind === 'Secret') return Object.keys(parts.data ?? {});
  if (object?.kind === 'Certificate') return ['tls.crt', 'tls.key', 'ca.crt'];
  const { encryptedData = {}, template, target, data = [] } = parts.spec;
  return [
    ...Object.keys(encryptedData),
    ...data.map(({ secretKey }) => secretKey),
    ...Object.keys((template ?? target?.template)?.data ?? {}),
  ];
}

interface SecretSource {
  readonly name?: string;
  readonly secretName?: string;
  readonly items?: readonly { readonly key: string; readonly path: string }[];
}
interface Volume {
  readonly name: string;
  readonly secret?: SecretSource;
  readonly projected?: { readonly sources: readonly { readonly secret: SecretSource }[] };
}

/** `acme/Deployment/shop` to the files of its leaf folder. */
function leafFolders(mode: Mode): Record<string, string[]> {
  const workloads = objectsOf(mode).filter(({ kind }) => ['Deployment', 'StatefulSet', 'Job'].includes(kind));
  const entries = workloads.flatMap((object) => {
    const { namespace = '', name } = object.metadata;
    const { template } = object['spec'] as { template: { spec: { volumes: readonly Volume[] } } };
    const leaf = template.spec.volumes.find((volume) => /^(gatehouse-)?leaf$/.test(volume.name));
    if (leaf === undefined) return [];
    const sources = leaf.projected?.sources.map(({ secret }) => secret) ?? [leaf.secret ?? {}];
    const files = sources.flatMap(({ name: projected, secretName = projected ?? '', items }) => {
      const keys = keysIn(mode, namespace, secretName);
      if (items === undefined) return keys;
      return items.filter(({ key }) => keys.includes(key)).map(({ path }) => path);
    });
    return [[`${namespace}/${object.kind}/${name}`, files.sort()]];
  });
  return Object.fromEntries(entries) as Record<string, string[]>;
}

function identities(mode: Mode): string[] {
  return objectsOf(mode).map(({ kind, metadata: { namespace = '', name } }) => `${namespace}/${kind}/${name}`);
}

test.each(MODES)('with mode %s every pod finds the files that it finds with mode plain', (mode) => {
  expect(Object.keys(leafFolders('plain')).length).toBeGreaterThan(5);
  expect(leafFolders('plain')['ac-me/Deployment/i']).toEqual(['edge-sql.crt', 'edge-sql.key', 'tls.crt', 'tls.key']);
  expect(leafFolders(mode)).toEqual(leafFolders('plain'));
});

test.each(['sealed', 'external', 'cert-manager'] as const)(
  'a switch from plain to %s changes these objects',
  (mode) => {
    const [before, after] = [identities('plain'), identities(mode)];
    const changes = [
      ...before.filter((identity) => !after.includes(identity)).map((identity) => `- ${identity}`),
      ...after.filter((identity) => !before.includes(identity)).map((identity) => `+ ${identity}`),
    ];
    expect(changes.sort()).toMatchSnapshot();
  },
);

test.each(MODES)('with mode %s each Secret of mode plain is made under its own name', (mode) => {
  const made = { plain: 'Secret', sealed: 'SealedSecret', external: 'ExternalSecret', 'cert-manager': 'Certificate' };
  const names = ofKind(mode, made[mode]).map(({ metadata: { namespace = '', name } }) => `${namespace}/${name}`);
  const wanted = ofKind('plain', 'Secret').map(({ metadata: { namespace = '', name } }) => `${namespace}/${name}`);
  expect(wanted.length).toBeGreaterThan(5);
  expect(names).toEqual(expect.arrayContaining(wanted));
});

test.each(['external', 'cert-manager'] as const)('with mode %s no key is in the output in any form', (mode) => {
  const text = JSON.stringify(objectsOf(mode));
  expect(text).not.toMatch(/PRIVATE KEY|UFJJVkFURSBLRVk|encryptedData/);
  expect(ofKind(mode, 'Secret')).toEqual([]);
});

test('with mode cert-manager no certificate is issued, and no ConfigMap of trust is left', () => {
  expect(JSON.stringify(objectsOf('cert-manager'))).not.toContain('BEGIN CERTIFICATE');
  expect(identities('cert-manager').filter((identity) => identity.endsWith('/ConfigMap/trust'))).toEqual([]);
});

test.each([
  ['external', 'external-secrets.io_externalsecrets.yaml', 'ExternalSecret'],
  ['cert-manager', 'cert-manager.io_certificates.yaml', 'Certificate'],
  ['cert-manager', 'cert-manager.io_issuers.yaml', 'Issuer'],
] as const)('with mode %s every object fits its definition, %s', (mode, crd, kind) => {
  const objects = ofKind(mode, kind);
  expect(objects.length).toBeGreaterThan(2);
  expect(objects.flatMap((object) => crdFaults(crd, object))).toEqual([]);
});

test('an object that does not fit its definition is seen', () => {
  const [first] = ofKind('external', 'ExternalSecret');
  const broken = { ...first, spec: { ...(first?.['spec'] as object), refreshPolicy: 'Never', stor: {}, data: [{}] } };
  expect(crdFaults('external-secrets.io_externalsecrets.yaml', broken)).toEqual([
    '$.spec.data[0].remoteRef: missing',
    '$.spec.data[0].secretKey: missing',
    '$.spec.refreshPolicy: Never is not allowed',
    '$.spec.stor: unknown',
  ]);
});
