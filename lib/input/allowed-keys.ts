/** Which keys a schema knows at a path: read from the schema itself, so that messages cannot grow old. */
import { z } from 'zod';
import type { ValuePath } from '../model/source';

/** Empty where the schema takes any key there. */
export function allowedKeys(schema: z.ZodType, path: ValuePath): string[] {
  const inner = path.reduce<z.ZodType | undefined>(
    (at, step) => (at === undefined ? undefined : stepInto(unwrap(at), step)),
    schema,
  );
  const object = inner === undefined ? undefined : unwrap(inner);
  return object instanceof z.ZodObject ? Object.keys(object.shape) : [];
}

function stepInto(schema: z.ZodType, step: string | number): z.ZodType | undefined {
  if (schema instanceof z.ZodObject) return (schema.shape as Record<string, z.ZodType | undefined>)[step];
  if (schema instanceof z.ZodArray) return schema.element as z.ZodType;
  return undefined;
}

/** Defaults and optionality stand round the schema that has the keys. */
function unwrap(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault)
    return unwrap(schema.unwrap() as z.ZodType);
  return schema;
}
