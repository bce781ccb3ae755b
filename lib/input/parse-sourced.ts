/** YAML text to one of the three documents, with its places, or every reason why it is none. */
import type { z } from 'zod';
import { fault, type Issue, type Result } from '../model/issue';
import { nearestName } from '../model/nearest-name';
import type { Sourced } from '../model/source';
import { parseDocument, type Document } from './document';
import { documentKinds, toJsonSchema, type DocumentKind, type JsonSchema } from './json-schemas';
import { showPath, showText } from './show-value';
import { translateFinding } from './translate-finding';

/** What the three schemas have in common. */
export interface Written<Spec> {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: Spec;
}

/** Where each kind belongs, for people who put it elsewhere. */
const homes: Readonly<Record<DocumentKind, string>> = {
  Platform: 'platform.yaml',
  Tenant: 'tenants/<tenant>/tenant.yaml',
  App: 'tenants/<tenant>/<app>.yaml',
};

/** `schema` is the one of `kind`; `file` is what places name. */
export function parseSourced<Spec>(
  file: string,
  text: string,
  kind: DocumentKind,
  schema: z.ZodType<Written<Spec>>,
): Result<Sourced<Spec>> {
  const document = parseDocument(file, text);
  if (document.value === undefined) return { ok: false, issues: document.issues };
  const misplaced = checkKind(document, kind);
  if (misplaced !== undefined) return { ok: false, issues: [...document.issues, misplaced] };

  const parsed = schema.safeParse(document.value, { error: () => '' });
  const found = parsed.success ? [] : translateAll(parsed.error.issues, document, kind);
  const issues = [...document.issues, ...found];
  if (!parsed.success || issues.length > 0) return { ok: false, issues };
  const { metadata, spec } = parsed.data;
  return { ok: true, value: { name: metadata.name, spec, source: document.source } };
}

/** One issue for each place: the first one found there is the one that explains the others. */
function translateAll(findings: readonly z.core.$ZodIssue[], document: Document, kind: DocumentKind): Issue[] {
  const schema = schemaOf(kind);
  const seen = new Set<string>();
  return findings.flatMap((finding) => {
    const path = finding.path.map((step) => (typeof step === 'number' ? step : String(step)));
    if (document.isUnknown(path)) return [];
    const key = showPath(path);
    if (finding.code !== 'unrecognized_keys') {
      if (seen.has(key)) return [];
      seen.add(key);
    }
    return translateFinding(finding, document, schema);
  });
}

/** A document of another kind is one fault, not as many as it has fields. */
function checkKind({ value, source, isUnknown }: Document, wanted: DocumentKind): Issue | undefined {
  const kind = value?.['kind'];
  if (typeof kind !== 'string' || kind === wanted || isUnknown(['kind'])) return undefined;
  const other = documentKinds.find((known) => known === kind);
  if (other === undefined && nearestName(kind, [wanted]) !== undefined) return undefined;
  const message = `the document is of kind ${showText(kind)}, and here belongs one of kind "${wanted}"`;
  const fix =
    other === undefined
      ? `write a document of kind ${wanted}, or move it out of the fleet folder`
      : `move it to ${homes[other]}`;
  return fault('wrong-kind', source.placeOf(['kind']), message, fix);
}

const schemas = new Map<DocumentKind, JsonSchema>();

function schemaOf(kind: DocumentKind): JsonSchema {
  const schema = schemas.get(kind) ?? toJsonSchema(kind);
  schemas.set(kind, schema);
  return schema;
}
