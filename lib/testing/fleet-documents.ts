/** The documents of a fleet folder as plain values, and every scalar in them: for tests that put other text in its place. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import type { z } from 'zod';
import { appDocument } from '../model/app';
import { platformDocument } from '../model/platform';
import type { ValuePath } from '../model/source';
import { tenantDocument } from '../model/tenant';

export interface FleetDocument {
  /** Relative to the fleet folder. */
  readonly file: string;
  readonly value: unknown;
}

const SCHEMAS: Readonly<Record<string, z.ZodType>> = {
  Platform: platformDocument,
  Tenant: tenantDocument,
  App: appDocument,
};

/** What the document says must be so; undefined where its kind is none. */
export function schemaOf(value: unknown): z.ZodType | undefined {
  return SCHEMAS[(value as { readonly kind: string }).kind];
}

export function documentsOf(fleet: string): FleetDocument[] {
  return readdirSync(fleet, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.yaml'))
    .map((entry) => {
      const file = path.relative(fleet, path.join(entry.parentPath, entry.name));
      return { file, value: parse(readFileSync(path.join(fleet, file), 'utf8')) as unknown };
    });
}

/** Where in the value something stands that is neither a mapping nor a list. */
export function scalarsOf(value: unknown, at: ValuePath = []): ValuePath[] {
  if (typeof value !== 'object' || value === null) return [at];
  const entries: [string | number, unknown][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return entries.flatMap(([key, inner]) => scalarsOf(inner, [...at, key]));
}

/** The value with the text at that place. */
export function withText(value: unknown, at: ValuePath, text: string): unknown {
  const [key, ...rest] = at;
  if (key === undefined) return text;
  if (Array.isArray(value)) return value.map((item: unknown, i) => (i === key ? withText(item, rest, text) : item));
  return { ...(value as object), [key]: withText((value as Record<string, unknown>)[key], rest, text) };
}
