/** Objects that a pod needs and somebody else makes, as its template's annotation names them. */
import type { PodTemplate } from '../pod-template';
import type { Finding } from '../rule';
import { quote } from '../wording';

export const EXTERNAL_REFERENCES_ANNOTATION = 'gatehouse.dev/external-references';

const KINDS = ['ConfigMap', 'Secret', 'PersistentVolumeClaim', 'ServiceAccount'];
const ENTRY = /^([A-Za-z]+)\/([^/\s]+)$/;

export interface ExternalReferences {
  /** `Secret/db-password`. */
  readonly entries: ReadonlySet<string>;
  readonly findings: readonly Finding[];
}

/** Parses `Secret/db-password, ConfigMap/x`; blanks and empty entries do not matter. */
export function parseExternalReferences({ annotations }: PodTemplate): ExternalReferences {
  const text = annotations.get(EXTERNAL_REFERENCES_ANNOTATION) ?? '';
  const entries = text.split(',').flatMap((entry) => entry.trim() || []);
  return { entries: new Set(entries), findings: entries.filter((entry) => !isEntry(entry)).map(toFinding) };
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
