import { readFileSync } from 'node:fs';
import path from 'node:path';
import { renderJsonSchemas, toJsonSchema, type JsonSchema } from './json-schemas';

/** Every property of the schema and of those below it, by its path. */
function propertiesOf(schema: JsonSchema, at = ''): [string, JsonSchema][] {
  const own = Object.entries(schema.properties ?? {}).flatMap(([name, property]): [string, JsonSchema][] => [
    [`${at}.${name}`, property],
    ...propertiesOf(property, `${at}.${name}`),
  ]);
  return schema.items === undefined ? own : [...own, ...propertiesOf(schema.items, `${at}[]`)];
}

describe('JSON Schemas', () => {
  it.each([...renderJsonSchemas()])('are committed as they are made: %s', (name, text) => {
    // npm run schema writes them.
    expect(readFileSync(path.join('schema', name), 'utf8')).toBe(text);
  });

  it('describe every field that is not the pod’s', () => {
    const all = (['Platform', 'Tenant', 'App'] as const).flatMap((kind) => propertiesOf(toJsonSchema(kind), kind));
    const silent = all.filter(
      ([at, { description }]) => description === undefined && !/\.spec\.(pod|volumeClaimTemplates)[.[]/.test(at),
    );
    expect(silent.map(([at]) => at)).toEqual([]);
    expect(all.length).toBeGreaterThan(50);
  });

  it('refuse unknown keys, tell defaults, and do not demand what has one', () => {
    const { spec } = toJsonSchema('Platform').properties ?? {};
    expect(spec?.additionalProperties).toBe(false);
    expect(spec?.required).toEqual(['domain', 'pki', 'secrets']);
    expect(spec?.properties?.['front']?.properties?.['port']).toMatchObject({
      default: 443,
      minimum: 1,
      maximum: 65535,
    });
  });

  it('carry no id and draft 7, so that editors find them by path and understand them', () => {
    for (const text of renderJsonSchemas().values()) {
      expect(text).toContain('"$schema": "http://json-schema.org/draft-07/schema#"');
      expect(text).not.toContain('"$id"');
    }
  });
});
