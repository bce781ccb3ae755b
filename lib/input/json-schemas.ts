/** The documents' schemas as JSON Schema: what editors read, and what messages take their "allowed" from. */
import { z } from 'zod';
import { appDocument } from '../model/app';
import { platformDocument } from '../model/platform';
import { tenantDocument } from '../model/tenant';

export const documentKinds = ['Platform', 'Tenant', 'App'] as const;
export type DocumentKind = (typeof documentKinds)[number];

/** The part of JSON Schema, draft 7, that the documents' schemas are made of. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly const?: string;
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
}

/** Draft 7 is the newest draft that yaml-language-server knows wholly; `input` is what a person writes: defaults may be left out. */
export function toJsonSchema(kind: DocumentKind): JsonSchema {
  const schema = { Platform: platformDocument, Tenant: tenantDocument, App: appDocument }[kind];
  return z.toJSONSchema(schema, { target: 'draft-7', io: 'input' }) as JsonSchema; // a border: draft 7 has these fields
}

/** File name to text, such as `app.schema.json`. */
export function renderJsonSchemas(): ReadonlyMap<string, string> {
  return new Map(
    documentKinds.map((kind) => [
      `${kind.toLowerCase()}.schema.json`,
      `${JSON.stringify(toJsonSchema(kind), null, 2)}\n`,
    ]),
  );
}
