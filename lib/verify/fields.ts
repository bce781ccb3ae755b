/**
 * Reads values that no schema has checked. Only own properties count, so that a label called `constructor` is a label;
 * what is absent or of another type reads as absent or empty, and the rule that asked decides whether that is a fault.
 */

export type Fields = Readonly<Record<string, unknown>>;

const NO_FIELDS: Fields = Object.freeze({});
const NO_ITEMS: readonly unknown[] = Object.freeze([]);

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value of a field, or undefined where it is missing or null: Kubernetes reads both alike. */
export function fieldAt(value: unknown, field: string): unknown {
  if (!isFields(value)) return undefined;
  const inner = value[field];
  if (inner === undefined || inner === null) return undefined;
  // What every object inherits is functions, which JSON has not, and `__proto__`: all that needs a second look.
  if (typeof inner === 'function' || (field === '__proto__' && !Object.hasOwn(value, field))) return undefined;
  return inner;
}

/** The value under `path`, or undefined where any step of it is missing or null. */
export function valueAt(value: unknown, ...path: readonly string[]): unknown {
  let found = value;
  for (const step of path) {
    found = fieldAt(found, step);
    if (found === undefined) return undefined;
  }
  return found ?? undefined;
}

export function fieldsAt(value: unknown, ...path: readonly string[]): Fields {
  const found = valueAt(value, ...path);
  return isFields(found) ? found : NO_FIELDS;
}

export function listAt(value: unknown, ...path: readonly string[]): readonly unknown[] {
  const found = valueAt(value, ...path);
  return Array.isArray(found) ? found : NO_ITEMS;
}

export function textAt(value: unknown, ...path: readonly string[]): string | undefined {
  const found = valueAt(value, ...path);
  return typeof found === 'string' ? found : undefined;
}

/** Those entries of a mapping whose values are text. */
export function textMapAt(value: unknown, ...path: readonly string[]): ReadonlyMap<string, string> {
  const fields = fieldsAt(value, ...path);
  const texts = new Map<string, string>();
  for (const key of Object.keys(fields)) {
    const text = fields[key];
    if (typeof text === 'string') texts.set(key, text);
  }
  return texts;
}
