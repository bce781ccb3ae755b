/** Synths on real folders, outside of any Git work tree: a small fleet on disk, and what came out. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { synthesize, type SynthesizeOptions, type SynthesizeReport } from '../app';

export type Files = Readonly<Record<string, string>>;

/** Memory where there is some. */
const place = fs.existsSync('/dev/shm') ? '/dev/shm' : os.tmpdir();
let root: string | undefined;
let count = 0;

/** The path of a folder that is not there yet. */
export function newFolder(): string {
  root ??= fs.realpathSync(fs.mkdtempSync(path.join(place, 'gatehouse-synth-')));
  return path.join(root, String(count++));
}

export function removeFolders(): void {
  if (root !== undefined) fs.rmSync(root, { recursive: true, force: true });
}

function document(kind: string, name: string, spec: string): string {
  return `apiVersion: gatehouse.dev/v1alpha1\nkind: ${kind}\nmetadata: { name: ${name} }\nspec:\n${spec}`;
}

export function platformText(pki = 'seed: demo, since: 2026-11-01, asOf: 2026-11-01'): string {
  return document('Platform', 'prod', `  domain: apps.example.com\n  pki: { ${pki} }\n  secrets: { mode: plain }\n`);
}

export function tenantText(name: string): string {
  return document('Tenant', name, '  adminGroups: [people]\n');
}

/** @param more further lines of spec. @param pod further fields of the pod, each after a comma. */
export function appText(name: string, more = '', pod = ''): string {
  return document('App', name, `  pod: { containers: [{ name: main, image: registry.example/app:1 }]${pod} }\n${more}`);
}

/** Lines of `endpoints`. */
export const WEB = '    - { name: web, port: 8080, protocol: http, expose: public }\n';
export const SQL = '    - { name: sql, port: 3306, protocol: tls }\n';

/** Names that sort differently by code point and by language. */
export const FLEET = {
  'platform.yaml': platformText(),
  'tenants/acme/tenant.yaml': tenantText('acme'),
  'tenants/acme/a-b.yaml': appText('a-b', `  endpoints:\n${WEB}`),
  'tenants/acme/ab.yaml': appText(
    'ab',
    '  egresses: [{ name: db, to: { app: a1, endpoint: sql }, localPort: 3306 }]\n',
  ),
  'tenants/acme/a1.yaml': appText('a1', `  workload: StatefulSet\n  endpoints:\n${SQL}`),
  'tenants/ac-me/tenant.yaml': tenantText('ac-me'),
  'tenants/ac-me/i.yaml': appText('i', `  endpoints:\n${WEB}${SQL.replace(' }', ', expose: public }')}`),
  'tenants/quiet/tenant.yaml': tenantText('quiet'),
  'tenants/quiet/db.yaml': appText('db', `  endpoints:\n${SQL}`),
} as const satisfies Files;

/** Makes the files in their order. */
export function writeFiles(files: Files, folder = newFolder()): string {
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(folder, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
  }
  return folder;
}

/** Synthesizes a fleet of these files. */
export function synth(
  files: Files,
  output = newFolder(),
  options: Partial<SynthesizeOptions> = {},
): Promise<SynthesizeReport> {
  return synthesize({ fleet: writeFiles(files), output, environment: {}, ...options });
}

export interface File {
  readonly text: string;
  readonly inode: number;
  readonly modified: number;
}

/** Every file below, by relative path. */
export function treeOf(folder: string): Record<string, File> {
  const entries = fs.readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    entries
      .map((entry) => path.join(entry.parentPath, entry.name))
      .sort()
      .map((file) => {
        const { ino: inode, mtimeMs: modified } = fs.statSync(file);
        return [path.relative(folder, file), { text: fs.readFileSync(file, 'utf8'), inode, modified }];
      }),
  );
}

export function textsOf(folder: string): Files {
  return Object.fromEntries(Object.entries(treeOf(folder)).map(([name, { text }]) => [name, text]));
}
