import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { loadFleet } from '../input/load-fleet';
import { renderIssue, renderIssues } from '../model/issue';
import { renderInventory, toInventory } from '../pki/inventory';
import { issueCertificates } from '../pki/issue';
import { planCertificates } from '../pki/plan';
import type { RotationStage } from '../pki/rotate';
import { demoSeed } from '../pki/seed';
import { fleetFolder, PLATFORM_TEXT, tenantText } from '../testing/fleet-folder';
import { rotateFleet } from './rotate-fleet';

const TENANT = `# acme is a customer since 2019
apiVersion: gatehouse.dev/v1alpha1
kind: Tenant
metadata: { name: acme } # also the namespace
spec:
  domains: [ "acme.example" ]   # paid until 2027

  quota:
    cpu: '4'
`;

let folder: string;
beforeEach(() => {
  folder = fleetFolder({ 'tenants/acme/tenant.yaml': TENANT, 'tenants/globex/tenant.yaml': tenantText('globex') });
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const read = (file: string): string => readFileSync(path.join(folder, file), 'utf8');

/** What a synth leaves there: who is certified, and by whom. */
function synthesizeInventory(): void {
  const loaded = loadFleet(folder);
  if (!loaded.ok) throw new Error(renderIssues(loaded.issues));
  const certificates = issueCertificates(planCertificates(loaded.value), demoSeed);
  writeInventory(renderInventory(toInventory(loaded.value, certificates)));
}

function writeInventory(text: string): void {
  mkdirSync(path.join(folder, 'pki'), { recursive: true });
  writeFileSync(path.join(folder, 'pki', 'inventory.json'), text);
}

/** The list that was written, or the issues. */
function rotate(stage: RotationStage | undefined, tenant?: string, isEmergency = false): string {
  const signer = tenant === undefined ? {} : { tenant };
  const rotated = rotateFleet({ fleet: folder, signer, isEmergency, ...(stage === undefined ? {} : { stage }) });
  if (!rotated.ok) return rotated.issues.map(renderIssue).join('\n');
  const loaded = loadFleet(folder);
  if (!loaded.ok) throw new Error(renderIssues(loaded.issues));
  return rotated.value.after.map(({ number, state }) => `${number} ${state}`).join(', ');
}

describe.each([
  ['a tenant', 'acme', 'tenants/acme/tenant.yaml'],
  ['the root', undefined, 'platform.yaml'],
])('of %s', (_, tenant, file) => {
  test('three stages, each after a synth, lead to the next generation, as often as one likes', () => {
    const lists: string[] = [];
    for (const stage of ['prepare', 'switch', 'finish', 'prepare', 'switch', 'finish'] as const) {
      lists.push(rotate(stage, tenant));
      synthesizeInventory();
    }
    expect(lists).toEqual([
      '1 active, 2 next',
      '1 retiring, 2 active',
      '2 active',
      '2 active, 3 next',
      '2 retiring, 3 active',
      '3 active',
    ]);
  });

  test('a stage out of its order is refused', () => {
    synthesizeInventory();
    expect(rotate('switch', tenant)).toMatch(/switch is refused: no generation is next.*; begin with --stage prepare$/);
    expect(rotate('finish', tenant)).toMatch(
      /finish is refused: no generation is retiring; begin with --stage prepare$/,
    );
    rotate('prepare', tenant);
    expect(rotate('prepare', tenant)).toMatch(
      /prepare is refused: generation 2 is next already; go on with --stage switch$/,
    );
    synthesizeInventory();
    rotate('switch', tenant);
    rotate('prepare', tenant);
    synthesizeInventory();
    expect(rotate('switch', tenant)).toMatch(
      /switch is refused: generation 1 is retiring still.*; go on with --stage finish$/,
    );
  });

  test('switch is refused until a synth has made the next generation trusted', () => {
    synthesizeInventory();
    rotate('prepare', tenant);
    const before = read(file);
    expect(rotate('switch', tenant)).toMatch(
      /:\d+:\d+ switch is refused: the last synth did not know generation 2 yet, so that nobody trusts it; synth, commit and sync, wait until every pod has taken the trust over, and then switch$/,
    );
    expect(read(file)).toBe(before);
  });

  test('finish is refused while a synth has left certificates of the retiring generation', () => {
    rotate('prepare', tenant);
    synthesizeInventory();
    rotate('switch', tenant);
    const before = read(file);
    const [count, first] = tenant === undefined ? [2, 'acme/authority'] : [1, 'acme/app/shop'];
    expect(rotate('finish', tenant)).toContain(
      `finish is refused: the last synth had ${count} certificates signed by generation 1, ${first} among them; nobody would trust them any more; synth, commit and sync`,
    );
    expect(read(file)).toBe(before);
    synthesizeInventory();
    expect(rotate('finish', tenant)).toBe('2 active');
  });

  test('without an inventory, or with one that cannot be read, nobody can tell what is in use', () => {
    rotate('prepare', tenant);
    const before = read(file);
    expect(rotate('switch', tenant)).toBe(
      'pki/inventory.json:1:1 there is no inventory, so nobody can tell what the last synth issued and what pods trust by now; run gatehouse synth, which writes it in a fleet with a folder pki, then commit and sync',
    );
    for (const text of [
      '',
      '{',
      '[]',
      '{"version":2,"certificates":[]}',
      '{"version":1,"certificates":[{"id":"x"}]}',
    ]) {
      writeInventory(text);
      expect(rotate('switch', tenant)).toMatch(
        /^pki\/inventory\.json:1:1 this is no inventory of version 1( \(.*\))?; write it anew: gatehouse synth$/,
      );
    }
    expect(read(file)).toBe(before);
  });

  test('in an emergency the active generation is replaced at once, whatever the inventory', () => {
    expect(rotate(undefined, tenant, true)).toBe('2 active');
    rotate('prepare', tenant);
    expect(rotate(undefined, tenant, true)).toBe('3 active');
    rotate('prepare', tenant);
    synthesizeInventory();
    rotate('switch', tenant);
    expect(rotate(undefined, tenant, true)).toBe('5 active');
  });

  test('in an emergency a retiring generation is dropped without asking the inventory', () => {
    rotate('prepare', tenant);
    synthesizeInventory();
    rotate('switch', tenant);
    expect(rotate('finish', tenant, true)).toBe('2 active');
    expect(rotate('finish', tenant, true)).toMatch(/finish is refused: no generation is retiring/);
  });
});

test('every other byte of the document stays', () => {
  rotate('prepare', 'acme');
  const added = '  pki: { generations: [{ number: 1, state: active }, { number: 2, state: next }] }\n';
  expect(read('tenants/acme/tenant.yaml')).toBe(TENANT + added);
  synthesizeInventory();
  rotate('switch', 'acme');
  const switched = added
    .replace('1, state: active', '1, state: retiring')
    .replace('2, state: next', '2, state: active');
  expect(read('tenants/acme/tenant.yaml')).toBe(TENANT + switched);
  rotate('prepare');
  expect(read('platform.yaml')).toBe(
    PLATFORM_TEXT.replace(
      'asOf: 2026-11-01 }',
      'asOf: 2026-11-01, generations: [{ number: 1, state: active }, { number: 2, state: next }] }',
    ),
  );
});

test('a tenant that is not there, and a fleet with faults, are told and nothing is changed', () => {
  expect(rotate('prepare', 'globe')).toBe(
    'tenants:1:1 there is no tenant "globe", did you mean "globex"?; name one of the fleet',
  );
  writeFileSync(path.join(folder, 'tenants/globex/tenant.yaml'), tenantText('globex', '{ pki: { generations: [] } }'));
  expect(rotate('prepare', 'acme')).toMatch(/^tenants\/globex\/tenant.yaml:4:/);
  expect(read('tenants/acme/tenant.yaml')).toBe(TENANT);
});

test('a document that cannot be edited safely is left as it is', () => {
  const text = tenantText('acme', '{ domains: [&own acme.example] }');
  writeFileSync(path.join(folder, 'tenants/acme/tenant.yaml'), text);
  expect(rotate('prepare', 'acme')).not.toMatch(/next/);
  expect(read('tenants/acme/tenant.yaml')).toBe(text);
});
