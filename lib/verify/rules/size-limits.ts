import { fieldsAt } from '../fields';
import type { IndexedObject } from '../indexed-object';
import type { Finding, Rule } from '../rule';
import { quote } from '../wording';

/** https://kubernetes.io/docs/concepts/configuration/configmap/#motivation, https://kubernetes.io/docs/concepts/configuration/secret/#restriction-data-size */
const MAX_DATA_BYTES = 1024 * 1024;
/** etcd's `--max-request-bytes`: https://etcd.io/docs/latest/dev-guide/limit/ */
const MAX_OBJECT_BYTES = 1.5 * 1024 * 1024;

/** What is too large is refused at apply, after everything else of the tree has been changed. */
export const sizeLimits: Rule = {
  id: 'size-limits',
  summary: 'The values of a ConfigMap or Secret take at most 1 MiB, and every object at most 1.5 MiB as JSON',
  faults: checkObject,
};

function checkObject(object: IndexedObject): Finding[] {
  // No character takes more than six bytes in JSON, and what is no text takes few: most objects are far below every limit.
  if (object.scan.characters * 6 <= MAX_DATA_BYTES) return [];
  const json = JSON.stringify(object.fields);
  return [...checkData(object), ...checkWhole(object, Buffer.byteLength(json))];
}

function checkData({ groupKind, name, fields }: IndexedObject): Finding[] {
  if (groupKind !== 'ConfigMap' && groupKind !== 'Secret') return [];
  const [text, base64] = groupKind === 'ConfigMap' ? ['data', 'binaryData'] : ['stringData', 'data'];
  const bytes = bytesOf(fieldsAt(fields, text), 'utf8') + bytesOf(fieldsAt(fields, base64), 'base64');
  if (bytes <= MAX_DATA_BYTES) return [];
  return [
    {
      message: `the values of ${groupKind} ${quote(name)} take ${bytes} bytes, at most ${MAX_DATA_BYTES} (1 MiB) are allowed`,
      fix: `divide it into several ${groupKind}s`,
    },
  ];
}

function checkWhole({ kind, name }: IndexedObject, bytes: number): Finding[] {
  if (bytes <= MAX_OBJECT_BYTES) return [];
  return [
    {
      message: `${kind} ${quote(name)} takes ${bytes} bytes as JSON, at most ${MAX_OBJECT_BYTES} (1.5 MiB) are allowed`,
      fix: 'divide it into several objects',
    },
  ];
}

function bytesOf(values: Readonly<Record<string, unknown>>, encoding: 'utf8' | 'base64'): number {
  const texts = Object.values(values).filter((value) => typeof value === 'string');
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text, encoding), 0);
}
