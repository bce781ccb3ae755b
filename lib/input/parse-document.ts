/** A document's value against its schema: what the model calls a Platform, Tenant or App, or every fault in it. */
import { z } from 'zod';
import { fault, type Result } from '../model/issue';
import type { Sourced } from '../model/source';
import { readDocument } from './read-document';
import { show } from './show';
import { toIssues } from './to-issues';
import { parseYamlDocument } from './yaml-document';

/** What the three document schemas have in common. */
export type DocumentSchema<Spec> = z.ZodType<{
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: Spec;
}>;

const headSchema = z.looseObject({ kind: z.string() });

/** Reads and parses `file` of the fleet folder, where a document of `kind` has its place. */
export function loadDocument<Spec>(
  folder: string,
  file: string,
  kind: string,
  schema: DocumentSchema<Spec>,
): Result<Sourced<Spec>> {
  const text = readDocument(folder, file);
  return text.ok ? parseDocument(text.value, file, kind, schema) : text;
}

export function parseDocument<Spec>(
  text: string,
  file: string,
  kind: string,
  schema: DocumentSchema<Spec>,
): Result<Sourced<Spec>> {
  const document = parseYamlDocument(text, file);
  if (!document.ok) return document;
  const { value, source } = document.value;
  const head = headSchema.safeParse(value);
  if (head.success && head.data.kind !== kind) {
    const message = `kind is ${show(head.data.kind)}, but this is the place of a ${kind}`;
    return {
      ok: false,
      issues: [
        fault('wrong-place', source.placeOf(['kind']), message, `write kind: ${kind}, or move the file: ${PLACES}`),
      ],
    };
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) return { ok: false, issues: toIssues(parsed.error.issues, value, schema, source) };
  return { ok: true, value: { name: parsed.data.metadata.name, spec: parsed.data.spec, source } };
}

const PLACES = 'platform.yaml, tenants/<tenant>/tenant.yaml, tenants/<tenant>/<app>.yaml';
