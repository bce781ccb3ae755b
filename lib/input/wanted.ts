/** What a schema wants, in words: for messages that tell what to write. */
import type { ValuePath } from '../model/source';
import type { JsonSchema } from './json-schemas';

/** The schema of what stands at `path`; undefined where the schema says nothing about it. */
export function schemaAt(schema: JsonSchema, path: ValuePath): JsonSchema | undefined {
  const [step, ...rest] = path;
  if (step === undefined) return schema;
  for (const option of schema.anyOf ?? [schema]) {
    const found = childOf(option, step);
    if (found !== undefined) return schemaAt(found, rest);
  }
  return undefined;
}

function childOf(schema: JsonSchema, step: string | number): JsonSchema | undefined {
  if (typeof step === 'number') return schema.items;
  if (schema.properties !== undefined && Object.hasOwn(schema.properties, step)) return schema.properties[step];
  return typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined;
}

/** `a whole number from 1 to 65535`, `one of demo, environment`, `text`, `a list` … */
export function describeWanted(schema: JsonSchema | undefined): string {
  if (schema === undefined) return 'a value';
  if (schema.anyOf !== undefined) return [...new Set(schema.anyOf.map(describeWanted))].join(' or ');
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return `one of ${schema.enum.join(', ')}`;
  if (typeof schema.type === 'object') {
    return schema.type.map((type) => describeWanted({ ...schema, type })).join(' or ');
  }
  const kinds: Readonly<Record<string, string>> = {
    integer: `a whole number${describeRange(schema)}`,
    number: `a number${describeRange(schema)}`,
    string: schema.maxLength === undefined ? 'text' : `text of at most ${schema.maxLength} characters`,
    boolean: 'true or false',
    array: schema.minItems === undefined ? 'a list' : 'a list that is not empty',
    object: 'a mapping',
  };
  return kinds[schema.type ?? ''] ?? 'a value';
}

function describeRange({ minimum = -Infinity, maximum = Infinity }: JsonSchema): string {
  const from = minimum <= Number.MIN_SAFE_INTEGER ? '' : ` from ${minimum}`;
  const to = maximum >= Number.MAX_SAFE_INTEGER ? '' : ` to ${maximum}`;
  return from === '' || to !== '' ? `${from}${to}` : ` of at least ${minimum}`;
}

/** The value, read as text or out of text, that the schema would take; undefined where neither helps. */
export function otherReading(schema: JsonSchema | undefined, value: unknown): string | number | boolean | undefined {
  if (typeof value === 'string') {
    return [Number(value), value === 'true'].find((other) => String(other) === value && isAccepted(schema, other));
  }
  if (typeof value !== 'number' && typeof value !== 'boolean') return undefined;
  return isAccepted(schema, String(value)) ? String(value) : undefined;
}

function isAccepted(schema: JsonSchema | undefined, value: string | number | boolean): boolean {
  if (schema?.anyOf !== undefined) return schema.anyOf.some((option) => isAccepted(option, value));
  if (typeof value === 'string') {
    return (
      schema?.type === 'string' &&
      new RegExp(schema.pattern ?? '').test(value) &&
      (schema.enum?.includes(value) ?? true)
    );
  }
  if (typeof value === 'boolean') return schema?.type === 'boolean';
  const isKind = schema?.type === 'number' || (schema?.type === 'integer' && Number.isInteger(value));
  return isKind && value >= (schema.minimum ?? -Infinity) && value <= (schema.maximum ?? Infinity);
}
