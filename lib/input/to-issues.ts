/** zod's findings in the user's words, each at the line that has to change. */
import type { z } from 'zod';
import { fault, type Issue } from '../model/issue';
import { didYouMean } from '../model/nearest-name';
import type { Source, ValuePath } from '../model/source';
import { allowedKeys } from './allowed-keys';
import { show } from './show';

type Finding = z.core.$ZodIssue;

/** `value` is what was checked, `schema` what it was checked against. */
export function toIssues(findings: readonly Finding[], value: unknown, schema: z.ZodType, source: Source): Issue[] {
  return findings.flatMap((finding) => toIssue(finding, finding.path.map(toStep), value, schema, source));
}

function toStep(step: PropertyKey): string | number {
  return typeof step === 'number' ? step : String(step);
}

function toIssue(finding: Finding, path: ValuePath, value: unknown, schema: z.ZodType, source: Source): Issue[] {
  const got = valueAt(value, path);
  const name = renderPath(path);
  const here = source.placeOf(path);
  switch (finding.code) {
    case 'unrecognized_keys':
      return finding.keys.map((key) => unknownKey(key, path, schema, source));
    case 'invalid_type':
      if (got === undefined) return [missing(path, source, finding.expected)];
      return [wrong(here, name, got, wanted(finding.expected, finding.message), 'type')];
    case 'invalid_value': {
      if (got === undefined) return [missing(path, source, oneOf(finding.values))];
      const near = typeof got === 'string' ? didYouMean(got, finding.values.map(String)) : '';
      return [
        fault(
          'value',
          here,
          `${name} is ${show(got)}; allowed: ${oneOf(finding.values)}${near}`,
          'write one of the allowed values',
        ),
      ];
    }
    case 'too_small':
    case 'too_big':
      return [fault('limit', here, `${name} is ${show(got)}; ${limitOf(finding)}`, 'choose a value within the limits')];
    case 'invalid_union':
      if (got === undefined) return [missing(path, source, 'a value')];
      return [wrong(here, name, got, finding.message, 'value')];
    case 'invalid_format':
    case 'invalid_key':
    case 'invalid_element':
    case 'not_multiple_of':
    case 'custom':
      return [wrong(here, name, got, finding.message, 'value')];
  }
}

function unknownKey(key: string, path: ValuePath, schema: z.ZodType, source: Source): Issue {
  const known = allowedKeys(schema, path);
  const near = didYouMean(key, known);
  const allowed = near === '' ? `; allowed: ${known.join(', ')}` : near;
  const owner = path.length === 0 ? 'the document' : renderPath(path);
  return fault(
    'unknown-key',
    source.placeOfKey([...path, key]),
    `unknown key ${show(key)} in ${owner}${allowed}`,
    'correct or remove it',
  );
}

function missing(path: ValuePath, source: Source, expected: string): Issue {
  const parent = path.slice(0, -1);
  const owner = parent.length === 0 ? 'the document' : renderPath(parent);
  const kind = TYPE_WORDS[expected] ?? expected;
  return fault('missing', source.placeOf(parent), `${String(path.at(-1))} is missing in ${owner}`, `add it: ${kind}`);
}

function wrong(where: Issue['where'], name: string, got: unknown, want: string, rule: string): Issue {
  return fault(rule, where, `${name} is ${show(got)}; wanted: ${want}`, 'correct the value');
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
  record: 'a mapping',
};

/** A message of ours says more than the type's name. */
function wanted(expected: string, message: string): string {
  return message.startsWith('Invalid input') ? (TYPE_WORDS[expected] ?? expected) : message;
}

function oneOf(values: readonly unknown[]): string {
  return values.map(String).join(', ');
}

function limitOf(finding: Extract<Finding, { code: 'too_small' | 'too_big' }>): string {
  const bound =
    finding.code === 'too_small' ? `at least ${String(finding.minimum)}` : `at most ${String(finding.maximum)}`;
  if (finding.origin === 'string') return `allowed: ${bound} characters`;
  if (finding.origin === 'array') return `allowed: ${bound} entries`;
  return `allowed: ${bound}`;
}

/** `spec.endpoints[0].port`. */
export function renderPath(path: ValuePath): string {
  if (path.length === 0) return 'the document';
  return path.map((step, i) => (typeof step === 'number' ? `[${step}]` : i === 0 ? step : `.${step}`)).join('');
}

function valueAt(value: unknown, path: ValuePath): unknown {
  return path.reduce<unknown>(
    (inner, step) =>
      typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>)[step] : undefined,
    value,
  );
}
