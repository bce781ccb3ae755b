/**
 * A fleet whose texts have moved as far towards the edge of what its documents accept as given pieces bring them. A piece that a schema
 * refuses stays out, and so does a text that a law refuses: what is left is what a configuration may have to hold.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { loadFleet } from '../input/load-fleet';
import type { ValuePath } from '../model/source';
import { documentsOf, scalarsOf, schemaOf, withText, type FleetDocument } from './fleet-documents';

/** A piece of text that is put somewhere into another. */
export interface Step {
  readonly at: number;
  readonly piece: string;
}

/** What ends a word, a line or a block for nginx, stunnel or YAML, what names a variable, what moves in a path; and what is at the edge of names. */
const PIECES = [
  ...[
    '$',
    '${x}',
    '$host',
    '"',
    "'",
    '`',
    '\\',
    '"; x on;',
    "'; x on;",
    ';',
    '{',
    '}',
    ';}} x {',
    '#',
    ' # x',
    '\n',
    '\r\n[x]\r\n',
  ],
  ...[
    '\t',
    ' ',
    '\0',
    '\u2028',
    '%',
    '%0a',
    '%00',
    '%2e%2e',
    '..',
    '/..',
    '/../',
    '/.',
    '.',
    '...',
    '/...',
    '/',
    '//',
    '~',
    '~^',
    '^',
  ],
  ...[
    '*',
    '*.',
    '(',
    ')',
    '|',
    '!',
    '[',
    ']',
    '<',
    '>',
    '=',
    '&',
    '?',
    '+',
    ',',
    ':',
    '@',
    '_',
    '-',
    '--',
    'xn--',
    '0',
    '9',
    'A',
    'ä',
  ],
  ...['off', 'default', 'on', 'include', 'hostnames', 'a'.repeat(20), 'x.', '0', '1', '2', '3', '1', '2', '::', ':1'],
];

export const arbitrarySteps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({ at: fc.nat({ max: 300 }), piece: fc.constantFrom(...PIECES) }),
  { minLength: 32, maxLength: 32 },
);

/** What makes each name, and the first label of each host, as long as it may be. */
export const LENGTHENING: readonly Step[] = [
  ...Array<Step>(20).fill({ at: 1, piece: 'a'.repeat(20) }),
  ...Array<Step>(20).fill({ at: 1, piece: 'a' }),
];

/** A text of the documents, wherever it stands there, and what it has become. */
export interface Drift {
  readonly from: string;
  readonly to: string;
}

/** Where in a document, with stars for positions in lists: `App spec.endpoints.*.path`. */
export type FieldName = string;

export interface Drifted {
  readonly drifts: readonly Drift[];
  /** Of every field that a text has moved in. */
  readonly fields: ReadonlySet<FieldName>;
}

/** Looked at after the laws alone: certificates, and names of objects that the pod and a rule of verify want alike. */
const FIXED = /^App spec\.(external\.|endpoints\.\*\.clientCertificates\.ca$)/;

const HOST = /^[a-z0-9-]+(\.[a-z0-9-]+)+$/;

/** Changes the fleet's documents in place. @param stepsFor new ones for each text */
export function driftFleet(folder: string, stepsFor: () => readonly Step[]): Drifted {
  const documents = documentsOf(folder).map(withDefaults);
  const wanted = textsOf(documents).flatMap((from) => {
    const to = driftText(from, stepsFor(), (text) => isAccepted(documents, { from, to: text }));
    return to === from ? [] : [{ from, to }];
  });
  const isLawful = (drifts: readonly Drift[]): boolean => {
    write(folder, documents, drifts);
    return loadFleet(folder).ok;
  };
  const drifts = largest(isLawful, [], wanted);
  write(folder, documents, drifts);
  return { drifts, fields: new Set(documents.flatMap((document) => fieldsOf(document, drifts))) };
}

/** What a document does not say can drift as well. */
function withDefaults({ file, value }: FleetDocument): FleetDocument {
  return { file, value: schemaOf(value)?.parse(value) };
}

