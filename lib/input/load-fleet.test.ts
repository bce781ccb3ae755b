import fs from 'node:fs';
import { renderIssue } from '../model/issue';
import { appText, fleetFolder, PLATFORM_TEXT, tenantText } from '../testing/fleet-folder';
import { loadFleet } from './load-fleet';

const made: string[] = [];
afterAll(() => {
  for (const folder of made) fs.rmSync(folder, { recursive: true });
});
afterEach(() => jest.restoreAllMocks());

function folderOf(files: Parameters<typeof fleetFolder>[0]): string {
  const folder = fleetFolder(files);
  made.push(folder);
  return folder;
}

function faultsIn(folder: string): string[] {
  const loaded = loadFleet(folder);
  return loaded.ok ? [] : loaded.issues.map(renderIssue);
}

function faultsOf(files: Parameters<typeof fleetFolder>[0]): string[] {
  return faultsIn(folderOf(files));
}

const MOVE = 'move it out of the fleet folder, or begin its name with a dot';
const EGRESS = '  egresses: [{ name: db, to: { app: db, endpoint: sql }, localPort: 9000 }]\n';
const SQL = '  endpoints: [{ name: sql, port: 3306, protocol: tls }]\n';

describe('loadFleet', () => {
  it('gives the fleet sorted by name, with places relative to the folder', () => {
    const folder = folderOf({
      'tenants/acme/db.yaml': appText('db', SQL),
      'tenants/zeta/tenant.yaml': tenantText('zeta'),
      'tenants/beta/tenant.yaml': tenantText('beta'),
    });
    const loaded = loadFleet(folder);
    if (!loaded.ok) throw new Error(loaded.issues.map(renderIssue).join('\n'));
    const { platform, tenants } = loaded.value;
    expect([platform.name, tenants.map(({ name, apps }) => [name, apps.map((app) => app.name)])]).toEqual([
      'prod',
      [
        ['acme', ['db', 'shop']],
        ['beta', []],
        ['zeta', []],
      ],
    ]);
    expect(tenants[0]?.apps[0]?.source.placeOf(['spec', 'endpoints', 0, 'port'])).toEqual({
      file: 'tenants/acme/db.yaml',
      line: 6,
      column: 34,
    });
    expect(loaded.warnings).toEqual([]);
  });

  it('takes what is committed of the certificates as it stands, and nothing else beside it', () => {
    const loaded = loadFleet(folderOf({ 'pki/sealing.pem': 'PEM\n', 'pki/inventory.json': '[]\n' }));
    expect(loaded.ok && loaded.value.pki).toEqual({ sealing: 'PEM\n', inventory: '[]\n' });
    expect(loadFleet(folderOf({})).ok && loadFleet(folderOf({}))).not.toHaveProperty('value.pki');
    expect(faultsOf({ 'pki/seed.txt': 'x' })).toEqual([
      `pki/seed.txt:1:1 a file of this name has no place here; ${MOVE}`,
    ]);
  });

  it('loads the sample fleet', () => {
    expect(faultsIn('fleet')).toEqual([]);
  });

  it('does not depend on the order in which the disk lists files', () => {
    const folder = folderOf({
      'tenants/beta/tenant.yaml': tenantText('beta'),
      'tenants/acme/b.yaml': appText('c'),
      'tenants/acme/a.yaml': 'x',
    });
    const expected = faultsIn(folder);
    const read = fs.readdirSync;
    jest.spyOn(fs, 'readdirSync').mockImplementation((...args: Parameters<typeof read>) => read(...args).reverse());
    expect(faultsIn(folder)).toEqual(expected);
  });

  it('tells all faults of all files at once, sorted', () => {
    expect(
      faultsOf({
        'platform.yaml': PLATFORM_TEXT.replace('plain', 'external'),
        'tenants/acme/shop.yaml': appText('shop', '  replica: 2\n'),
        'tenants/acme/other.yaml': appText(
          'other',
          '  endpoints: [{ name: a, port: 8080, protocol: tls }, { name: a, port: 18080, protocol: tls }]\n',
        ),
        'tenants/beta/tenant.yaml': 'kind: [',
      }),
    ).toEqual([
      'platform.yaml:6:16 the demo seed, which everybody knows, is refused with secrets mode "external"; run `gatehouse pki init`, which writes seed: own',
      'platform.yaml:7:20 secrets mode "external" fetches keys from a store, and none is named; add store: { name: NAME }, a ClusterSecretStore of external-secrets',
      'tenants/acme/other.yaml:6:63 duplicate endpoint "a" (also tenants/acme/other.yaml:6:23); give each endpoint of the app its own name',
      'tenants/acme/other.yaml:6:72 port 38080 of the sidecar\'s mesh listener of endpoint "a" is taken by the sidecar\'s mesh listener of endpoint "a" (tenants/acme/other.yaml:6:32); choose a port whose last four digits are free in this pod',
      'tenants/acme/shop.yaml:6:3 unknown key "replica" in spec, did you mean "replicas"?; write replicas, or remove it',
      'tenants/beta/tenant.yaml:1:8 brackets are still open in a line that is not indented; add the closing ], or indent the line',
    ]);
  });

  it('tells of folders that are no fleet', () => {
    const another = 'name another one with --fleet or GATEHOUSE_FLEET';
    expect(faultsIn('/no/such')).toEqual([`/no/such:1:1 the fleet folder cannot be read: it is not there; ${another}`]);
    expect(faultsIn('package.json')).toEqual([`package.json:1:1 the fleet is no folder; ${another}`]);
    const empty = folderOf({
      'platform.yaml': undefined,
      'tenants/acme/tenant.yaml': undefined,
      'tenants/acme/shop.yaml': undefined,
      '.gitkeep': '',
    });
    expect(faultsIn(empty)).toEqual([
      `${empty}:1:1 the fleet folder is empty; add platform.yaml and tenants/<tenant>/tenant.yaml, or ${another}`,
    ]);
  });

  it('tells of documents that are missing', () => {
    expect(faultsOf({ 'platform.yaml': undefined })).toEqual([
      'platform.yaml:1:1 there is no platform.yaml; write this document of kind Platform',
    ]);
    expect(faultsOf({ 'tenants/acme/tenant.yaml': undefined })).toEqual([
      'tenants/acme/tenant.yaml:1:1 there is no tenants/acme/tenant.yaml; write this document of kind Tenant',
    ]);
    expect(faultsOf({ 'tenants/acme/tenant.yaml': undefined, 'tenants/acme/shop.yaml': undefined })).toEqual([
      'tenants:1:1 there are no tenants; add tenants/<tenant>/tenant.yaml',
    ]);
  });

  it.each([
    [
      'an app where the platform belongs',
      { 'platform.yaml': appText('shop') },
      'platform.yaml:2:7 the document is of kind "App", and here belongs one of kind "Platform"; move it to tenants/<tenant>/<app>.yaml',
    ],
    [
      'a tenant where an app belongs',
      { 'tenants/acme/beta.yaml': tenantText('beta') },
      'tenants/acme/beta.yaml:2:7 the document is of kind "Tenant", and here belongs one of kind "App"; move it to tenants/<tenant>/tenant.yaml',
    ],
    [
      'an app in a file of another name',
      { 'tenants/acme/copy.yaml': appText('shop') },
      'tenants/acme/copy.yaml:3:19 metadata.name is "shop", and the file is named "copy.yaml"; rename the file to shop.yaml, or write name: copy',
    ],
    [
      'a tenant in a folder of another name',
      { 'tenants/beta/tenant.yaml': tenantText('zeta') },
      'tenants/beta/tenant.yaml:3:19 metadata.name is "zeta", and the folder is named "beta"; rename the folder to zeta, or write name: beta',
    ],
    [
      'an app beside the tenants',
      { 'tenants/shop.yaml': appText('shop') },
      `tenants/shop.yaml:1:1 a file of this name has no place here; ${MOVE}`,
    ],
    [
      'another ending',
      { 'tenants/acme/db.yml': appText('db') },
      'tenants/acme/db.yml:1:1 documents end in .yaml; rename it to db.yaml',
    ],
    ['an unknown file', { 'values.txt': '' }, `values.txt:1:1 a file of this name has no place here; ${MOVE}`],
    ['an unknown folder', { 'extra/a.yaml': '' }, `extra:1:1 a folder of this name has no place here; ${MOVE}`],
    [
      'a folder in a tenant',
      { 'tenants/acme/apps/shop.yaml': appText('shop') },
      `tenants/acme/apps:1:1 a folder of this name has no place here; ${MOVE}`,
    ],
  ])('tells of a document in the wrong place: %s', (_what, files, line) => {
    expect(faultsOf(files)).toEqual([line]);
  });

  it('passes over README.md and dotfiles', () => {
    expect(faultsOf({ 'README.md': '', '.git/config': '', 'tenants/README.md': '', 'tenants/acme/.keep': '' })).toEqual(
      [],
    );
  });

  it('tells one mistake once: an app that cannot be read is not missing as well', () => {
    const broken = { 'tenants/acme/shop.yaml': appText('shop', EGRESS) };
    const told =
      'egress "db" leads to app "db", which tenant "acme" does not have; name one of its apps, or add tenants/acme/db.yaml';
    expect(faultsOf(broken)).toEqual([`tenants/acme/shop.yaml:6:37 ${told}`]);
    for (const files of [
      { 'tenants/acme/db.yaml': 'x' },
      { 'tenants/acme/db.yml': '' },
      { 'tenants/acme/copy.yaml': appText('db', SQL) },
      { 'tenants/acme/db.yaml': appText('database', SQL) },
    ]) {
      const faults = faultsOf({ ...broken, ...files });
      expect(faults).toHaveLength(1);
      expect(faults[0]).not.toContain('egress');
    }
  });

  it('applies the laws of apps where platform and tenant cannot be read, and those only', () => {
    const files = {
      'platform.yaml': 'x',
      'tenants/acme/tenant.yaml': 'x',
      'tenants/acme/shop.yaml': appText(
        'shop',
        `${EGRESS}  schedule: "@daily"\n  endpoints: [{ name: web, port: 80, protocol: http, expose: public, host: www.acme.example }]\n`,
      ),
    };
    const rules = loadFleet(folderOf(files));
    expect(rules.ok ? [] : rules.issues.map(({ rule, where }) => `${where.file} ${rule}`)).toEqual([
      'platform.yaml yaml',
      'tenants/acme/shop.yaml egress-target',
      'tenants/acme/shop.yaml workload-field',
      'tenants/acme/tenant.yaml yaml',
    ]);
  });

  it('tells how far it is', () => {
    const progress = jest.fn();
    loadFleet(folderOf({ 'tenants/beta/tenant.yaml': tenantText('beta') }), progress);
    expect(progress.mock.calls).toEqual([
      [0, 2],
      [1, 2],
    ]);
  });
});
