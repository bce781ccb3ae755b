/** A key that everybody knows protects nothing, and a mode that is not built protects nobody. */
import type { Fleet } from '../fleet';
import { fault, type Issue } from '../issue';

export function checkSecrets({ platform: { spec, source } }: Fleet): Issue[] {
  if (spec.secrets.mode === 'plain') return [];
  const where = source.placeOf(['spec', 'secrets', 'mode']);
  const issues = [
    fault(
      'secrets-mode',
      where,
      `secrets mode "${spec.secrets.mode}" is not built yet; allowed: plain`,
      'write mode: plain',
    ),
  ];
  if (spec.pki.seed === 'demo') {
    const message = `the demo seed, which everybody knows, is refused with secrets mode "${spec.secrets.mode}"`;
    issues.push(
      fault(
        'demo-seed',
        source.placeOf(['spec', 'pki', 'seed']),
        message,
        'run `gatehouse pki init`, which writes seed: own',
      ),
    );
  }
  return issues;
}
