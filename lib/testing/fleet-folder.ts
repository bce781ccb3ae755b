/** A fleet folder on disk, for tests of what reads one: small documents, each text overridable. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export const PLATFORM_TEXT = `apiVersion: gatehouse.dev/v1alpha1
kind: Platform
metadata: { name: prod }
spec:
  domain: apps.example.com
  pki: { seed: demo, since: 2026-11-01, asOf: 2026-11-01 }
  secrets: { mode: plain }
`;

export function tenantText(name: string, spec = '{}'): string {
  return `apiVersion: gatehouse.dev/v1alpha1\nkind: Tenant\nmetadata: { name: ${name} }\nspec: ${spec}\n`;
}

/** `more` stands in the last lines, indented as keys of spec. */
export function appText(name: string, more = ''): string {
  return `apiVersion: gatehouse.dev/v1alpha1
kind: App
metadata: { name: ${name} }
spec:
  pod: { containers: [{ name: ${name}, image: registry.example/app:1 }] }
${more}`;
}

/** A platform, tenant acme and its app shop, with `files` laid over them; undefined leaves one out. A new temporary folder. */
export function fleetFolder(files: Readonly<Record<string, string | Uint8Array | undefined>> = {}): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'gatehouse-fleet-'));
  const all: Record<string, string | Uint8Array | undefined> = {
    'platform.yaml': PLATFORM_TEXT,
    'tenants/acme/tenant.yaml': tenantText('acme'),
    'tenants/acme/shop.yaml': appText('shop'),
    ...files,
  };
  for (const [file, text] of Object.entries(all)) {
    if (text === undefined) continue;
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  }
  return folder;
}
