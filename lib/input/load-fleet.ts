/** A fleet folder to a Fleet that keeps all laws, or every fault of every file in one list. */
import type { z } from 'zod';
import { appDocument, type App } from '../model/app';
import type { Fleet } from '../model/fleet';
import { fault, hasErrors, sortIssues, type Issue, type Result } from '../model/issue';
import { PKI_FILES, type PkiFolder } from '../model/pki-folder';
import { platformDocument } from '../model/platform';
import type { Sourced } from '../model/source';
import { tenantDocument, type TenantSpec } from '../model/tenant';
import { checkReading, toTenants } from './check-reading';
import type { DocumentKind } from './json-schemas';
import { TENANT_DOCUMENT, type TenantFiles } from './list-fleet';
import { parseSourced, type Written } from './parse-sourced';
import { readFleet, type FleetTexts } from './read-fleet';
import type { Reading, TenantReading } from './reading';
import { showText } from './show-value';

export type LoadedFleet =
  | { readonly ok: true; readonly value: Fleet; readonly warnings: readonly Issue[] }
  | { readonly ok: false; readonly issues: readonly Issue[] };

/**
 * Reads `platform.yaml`, `tenants/<tenant>/tenant.yaml`, `tenants/<tenant>/<app>.yaml` and `pki/`, and nothing outside `folder`.
 * Issues are sorted, their files relative to `folder`; those about the folder itself name it. Does not throw for anything
 * that a user could put there. `onProgress` is told how many tenants are read.
 */
export function loadFleet(folder: string, onProgress?: (done: number, total: number) => void): LoadedFleet {
  return understandFleet(readFleet(folder), onProgress);
}

/** The second half of {@link loadFleet}: decided by the texts alone. */
export function understandFleet(texts: FleetTexts, onProgress?: (done: number, total: number) => void): LoadedFleet {
  const { reading, pki, issues: found } = understandDocuments(texts, onProgress);
  const issues = sortIssues([...texts.files.issues, ...found, ...checkReading(reading)]);
  const value = toFleet(reading, pki);
  if (value === undefined || hasErrors(issues)) return { ok: false, issues };
  return { ok: true, value, warnings: issues };
}

/** The same fleet again, without the laws: for a thread that starts while another judges these texts. Undefined where a document has faults. */
export function understandUnjudged(texts: FleetTexts): Fleet | undefined {
  const { reading, pki, issues } = understandDocuments(texts);
  return issues.length > 0 ? undefined : toFleet(reading, pki);
}

interface Documents {
  readonly reading: Reading;
  readonly pki: PkiFolder | undefined;
  readonly issues: readonly Issue[];
}

function understandDocuments(
  { files, texts }: FleetTexts,
  onProgress?: (done: number, total: number) => void,
): Documents {
  const reader = new Reader(texts);
  const reading: Reading = {
    platform: files.hasPlatform ? reader.read('platform.yaml', 'Platform', platformDocument) : undefined,
    tenants: files.tenants.map((tenant, index) => {
      onProgress?.(index, files.tenants.length);
      return reader.readTenant(tenant);
    }),
  };
  const pki = files.pki === undefined ? undefined : reader.readPki(files.pki);
  return { reading, pki, issues: reader.issues };
}

function toFleet(reading: Reading, pki: PkiFolder | undefined): Fleet | undefined {
  const { platform } = reading;
  if (platform === undefined) return undefined;
  return { platform, tenants: toTenants(reading), ...(pki === undefined ? {} : { pki }) };
}

/** Understands documents one by one and gathers what is wrong with them. */
class Reader {
  readonly issues: Issue[] = [];

  constructor(private readonly texts: FleetTexts['texts']) {}

  readTenant({ name, hasDocument, apps, lost }: TenantFiles): TenantReading {
    const place = `tenants/${name}`;
    const document = hasDocument ? this.readTenantDocument(`${place}/${TENANT_DOCUMENT}`, name) : undefined;
    const missed = new Set(lost);
    const read = apps.flatMap((app) => {
      const found = this.readApp(`${place}/${app}.yaml`, app, missed);
      return found === undefined ? [] : [found];
    });
    return { name, document, apps: read, lost: missed };
  }

  private readTenantDocument(file: string, folder: string): Sourced<TenantSpec> | undefined {
    const document = this.read(file, 'Tenant', tenantDocument);
    if (document === undefined || document.name === folder) return document;
    this.refuseName(document, `the folder is named ${showText(folder)}`, `the folder to ${document.name}`, folder);
    return undefined;
  }

  /** Adds to `missed` the names under which an app that could not be read may be meant. */
  private readApp(file: string, name: string, missed: Set<string>): App | undefined {
    const app = this.read(file, 'App', appDocument);
    if (app?.name === name) return app;
    missed.add(name);
    if (app === undefined) return undefined;
    missed.add(app.name);
    this.refuseName(app, `the file is named ${showText(`${name}.yaml`)}`, `the file to ${app.name}.yaml`, name);
    return undefined;
  }

  /** Their text as it stands: whoever uses a file knows what must be in it. */
  readPki(present: readonly (keyof PkiFolder)[]): PkiFolder {
    const texts = present.flatMap((name) => {
      const text = this.textOf(PKI_FILES[name]);
      if (text.ok) return [[name, text.value]];
      const fix = 'write it as text: age with --armor';
      this.issues.push(...text.issues.map((issue) => (issue.rule === 'encoding' ? { ...issue, fix } : issue)));
      return [];
    });
    return Object.fromEntries(texts) as PkiFolder; // a border: the names are the keys
  }

  read<Spec>(file: string, kind: DocumentKind, schema: z.ZodType<Written<Spec>>): Sourced<Spec> | undefined {
    const text = this.textOf(file);
    const document: Result<Sourced<Spec>> = text.ok ? parseSourced(file, text.value, kind, schema) : text;
    if (document.ok) return document.value;
    this.issues.push(...document.issues);
    return undefined;
  }

  private textOf(file: string): Result<string> {
    const text = this.texts.get(file);
    if (text === undefined) throw new Error(`${file} is listed and was not read`);
    return text;
  }

  private refuseName({ name, source }: Sourced<unknown>, but: string, rename: string, expected: string): void {
    const where = source.placeOf(['metadata', 'name']);
    const message = `metadata.name is ${showText(name)}, and ${but}`;
    this.issues.push(fault('name-mismatch', where, message, `rename ${rename}, or write name: ${expected}`));
  }
}
