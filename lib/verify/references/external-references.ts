/** Objects that a pod needs and somebody else makes, as its template's annotation names them. */
import type { PodTemplate } from '../pod-template';
import type { Finding } from '../rule';
import { quote } from '../wording';

export const EXTERNAL_REFERENCES_ANNOTATION = 'gatehouse.dev/external-references';

const KINDS = ['ConfigMap', 'Secret', 'PersistentVolumeClaim', 'ServiceAccount'];
const ENTRY = /^([A-Za-z]+)\/([^/\s]+)$/;

/** `Secret/db-password, ConfigMap/x` in parts; blanks and empty entries do not matter. */
export function externalReferences({ annotations }: PodTemplate): readonly string[] {
  const text = annotations.get(EXTERNAL_REFERENCES_ANNOTATION);
  return text === undefined ? [] : text.split(',').flatMap((entry) => entry.trim() || []);
}

/** Entries that nobody can read. */
export function checkExternalReferences(template: PodTemplate): Finding[] {
  return externalReferences(template)
    .filter((entry) => !isEntry(entry))
    .map(toFinding);
}

function isEntry(entry: string): boolean {
  const kind = ENTRY.exec(entry)?.[1];
  return kind !== undefined && KINDS.includes(kind);
}

function toFinding(entry: string): Finding {
  return {
    message: `the annotation ${EXTERNAL_REFERENCES_ANNOTATION} of the pod template has the entry ${quote(entry)}, allowed is KIND/NAME with KIND one of ${KINDS.join(', ')}`,
    fix: 'write the entry as in Secret/db-password, and put a comma between entries',
  };
}