/** Without hosts in the platform's domain, which go with their labels. */
function textsOf(documents: readonly FleetDocument[]): string[] {
  const all = documents.flatMap(({ value }) =>
    scalarsOf(value).map((at) => ({ text: valueAt(value, at), field: fieldName(value, at) })),
  );
  const fixed = new Set(all.filter(({ field }) => FIXED.test(field)).map(({ text }) => text));
  const domain = all.find(({ field }) => field === 'Platform spec.domain')?.text;
  return [...new Set(all.map(({ text }) => text))].filter(
    (text) => typeof text === 'string' && !fixed.has(text) && !text.endsWith(`.${String(domain)}`),
  ) as string[];
}

function fieldName(value: unknown, at: ValuePath): FieldName {
  const { kind } = value as { readonly kind: string };
  return `${kind} ${at.map((key) => (typeof key === 'number' ? '*' : key)).join('.')}`;
}

function valueAt(value: unknown, at: ValuePath): unknown {
  return at.reduce<unknown>((inner, key) => (inner as Record<string | number, unknown>)[key], value);
}

function driftText(text: string, steps: readonly Step[], accepts: (text: string) => boolean): string {
  return steps.reduce((sofar, { at, piece }) => {
    const cut = at % (sofar.length + 1);
    const next = sofar.slice(0, cut) + piece + sofar.slice(cut);
    return accepts(next) ? next : sofar;
  }, text);
}

function isAccepted(documents: readonly FleetDocument[], drift: Drift): boolean {
  return documents.every(({ value }) => {
    const changed = drifted(value, [drift]);
    return changed === value || schemaOf(value)?.safeParse(changed).success === true;
  });
}

/** The value itself where none of the texts stands in it. */
function drifted(value: unknown, drifts: readonly Drift[]): unknown {
  return scalarsOf(value).reduce((before, at) => {
    const text = valueAt(value, at);
    if (typeof text !== 'string') return before;
    const to = becoming(text, drifts);
    return to === text ? before : withText(before, at, to);
  }, value);
}

/** A host goes with the domain that it is in, and with each label that is a name elsewhere: so it is still the same as one by default. */
function becoming(text: string, drifts: readonly Drift[]): string {
  const become = (name: string): string | undefined => drifts.find(({ from }) => from === name)?.to;
  const own = become(text);
  if (own !== undefined || !HOST.test(text)) return own ?? text;
  const domain = drifts.find(({ from }) => HOST.test(from) && text.endsWith(`.${from}`));
  const labels = domain === undefined ? text : text.slice(0, -domain.from.length - 1);
  const moved = labels.split('.').map((label) => become(label) ?? label);
  return [...moved, ...(domain === undefined ? [] : [domain.to])].join('.');
}

function fieldsOf({ value }: FleetDocument, drifts: readonly Drift[]): FieldName[] {
  const after = drifted(value, drifts);
  return scalarsOf(value)
    .filter((at) => valueAt(value, at) !== valueAt(after, at))
    .map((at) => fieldName(value, at));
}

/** All of `more` that can be had on top of `kept`: a half that cannot is tried in halves. */
function largest<T>(isGood: (all: readonly T[]) => boolean, kept: readonly T[], more: readonly T[]): readonly T[] {
  if (more.length === 0 || isGood([...kept, ...more])) return [...kept, ...more];
  if (more.length === 1) return kept;
  const middle = Math.ceil(more.length / 2);
  return largest(isGood, largest(isGood, kept, more.slice(0, middle)), more.slice(middle));
}

/** Files and folders are called as what they are about. */
function write(folder: string, documents: readonly FleetDocument[], drifts: readonly Drift[]): void {
  rmSync(path.join(folder, 'tenants'), { recursive: true });
  for (const { file, value } of documents) {
    const segments = file.split(path.sep).map((segment) => {
      const [base = '', ending = ''] = segment.split('.');
      const name = drifts.find(({ from }) => from === base)?.to ?? base;
      return ending === '' ? name : `${name}.${ending}`;
    });
    const target = path.join(folder, ...segments);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, stringify(drifted(value, drifts), { lineWidth: 0 }));
  }
}
