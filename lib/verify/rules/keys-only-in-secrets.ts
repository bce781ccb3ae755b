import type { IndexedObject } from '../indexed-object';
import { hasPrivateKey } from '../private-key-text';
import type { Finding, Rule } from '../rule';
import { describeObject, quote } from '../wording';

/**
 * Only a Secret's `data` is guarded by the cluster's rights and its encryption at rest. No message shows what was found.
 * https://kubernetes.io/docs/concepts/security/secrets-good-practices/
 */
export const keysOnlyInSecrets: Rule = {
  id: 'keys-only-in-secrets',
  summary: 'No PEM private key, plain or in base64, stands anywhere but in the `data` of a Secret',
  faults: checkObject,
};

function checkObject(object: IndexedObject): Finding[] {
  // For nearly every object that is the end of it.
  if (!object.scan.hasKey) return [];
  const findings: Finding[] = [];
  for (const [field, value] of Object.entries(object.fields)) {
    const steps = object.groupKind === 'Secret' && field === 'data' ? undefined : findKey({ [field]: value });
    if (steps === undefined) continue;
    findings.push({
      message: `${describeObject(object)} holds a private key at ${showPath(steps)}, only the data of a Secret may (the key is not shown here)`,
      fix: 'move the key into the data of a Secret, and replace it if this file was ever committed',
    });
  }
  return findings;
}

/** The way to the first key found, in the order of the fields; keys of mappings are looked at too. */
function findKey(value: unknown): string[] | undefined {
  if (typeof value === 'string') return hasPrivateKey(value) ? [] : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [step, inner] of Object.entries(value)) {
    const rest = hasPrivateKey(step) ? [] : findKey(inner);
    if (rest !== undefined) return [step, ...rest];
  }
  return undefined;
}

function showPath(steps: readonly string[]): string {
  const shown = steps.map((step) =>
    /^[A-Za-z]+$/.test(step) ? `.${step}` : `[${/^\d+$/.test(step) ? step : quote(step)}]`,
  );
  return shown.join('').replace(/^\./, '');
}
