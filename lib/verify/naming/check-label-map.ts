/**
 * Labels and annotations as the API server accepts them.
 * https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set
 * https://kubernetes.io/docs/concepts/overview/working-with-objects/annotations/#syntax-and-character-set
 */
import { fieldAt, isFields } from '../fields';
import { remember } from '../remember';
import type { Finding } from '../rule';
import { quote } from '../wording';
import { isInFormat, SUBDOMAIN } from './name-format';

const NAME = /^[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?$/;
const MAX_NAME_LENGTH = 63;
/** Of keys and values together, in UTF-8. */
const MAX_ANNOTATION_BYTES = 256 * 1024;

const ALLOWED_KEY =
  'allowed are letters, digits, "-", "_" and ".", a letter or digit first and last, at most 63 characters, after an optional DNS name and "/"';
const ALLOWED_VALUE =
  'allowed are letters, digits, "-", "_" and ".", a letter or digit first and last, at most 63 characters, or nothing at all';

/** `where` is how messages call the mapping, such as `metadata.labels`. */
export function checkLabels(metadata: unknown, where: string): Finding[] {
  const labels = fieldAt(metadata, 'labels');
  const findings = checkEntries(labels, where, isQualifiedName);
  if (!isFields(labels)) return findings;
  for (const key of Object.keys(labels)) {
    const value = labels[key];
    if (typeof value !== 'string' || value === '' || isName(value)) continue;
    findings.push({
      message: `${where} gives ${quote(key)} the value ${quote(value)}, ${ALLOWED_VALUE}`,
      fix: 'shorten or respell the value, or make it an annotation',
    });
  }
  return findings;
}

/** Annotation keys are compared in lower case, values are free. */
export function checkAnnotations(metadata: unknown, where: string): Finding[] {
  const annotations = fieldAt(metadata, 'annotations');
  const findings = checkEntries(annotations, where, isQualifiedInLowerCase);
  if (!isFields(annotations)) return findings;
  let bytes = 0;
  for (const key of Object.keys(annotations)) bytes += bytesOf(key) + bytesOf(annotations[key]);
  if (bytes > MAX_ANNOTATION_BYTES) {
    findings.push({
      message: `${where} takes ${bytes} bytes, keys and values together, at most ${MAX_ANNOTATION_BYTES} (256 KiB) are allowed`,
      fix: 'move the largest annotation into a ConfigMap',
    });
  }
  return findings;
}

function checkEntries(map: unknown, where: string, isKey: (key: string) => boolean): Finding[] {
  if (map === undefined) return [];
  if (!isFields(map)) {
    return [{ message: `${where} is ${quote(map)}, a mapping is allowed`, fix: 'write keys with values' }];
  }
  const findings: Finding[] = [];
  for (const key of Object.keys(map)) {
    const value = map[key];
    if (!isKey(key)) {
      findings.push({ message: `${where} has the key ${quote(key)}, ${ALLOWED_KEY}`, fix: 'respell the key' });
    }
    if (typeof value !== 'string') {
      const message = `${where} gives ${quote(key)} the value ${quote(value)}, only text is allowed`;
      findings.push({ message, fix: 'put the value in quotes' });
    }
  }
  return findings;
}

const isQualifiedName = remember((key) => {
  const slash = key.indexOf('/');
  return isName(key.slice(slash + 1)) && (slash < 0 || isInFormat(key.slice(0, slash), SUBDOMAIN));
});

const isQualifiedInLowerCase = remember((key) => isQualifiedName(key.toLowerCase()));

const isName = remember((text) => text.length <= MAX_NAME_LENGTH && NAME.test(text));

function bytesOf(value: unknown): number {
  return typeof value === 'string' ? Buffer.byteLength(value) : 0;
}
