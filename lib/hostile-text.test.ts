/**
 * Configuration text is safe: every scalar of every document of every fleet here is replaced by text that would end a word, a
 * line, a quote or a block of a configuration. Either the document is refused, or nothing of the text is read as more than one word.
 */
import { cpSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { stringify } from 'yaml';
import { drawManifests } from './charts/draw-manifests';
import { renderK8sniffFiles } from './constructs/front/k8sniff-config';
import { parseDocument } from './input/document';
import { loadFleet } from './input/load-fleet';
import { renderClientKits } from './kits/client-kits';
import type { Fleet } from './model/fleet';
import { renderIssues } from './model/issue';
import { renderPlace } from './model/laws/first-seen';
import type { KubernetesObject } from './model/manifest';
import type { ValuePath } from './model/source';
import { documentsOf, scalarsOf, schemaOf, withText, type FleetDocument } from './testing/fleet-documents';
import { CANARY, HOSTILE } from './testing/hostile-text';
import { namedDrawables } from './testing/named-certificates';
import { flatten, parseNginx, type Directive } from './testing/parse-nginx';
import { newFolder, removeFolders } from './testing/synth-folder';

interface Sample extends FleetDocument {
  readonly paths: readonly ValuePath[];
}

/** Every configuration that a program reads: all entries of ConfigMaps that are Gatehouse's own. */
function configurationsOf(objects: readonly KubernetesObject[]): string[] {
  return objects.flatMap(({ kind, data }) =>
    kind === 'ConfigMap'
      ? Object.entries(data as Record<string, string>).flatMap(([key, text]) => (key.endsWith('.conf') ? [text] : []))
      : [],
  );
}

function injectionsOf(configuration: string): string[] {
  if (!configuration.includes(CANARY)) return [];
  return readOrUnreadable(configuration).flatMap(({ words, line }) =>
    words.some(({ text }) => text === CANARY || (text.includes('$') && text.includes(CANARY))) ? [line] : [],
  );
}

function readOrUnreadable(configuration: string): Directive[] {
  try {
    return flatten(parseNginx(configuration));
  } catch (error) {
    return [{ words: [{ text: CANARY, isQuoted: false }], line: `unreadable: ${String(error)}` }];
  }
}

/** What somebody outside runs has nothing of the text at all: names of hosts and endpoints alone stand there. */
function inKit(file: string, text: string): string[] {
  return text.includes(CANARY) ? [file] : [];
}

/** Whatever JSON.parse, which shares nothing with what writes it, finds of the text: names of hosts and tenants alone stand there. */
function inJson(file: string, text: string): string[] {
  try {
    return JSON.stringify(JSON.parse(text)).includes(CANARY) ? [file] : [];
  } catch (error) {
    return [`${file} is unreadable: ${String(error)}`];
  }
}

/** Where a document says the text, in addition to what it says otherwise. */
interface Change {
  readonly sample: Sample;
  readonly paths: readonly ValuePath[];
}

interface Tried {
  /** Which of the changes no law refused. */
  readonly kept: readonly Change[];
  readonly injected: readonly string[];
}

/** Loads and draws the fleet with these changes; what a law refuses at its place is taken back. */
function injectedBy(fleet: string, text: string, changes: readonly Change[]): Tried {
  const folder = newFolder();
  cpSync(fleet, folder, { recursive: true });
  const written = changes.map(({ sample, paths }) => {
    const changed = paths.reduce((before, at) => withText(before, at, text), sample.value);
    const yaml = stringify(changed, { lineWidth: 0 });
    writeFileSync(path.join(folder, sample.file), yaml);
    return yaml;
  });
  const loaded = loadFleet(folder);
  rmSync(folder, { recursive: true });
  if (loaded.ok) {
    const plain = withPlainKeys(loaded.value);
    const drawables = namedDrawables(plain);
    const objects = drawManifests(plain, drawables).map(({ object }) => object);
    const kits = [...renderClientKits(plain, drawables)].flatMap(([file, text]) => inKit(file, text));
    // Whatever engine the fleet has: k8sniff's files are made of the same routes.
    const k8sniff = Object.entries(renderK8sniffFiles(plain)).flatMap(([file, json]) => inJson(file, json));
    return { kept: changes, injected: [...configurationsOf(objects).flatMap(injectionsOf), ...kits, ...k8sniff] };
  }
  const places = new Set(loaded.issues.map(({ where }) => renderPlace(where)));
  const left = changes.map(({ sample, paths }, i) => {
    const { source } = parseDocument(sample.file, written[i] ?? '');
    return { sample, paths: paths.filter((at) => !places.has(renderPlace(source.placeOf(at)))) };
  });
  const isFewer = left.some(({ paths }, i) => paths.length < (changes[i]?.paths.length ?? 0));
  if (!isFewer) throw new Error(renderIssues(loaded.issues));
  return injectedBy(fleet, text, left);
}

/** Sealing takes its time, and no configuration knows of it. */
function withPlainKeys(fleet: Fleet): Fleet {
  const { spec } = fleet.platform;
  return { ...fleet, platform: { ...fleet.platform, spec: { ...spec, secrets: { ...spec.secrets, mode: 'plain' } } } };
}

/** The places where the schema lets the text stand. */
function changesWith(samples: readonly Sample[], text: string): Change[] {
  return samples.map((sample) => {
    const schema = schemaOf(sample.value);
    return { sample, paths: sample.paths.filter((at) => schema?.safeParse(withText(sample.value, at, text)).success) };
  });
}

const FLEETS = ['fleet', ...readdirSync('e2e/fleets').map((name) => `e2e/fleets/${name}`)];

afterAll(removeFolders);

describe.each(FLEETS)('hostile text in %s', (fleet) => {
  const samples = documentsOf(fleet).map((document) => ({ ...document, paths: scalarsOf(document.value) }));

  it.each(HOSTILE.map((text) => [JSON.stringify(text), text]))('%s is refused, or stays one word', (_shown, text) => {
    const { kept, injected } = injectedBy(fleet, text, changesWith(samples, text));
    expect(injected).toEqual([]);
    // Commands and the like may say anything: so something was drawn and looked at.
    expect(kept.flatMap(({ paths }) => paths).length).toBeGreaterThan(3);
  });
});

test('an injection would be seen', () => {
  // U+2028 ends a line for JavaScript, and is part of a word for nginx.
  for (const text of HOSTILE.filter((hostile) => !hostile.includes('\u2028'))) {
    const places = [`http { x ${text}; }`, `http { x "${text}"; }`, `http { x '${text}'; }`];
    expect(places.flatMap(injectionsOf)).not.toEqual([]);
  }
  for (const text of HOSTILE) {
    const places = [`{ "host": "${text}" }`, JSON.stringify({ host: text }), JSON.stringify({ [text]: 1 })];
    for (const place of places) expect(inJson('x.json', place)).not.toEqual([]);
  }
});
