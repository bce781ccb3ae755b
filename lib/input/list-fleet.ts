/** Which documents a fleet folder holds, and what lies in it that has no place there. */
import { statSync } from 'node:fs';
import { fault, type Issue } from '../model/issue';
import { PKI_FILES, PKI_FOLDER, type PkiFolder } from '../model/pki-folder';
import { describeRefusal } from './describe-refusal';
import { filePlace } from './file-place';
import { listFolder, type Entry, type Listing } from './list-folder';

export interface TenantFiles {
  readonly name: string;
  readonly hasDocument: boolean;
  /** Names of apps, sorted. */
  readonly apps: readonly string[];
  /** Names of what could be an app if it stood there as it should. */
  readonly lost: readonly string[];
}

export interface FleetFiles {
  readonly hasPlatform: boolean;
  /** Sorted by name. */
  readonly tenants: readonly TenantFiles[];
  /** Which files of the pki folder are there; absent where there is no such folder. */
  readonly pki?: readonly (keyof PkiFolder)[];
  readonly issues: readonly Issue[];
}

export const TENANT_DOCUMENT = 'tenant.yaml';
const EXTENSION = '.yaml';

/** `folder` is the fleet folder, as the user named it. */
export function listFleet(folder: string): FleetFiles {
  const none = (message: string, fix: string): FleetFiles => {
    return { hasPlatform: false, tenants: [], issues: [fault('fleet', filePlace(folder), message, fix)] };
  };
  const another = 'name another one with --fleet or GATEHOUSE_FLEET';
  try {
    if (!statSync(folder).isDirectory()) return none('the fleet is no folder', another);
  } catch (error) {
    return none(`the fleet folder cannot be read: ${describeRefusal(error)}`, another);
  }
  const top = listFolder(folder, '');
  if (top.entries.length === 0 && top.issues.length === 0) {
    return none('the fleet folder is empty', `add platform.yaml and tenants/<tenant>/tenant.yaml, or ${another}`);
  }
  return listDocuments(folder, top);
}

function listDocuments(folder: string, top: Listing): FleetFiles {
  const hasPlatform = top.entries.some(({ name, kind }) => name === 'platform.yaml' && kind === 'file');
  const hasTenants = top.entries.some(({ name, kind }) => name === 'tenants' && kind === 'folder');
  const middle = hasTenants ? listFolder(folder, 'tenants') : { entries: [], lost: [], issues: [] };
  const folders = middle.entries.filter(({ kind }) => kind === 'folder');
  const tenants = folders.map(({ name }) => listTenant(folder, name));
  const pki = top.entries.some(isPkiFolder) ? listPki(folder) : undefined;
  return {
    hasPlatform,
    tenants: tenants.map(({ files }) => files),
    ...(pki === undefined ? {} : { pki: pki.files }),
    issues: [
      ...top.issues,
      ...top.entries.filter((entry) => !isTop(entry)).map((entry) => stray('', entry)),
      ...(pki?.issues ?? []),
      ...middle.issues,
      ...middle.entries.filter(({ kind }) => kind !== 'folder').map((entry) => stray('tenants', entry)),
      ...(hasPlatform || top.lost.includes('platform.yaml') ? [] : [missing('platform.yaml', 'Platform')]),
      ...(folders.length > 0 || middle.issues.length > 0 || top.lost.includes('tenants') ? [] : [noTenants()]),
      ...tenants.flatMap(({ issues }) => issues),
    ],
  };
}

function isTop(entry: Entry): boolean {
  const { name, kind } = entry;
  return (
    (name === 'platform.yaml' && kind === 'file') || (name === 'tenants' && kind === 'folder') || isPkiFolder(entry)
  );
}

function isPkiFolder({ name, kind }: Entry): boolean {
  return name === PKI_FOLDER && kind === 'folder';
}

function listPki(root: string): { readonly files: readonly (keyof PkiFolder)[]; readonly issues: readonly Issue[] } {
  const { entries, issues } = listFolder(root, PKI_FOLDER);
  const present = new Set(entries.flatMap(({ name, kind }) => (kind === 'file' ? [`${PKI_FOLDER}/${name}`] : [])));
  const names = Object.keys(PKI_FILES) as (keyof PkiFolder)[]; // a border: its keys are known
  const files = names.filter((name) => present.has(PKI_FILES[name]));
  const known = new Set(files.map((name) => PKI_FILES[name]));
  const strays = entries.filter(({ name }) => !known.has(`${PKI_FOLDER}/${name}`));
  return { files, issues: [...issues, ...strays.map((entry) => stray(PKI_FOLDER, entry))] };
}

function listTenant(root: string, tenant: string): { readonly files: TenantFiles; readonly issues: readonly Issue[] } {
  const folder = `tenants/${tenant}`;
  const { entries, lost, issues } = listFolder(root, folder);
  const isDocument = ({ name, kind }: Entry): boolean => kind === 'file' && name.endsWith(EXTENSION);
  const strays = entries.filter((entry) => !isDocument(entry));
  const names = entries.filter(isDocument).map(({ name }) => name);
  const hasDocument = names.includes(TENANT_DOCUMENT);
  const isMissing = !hasDocument && !lost.includes(TENANT_DOCUMENT);
  return {
    files: {
      name: tenant,
      hasDocument,
      apps: names.filter((name) => name !== TENANT_DOCUMENT).map((name) => name.slice(0, -EXTENSION.length)),
      lost: [...lost, ...strays.map(({ name }) => name)].map((name) => name.split('.', 1)[0] ?? name),
    },
    issues: [
      ...issues,
      ...strays.map((entry) => stray(folder, entry)),
      ...(isMissing ? [missing(`${folder}/${TENANT_DOCUMENT}`, 'Tenant')] : []),
    ],
  };
}

function missing(file: string, kind: string): Issue {
  return fault('missing-file', filePlace(file), `there is no ${file}`, `write this document of kind ${kind}`);
}

function noTenants(): Issue {
  return fault('missing-file', filePlace('tenants'), 'there are no tenants', 'add tenants/<tenant>/tenant.yaml');
}

function stray(folder: string, { name, kind }: Entry): Issue {
  const file = folder === '' ? name : `${folder}/${name}`;
  if (kind === 'file' && name.endsWith('.yml')) {
    const renamed = `${name.slice(0, -'.yml'.length)}${EXTENSION}`;
    return fault('stray-file', filePlace(file), 'documents end in .yaml', `rename it to ${renamed}`);
  }
  const what = kind === 'neither' ? 'this is neither file nor folder, and' : kind === 'file' ? 'a file' : 'a folder';
  const message = kind === 'neither' ? `${what} has no place in a fleet` : `${what} of this name has no place here`;
  return fault('stray-file', filePlace(file), message, 'move it out of the fleet folder, or begin its name with a dot');
}
