/** What an object says that its CustomResourceDefinition does not know or allow: the structural part of what an API server checks. */
import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';

interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly required?: readonly string[];
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly maxLength?: number;
}

interface Definition {
  readonly spec: {
    readonly group: string;
    readonly names: { readonly kind: string };
    readonly versions: readonly { readonly name: string; readonly schema: { readonly openAPIV3Schema: Schema } }[];
  };
}

/** `$.spec.store: unknown`. @param crd file in imports/crds */
export function crdFaults(crd: string, object: Readonly<Record<string, unknown>>): string[] {
  const { spec } = load(readFileSync(`imports/crds/${crd}`, 'utf8')) as Definition; // a border: a file that we keep
  const version = spec.versions.find(({ name }) => `${spec.group}/${name}` === object['apiVersion']);
  if (version === undefined || object['kind'] !== spec.names.kind) return ['$: another kind or version'];
  // Definitions say nothing of metadata but that it is an object.
  return faultsOf(version.schema.openAPIV3Schema, { ...object, metadata: {} }, '$');
}

function faultsOf(schema: Schema, value: unknown, at: string): string[] {
  const faults = [
    ...(typeFits(schema.type, value) ? [] : [`${at}: not of type ${schema.type ?? ''}`]),
    ...(schema.enum === undefined || schema.enum.includes(value) ? [] : [`${at}: ${String(value)} is not allowed`]),
    ...(typeof value !== 'string' || textFits(schema, value) ? [] : [`${at}: ${value} is not allowed`]),
  ];
  if (Array.isArray(value))
    return [...faults, ...value.flatMap((item, index) => faultsOf(schema.items ?? {}, item, `${at}[${index}]`))];
  if (typeof value !== 'object' || value === null) return faults;
  const missing = (schema.required ?? []).filter((key) => !(key in value)).map((key) => `${at}.${key}: missing`);
  const inner = Object.entries(value).flatMap(([key, child]) => {
    const more = schema.additionalProperties;
    const known = schema.properties?.[key] ?? (typeof more === 'object' ? more : undefined);
    return known === undefined ? [`${at}.${key}: unknown`] : faultsOf(known, child, `${at}.${key}`);
  });
  return [...faults, ...missing, ...inner];
}

function typeFits(type: string | undefined, value: unknown): boolean {
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value);
  if (type === 'integer') return Number.isInteger(value);
  return type === undefined || typeof value === type;
}

function textFits({ pattern, maxLength = Infinity }: Schema, text: string): boolean {
  return text.length <= maxLength && (pattern === undefined || new RegExp(pattern).test(text));
}
