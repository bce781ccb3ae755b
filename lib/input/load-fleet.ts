/**
 * A fleet folder -> the Fleet, or every fault of every file at once. The order of files on the disk plays no part.
 * Where a document cannot be read, laws that would only stumble over its absence keep quiet.
 */
import { readdirSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { appDocument, type App } from '../model/app';
import type { Fleet } from '../model/fleet';
import { fault, sortIssues, type Issue, type Result } from '../model/issue';
import { checkFleet } from '../model/laws/check-fleet';
import { platformDocument } from '../model/platform';
import type { Sourced } from '../model/source';
import { tenantDocument, type Tenant } from '../model/tenant';
import { listFolder } from './list-folder';
import { loadDocument } from './parse-document';
import { checkInside } from './read-document';

const PLATFORM = 'platform.yaml';
const TENANTS = 'tenants';
const TENANT = 'tenant.yaml';

export function loadFleet(folder: string): Result<Fleet> {
  const root = realFolder(folder);
  if (root === undefined)
    return failed([at(folder, 'fleet-missing', 'there is no such folder', 'name the fleet folder with --fleet')]);
  if (readdirSync(root).filter((name) => !name.startsWith('.')).length === 0) {
    return failed([
      at(
        folder,
        'fleet-empty',
        'the fleet folder is empty',
        `write ${PLATFORM} and ${TENANTS}/<tenant>/${TENANT}, see docs/quick-start.md`,
      ),
    ]);
  }
  const found = new Gathered();
  const platform = found.take(loadDocument(root, PLATFORM, 'Platform', platformDocument));
  found.add(strayIssues(root, '', [PLATFORM, TENANTS]));
  const tenants = tenantFolders(root, found).flatMap((name) => loadTenant(root, name, found) ?? []);
  if (platform === undefined) return failed(found.issues);
  const laws = checkFleet({ platform, tenants }).filter(
    (issue) => found.issues.length === 0 || !DEPEND_ON_OTHER_FILES.has(issue.rule),
  );
  const issues = [...found.issues, ...laws];
  return issues.length > 0 ? failed(issues) : { ok: true, value: { platform, tenants } };
}

/** An egress may lead to an app, and a host lie in a domain, that stands in a file which could not be read. */
const DEPEND_ON_OTHER_FILES: ReadonlySet<string> = new Set(['egress-target', 'host-owner']);

class Gathered {
  readonly issues: Issue[] = [];

  add(issues: readonly Issue[]): void {
    this.issues.push(...issues);
  }

  take<T>(result: Result<T>): T | undefined {
    if (result.ok) return result.value;
    this.add(result.issues);
    return undefined;
  }
}

function realFolder(folder: string): string | undefined {
  try {
    return statSync(folder).isDirectory() ? realpathSync(folder) : undefined;
  } catch {
    return undefined;
  }
}

function tenantFolders(root: string, found: Gathered): readonly string[] {
  const listed = listFolder(root, TENANTS);
  if (listed === undefined) {
    found.add([at(TENANTS, 'tenants-missing', 'there is no folder of tenants', `add ${TENANTS}/<tenant>/${TENANT}`)]);
    return [];
  }
  found.add(listed.others.filter(isStray).map((name) => stray(`${TENANTS}/${name}`, 'a tenant is a folder')));
  if (listed.folders.length === 0)
    found.add([at(TENANTS, 'tenants-missing', 'there is no tenant', `add ${TENANTS}/<tenant>/${TENANT}`)]);
  return listed.folders;
}

function loadTenant(root: string, name: string, found: Gathered): Tenant | undefined {
  const folder = `${TENANTS}/${name}`;
  const outside = checkInside(root, folder);
  if (outside !== undefined) {
    found.add([outside]);
    return undefined;
  }
  const listed = listFolder(root, folder);
  const files = listed?.others ?? [];
  found.add(
    (listed?.folders ?? [])
      .filter(isStray)
      .map((inner) => stray(`${folder}/${inner}`, 'a tenant has no folders within')),
  );
  found.add(
    files
      .filter((file) => !file.endsWith('.yaml') && isStray(file))
      .map((file) => stray(`${folder}/${file}`, 'documents end in .yaml')),
  );
  const apps = files
    .filter((file) => file.endsWith('.yaml') && file !== TENANT && isStray(file))
    .flatMap((file) => loadApp(root, folder, file, found) ?? []);
  if (!files.includes(TENANT)) {
    found.add([
      at(`${folder}/${TENANT}`, 'tenant-missing', 'the folder has no tenant document', 'add it, with kind: Tenant'),
    ]);
    return undefined;
  }
  const tenant = found.take(loadDocument(root, `${folder}/${TENANT}`, 'Tenant', tenantDocument));
  if (tenant === undefined) return undefined;
  found.add(checkName(tenant, name, `the folder "${name}"`));
  return { ...tenant, apps };
}

function loadApp(root: string, folder: string, file: string, found: Gathered): App | undefined {
  const app = found.take(loadDocument(root, `${folder}/${file}`, 'App', appDocument));
  if (app !== undefined) found.add(checkName(app, path.basename(file, '.yaml'), `the file "${file}"`));
  return app;
}

function checkName({ name, source }: Sourced<unknown>, wanted: string, place: string): Issue[] {
  if (name === wanted) return [];
  return [
    fault(
      'wrong-place',
      source.placeOf(['metadata', 'name']),
      `metadata.name is "${name}", but ${place} says "${wanted}"`,
      'give both the same name',
    ),
  ];
}

function strayIssues(root: string, folder: string, known: readonly string[]): Issue[] {
  const listed = listFolder(root, folder);
  const names = [...(listed?.folders ?? []), ...(listed?.others ?? [])];
  return names
    .filter((name) => !known.includes(name) && isStray(name))
    .map((name) => stray(name, `a fleet has ${known.join(' and ')}`));
}

/** Dot files and texts for people may lie anywhere. */
function isStray(name: string): boolean {
  return !name.startsWith('.') && !name.endsWith('.md');
}

function stray(file: string, why: string): Issue {
  return at(file, 'stray-file', `has no place here: ${why}`, 'move or remove it');
}

function at(file: string, rule: string, message: string, fix: string): Issue {
  return fault(rule, { file, line: 1, column: 1 }, message, fix);
}

function failed(issues: readonly Issue[]): Result<Fleet> {
  return { ok: false, issues: sortIssues(issues) };
}
