import type { IndexedObject } from '../indexed-object';
import { hasPrivateKey } from '../private-key-text';
import { type Finding, type Rule, toIssues } from '../rule';
import { describeObject, quote } from '../wording';

/**
 * Only a Secret's `data` is guarded by the cluster's rights and its encryption at rest. No message shows what was found.
 * https://kubernetes.io/docs/concepts/security/secrets-good-practices/
 */
export const keysOnlyInSecrets: Rule = {
  id: 'keys-only-in-secrets',
  summary: 'No PEM private key, plain or in base64, stands anywhere but in the `data` of a Secret',
  check: ({ objects }) => objects.flatMap((object) => toIssues(keysOnlyInSecrets.id, object, checkObject(object))),
};

function checkObject(object: IndexedObject): Finding[] {
  const isSecret = object.groupKind === 'Secret';
  const fields = object.manifest.object;
  const findings: Finding[] = [];
  for (const field of Object.keys(fields)) {
    if ((isSecret && field === 'data') || !holdsKey({ [field]: fields[field] })) continue;
    const steps = findKey({ [field]: fields[field] }) ?? [];
    findings.push({
      message: `${describeObject(object)} holds a private key at ${showPath(steps)}, only the data of a Secret may (the key is not shown here)`,
      fix: 'move the key into the data of a Secret, and replace it if this file was ever committed',
    });
  }
  return findings;
}

/** Whether there is a key at all: for nearly every object that is the end of it, so it makes no lists on its way. */
function holdsKey(value: unknown): boolean {
  if (typeof value === 'string') return hasPrivateKey(value);
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.some(holdsKey);
  return Object.keys(value).some((step) => hasPrivateKey(step) || holdsKey((value as Record<string, unknown>)[step]));
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
