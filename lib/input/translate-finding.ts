/** What the schema found, in the user's words: the value got, what is allowed, and what to change. */
import type { z } from 'zod';
import { fault, type Issue } from '../model/issue';
import { didYouMean, nearestName } from '../model/nearest-name';
import type { ValuePath } from '../model/source';
import type { Document } from './document';
import type { JsonSchema } from './json-schemas';
import { showPath, showText, showValue } from './show-value';
import { describeWanted, otherReading, schemaAt } from './wanted';

/** One finding of a safeParse whose own messages are empty, so that `message` is the rule's text or nothing. */
export type Finding = z.core.$ZodIssue;

/** `schema` is that of the whole document. Several issues where one finding tells of several keys. */
export function translateFinding(finding: Finding, document: Document, schema: JsonSchema): Issue[] {
  const path = finding.path.map((step) => (typeof step === 'number' ? step : String(step)));
  if (finding.code === 'unrecognized_keys') {
    const known = Object.keys(schemaAt(schema, path)?.properties ?? {});
    return finding.keys.map((key) => unknownKey(document, path, key, known));
  }
  const value = valueAt(document.value, path);
  const context: Context = { document, path, value, wanted: schemaAt(schema, path), rule: finding.message };
  if (value === undefined) return document.isIncomplete(path.slice(0, -1)) ? [] : [missingKey(context)];
  if (value === null) return [emptyValue(context, schema)];
  return [translateValue(finding, context)];
}

interface Context {
  readonly document: Document;
  readonly path: ValuePath;
  readonly value: unknown;
  readonly wanted: JsonSchema | undefined;
  /** What is allowed, such as `a DNS label: a-z …`; empty where the schema has no words of its own. */
  readonly rule: string;
}

function translateValue({ code }: Finding, context: Context): Issue {
  if (code === 'invalid_type') return wrongType(context);
  return code === 'too_small' || code === 'too_big' ? outOfRange(context) : notAllowed(context);
}

function unknownKey({ source }: Document, path: ValuePath, key: string, known: readonly string[]): Issue {
  const near = nearestName(key, known);
  const hint = near === undefined ? `; allowed: ${known.join(', ')}` : didYouMean(key, known);
  const message = `unknown key ${showText(key)} in ${showPath(path)}${hint}`;
  const fix = near === undefined ? 'remove it' : `write ${near}, or remove it`;
  return fault('unknown-key', source.placeOfKey([...path, key]), message, fix);
}

function missingKey({ document, path, wanted }: Context): Issue {
  const parent = path.slice(0, -1);
  const key = String(path.at(-1));
  const message = `missing key ${showText(key)} in ${showPath(parent)}`;
  const says = describeWanted(wanted);
  const about = wanted?.description === undefined ? '' : ` (${firstClause(wanted.description)})`;
  const fix =
    wanted?.const !== undefined ? `${key}: ${says}` : `${key}, ${says}${wanted?.enum === undefined ? about : ''}`;
  return fault('missing-key', document.source.placeOfKey(parent), message, `add ${fix}`);
}

/** `Public DNS domain; a tenant …` -> `public DNS domain`. */
function firstClause(description: string): string {
  const clause = description.split(/[.;:,](?:\s|$)/, 1)[0] ?? '';
  return clause.replace(/^[A-Z](?=[a-z ])/, (letter) => letter.toLowerCase());
}

function emptyValue({ document, path, wanted }: Context, schema: JsonSchema): Issue {
  const key = path.at(-1);
  const isRequired = schemaAt(schema, path.slice(0, -1))?.required?.includes(String(key)) ?? false;
  const way = typeof key === 'number' ? ', or remove the item' : isRequired ? '' : ', or remove the key';
  const where = document.source.placeOfKey(path);
  return fault('wrong-type', where, `${showPath(path)} is empty`, `write ${describeWanted(wanted)}${way}`);
}

function wrongType(context: Context): Issue {
  const { document, path, value, wanted, rule } = context;
  const message = `${showPath(path)} is ${showValue(value)}, which is not ${describeKind(wanted)}`;
  return fault('wrong-type', document.source.placeOf(path), message, fixOfType(value, wanted, rule));
}

/** As {@link describeWanted}, without the limits: `a whole number`. */
function describeKind(wanted: JsonSchema | undefined): string {
  if (wanted?.enum !== undefined || wanted?.const !== undefined) return 'text';
  return describeWanted(wanted).replace(/ (?:from|to|of at) .*$/, '');
}

function fixOfType(value: unknown, wanted: JsonSchema | undefined, rule: string): string {
  const other = otherReading(wanted, value);
  if (typeof other === 'string') return `put it in quotes: "${other}"`;
  if (other !== undefined) return `remove the quotes: ${String(other)}`;
  if (wanted?.type === 'array') return 'begin each item with "- ", or write the list in brackets';
  return `write ${rule === '' ? describeWanted(wanted) : rule}`;
}

function outOfRange(context: Context): Issue {
  const { document, path, value, wanted } = context;
  const count = typeof value === 'string' && value !== '' ? `, which has ${Array.from(value).length} characters` : '';
  const shown = value === '' ? 'empty' : showValue(value);
  const fix = value === '' ? 'write text, or remove it' : `write ${describeWanted(wanted)}`;
  return fault('out-of-range', document.source.placeOf(path), `${showPath(path)} is ${shown}${count}`, fix);
}

function notAllowed(context: Context): Issue {
  const { document, path, value, wanted, rule } = context;
  const message = `${showPath(path)} is ${showValue(value)}, which is not ${nounOf(rule) || 'allowed'}`;
  const near =
    typeof value === 'string'
      ? nearestName(value, (wanted?.enum ?? (wanted?.const === undefined ? [] : [wanted.const])).map(String))
      : undefined;
  const hint = near === undefined ? '' : `, did you mean ${showText(near)}?`;
  const other = rule === '' ? undefined : otherReading(wanted, value);
  const fix = typeof other === 'string' ? `put it in quotes: "${other}"` : `write ${rule || describeWanted(wanted)}`;
  return fault('not-allowed', document.source.placeOf(path), `${message}${hint}`, fix);
}

/** `a DNS label: a-z …` -> `a DNS label`. */
function nounOf(rule: string): string {
  return rule.split(/[:(,;]| such as /, 1)[0]?.trim() ?? '';
}

function valueAt(value: unknown, path: ValuePath): unknown {
  return path.reduce<unknown>((parent, step) => {
    if (typeof parent !== 'object' || parent === null || !Object.hasOwn(parent, step)) return undefined;
    return (parent as Record<string | number, unknown>)[step]; // a border: any object can be asked
  }, value);
}
