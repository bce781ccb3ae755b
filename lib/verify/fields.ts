/**
 * Reads values that no schema has checked. Only own properties count, so that a label called `constructor` is a label;
 * what is absent or of another type reads as absent or empty, and the rule that asked decides whether that is a fault.
 */

export type Fields = Readonly<Record<string, unknown>>;

const NO_FIELDS: Fields = Object.freeze({});

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value under `path`, or undefined where any step of it is missing or null: Kubernetes reads both alike. */
export function valueAt(value: unknown, ...path: readonly string[]): unknown {
  let found = value;
  for (const step of path) {
    if (!isFields(found)) return undefined;
    const inner = found[step];
    // Own properties only; what every object inherits is asked for so seldom that the look comes second.
    if (inner === undefined || (step in Object.prototype && !Object.hasOwn(found, step))) return undefined;
    found = inner;
  }
  return found ?? undefined;
}

export function fieldsAt(value: unknown, ...path: readonly string[]): Fields {
  const found = valueAt(value, ...path);
  return isFields(found) ? found : NO_FIELDS;
}

export function listAt(value: unknown, ...path: readonly string[]): readonly unknown[] {
  const found = valueAt(value, ...path);
  return Array.isArray(found) ? found : [];
}

export function textAt(value: unknown, ...path: readonly string[]): string | undefined {
  const found = valueAt(value, ...path);
  return typeof found === 'string' ? found : undefined;
}

/** Those entries of a mapping whose values are text. */
export function textMapAt(value: unknown, ...path: readonly string[]): ReadonlyMap<string, string> {
  const entries = Object.entries(fieldsAt(value, ...path));
  return new Map(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}
